"""Write the golden examples anew after training: `python -m model.golden`.

Each is a request and the response that the shipped model gives. The tests of every layer replay
them: the model, the model server, the Lambda, the whole chain.
"""

import json
from pathlib import Path
from typing import Any

import tyro

from model import contract
from model.arguments import start
from model.artifact import DEFAULT_ARTIFACT, ArtifactError, load_artifact
from model.contract.schema import PredictionRequest
from model.predict import Predictor

EXAMPLES = Path(contract.__file__).parent / "examples.json"
DIGITS = 4  # as scripts/smoke and the tests compare

_REVIEWS = {
    "a clear positive": ["A warm, funny and clever film. I loved every minute of it."],
    "a clear negative": ["Dull, badly acted and far too long. What a waste of an evening."],
    "several, in order": [
        "The blender is quiet, strong and easy to clean. I use it every day.",
        "It broke after a week and nobody answered my letters.",
        "The room was clean, but the street was loud.",
    ],
    "one bad review does not fail the others": [
        "Lovely staff and a wonderful breakfast.",
        "",
        "😀👍",
        "The soup was cold and the waiter rude.",
    ],
    "markup and entities": ["Not bad at all!<br /><br />Tom &amp; I laughed a lot. 8/10"],
    "hidden and look-alike characters": ["A tеrrib\u200blе film, the wоrst I have seen this year."],
    "another language": ["Ein wunderbarer Film, den ich jedem empfehlen kann."],
    "very short": ["Meh."],
}


def examples(predictor: Predictor) -> list[dict[str, object]]:
    """Each named request with its answer, as tests and OpenAPI show them."""
    found: list[dict[str, object]] = []
    for name, texts in _REVIEWS.items():
        reviews = [{"id": f"r{i}", "text": text} for i, text in enumerate(texts, 1)]
        explain = name == "markup and entities"
        request = PredictionRequest.model_validate({"reviews": reviews, "explain": explain})
        response = predictor.predict(request).model_dump(mode="json", exclude_none=True)
        found.append({"name": name, "request": request.model_dump(), "response": response})
    return found


def rounded(value: Any) -> Any:
    """To the digits that are compared, so that another machine writes the same file."""
    return json.loads(
        json.dumps(value),
        parse_float=lambda digits: round(float(digits), DIGITS) + 0.0,  # no -0.0
    )


def write() -> None:
    """Write model/contract/examples.json anew, from the model that ships."""
    written = rounded(examples(Predictor(load_artifact(DEFAULT_ARTIFACT))))
    EXAMPLES.write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"Wrote {len(written)} examples to {EXAMPLES}")


def main() -> None:
    start(lambda: tyro.cli(write), ArtifactError)


if __name__ == "__main__":
    main()
