"""The suite is whole and balanced, its rules judge as they say, the shipped model meets them."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from model.artifact import Artifact
from model.behaviour import (
    FLOORS,
    MAX_CONFIDENTLY_WRONG,
    Case,
    Judged,
    judge,
    load_cases,
    table,
)
from model.contract.limits import MAX_REVIEWS
from model.contract.review import clean_reviews
from model.contract.schema import (
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Sentiment,
    Tokens,
)
from model.predict import Predictor

AT_LEAST = {
    "vocabulary": 60, "negation": 80, "intensity": 30, "contrast": 50, "temporal": 30, "name": 40,
    "typo": 40, "short": 40, "domain": 60, "everyday": 399, "plain": 240, "emoji": 40,
    "mixed_or_neutral": 40,
    "other_language": 30, "gibberish": 20, "sarcasm": 30,
}  # fmt: skip
CASES = load_cases()


class Scripted(Predictor):
    """Answers each text with the probability in it ("0.8"), uncertain if it says "perhaps"."""

    def __init__(self) -> None: ...  # needs no artifact

    def predict(self, request: PredictionRequest) -> PredictionResponse:
        cleaned, failures = clean_reviews(request.reviews)  # as strict as the real one
        answers = [
            failures[i] if i in failures else self._answer(review.id, cleaned[i].text)
            for i, review in enumerate(request.reviews)
        ]
        return PredictionResponse(model=ModelInfo(name="s", version="1"), predictions=answers)

    def _answer(self, id_: str, text: str) -> Prediction:
        probability = float(text.split()[-1])
        sentiment: Sentiment = "positive" if probability >= 0.5 else "negative"
        return Prediction(
            id=id_, sentiment=sentiment, probability=probability,
            confidence=max(probability, 1 - probability), uncertain="perhaps" in text,
            tokens=Tokens(read=1, total=1), flags=[],
        )  # fmt: skip


@pytest.mark.parametrize(
    ("case", "right", "confidently_wrong"),
    [
        (Case("k", "surely 0.8", "positive"), True, False),
        (Case("k", "perhaps 0.6", "positive"), True, False),
        (Case("k", "surely 0.2", "positive"), False, True),
        (Case("k", "perhaps 0.4", "positive"), False, False),
        (Case("k", "!!!", "positive"), False, False),
        (Case("k", "surely 0.2", "negative"), True, False),
        (Case("k", "surely 0.8", "negative"), False, True),
        (Case("k", "perhaps 0.6", "negative"), False, False),
        (Case("k", "surely 0.8", "same", "surely 0.9"), True, False),
        (Case("k", "surely 0.2", "same", "surely 0.1"), True, False),
        (Case("k", "perhaps 0.4", "same", "surely 0.9"), True, False),
        (Case("k", "surely 0.2", "same", "perhaps 0.6"), True, False),
        (Case("k", "surely 0.2", "same", "surely 0.9"), False, True),
        (Case("k", "surely 0.8", "same", "!!!"), False, False),
        (Case("k", "!!!", "same", "surely 0.8"), False, False),
        (Case("k", "perhaps 0.6", "unsure"), True, False),
        (Case("k", "!!!", "unsure"), True, False),
        (Case("k", "surely 0.8", "unsure"), False, False),
        (Case("k", "surely 0.9", "unsure"), False, True),
        (Case("k", "surely 0.1", "unsure"), False, True),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else f"{value.expected}-{value.text}",
)
def test_rules(case: Case, right: bool, confidently_wrong: bool) -> None:
    (judged,) = judge(Scripted(), [case])
    assert (judged.right, judged.confidently_wrong) == (right, confidently_wrong)


def test_table_gives_shares_of_each_kind() -> None:
    cases = [
        Case("b", "surely 0.8", "positive"),
        Case("b", "surely 0.2", "positive"),
        Case("b", "perhaps 0.3", "positive"),
        Case("b", "surely 0.7", "positive"),
        Case("a", "perhaps 0.6", "unsure"),
    ]
    first, second = table(judge(Scripted(), cases))
    assert (first.kind, first.n, first.right, first.confidently_wrong) == ("b", 4, 0.5, 0.25)
    assert (second.kind, second.n, second.right, second.confidently_wrong) == ("a", 1, 1, 0)


def test_more_cases_than_a_request_holds_keep_their_order() -> None:
    n = 2 * MAX_REVIEWS + 1
    cases = [Case("k", f"number {i} 0.{i % 2 * 8}", "positive") for i in range(n)]
    assert [one.right for one in judge(Scripted(), cases)] == [i % 2 == 1 for i in range(n)]


def test_count_of_each_kind() -> None:
    counts = Counter(case.kind for case in CASES)
    assert counts.keys() == AT_LEAST.keys()
    assert {kind: n for kind, n in counts.items() if n < AT_LEAST[kind]} == {}
    assert counts.total() >= 860


def test_no_text_twice() -> None:
    counts = Counter(case.text.casefold() for case in CASES)
    counts += Counter(case.base.casefold() for case in CASES if case.base)
    assert [text for text, n in counts.items() if n > 1] == []


def test_every_kind_but_sarcasm_has_its_floor_and_limit() -> None:
    judged = AT_LEAST.keys() - {"sarcasm"}
    assert FLOORS.keys() == MAX_CONFIDENTLY_WRONG.keys() == judged
    with pytest.raises(TypeError):
        FLOORS["negation"] = 0.0  # type: ignore[index]


def test_each_kind_expects_what_it_should() -> None:
    invariant, unsure = {"name", "typo"}, {"mixed_or_neutral", "other_language", "gibberish"}
    for kind in AT_LEAST:
        counts = Counter(case.expected for case in CASES if case.kind == kind)
        if kind in invariant | unsure:
            assert list(counts) == ["same" if kind in invariant else "unsure"]
        else:
            assert counts["positive"] + counts["negative"] == counts.total()
            assert abs(counts["positive"] - counts["negative"]) <= 0.1 * counts.total()
    assert all((case.base is not None) == (case.kind in invariant) for case in CASES)


def test_short_means_up_to_five_words() -> None:
    texts = [case.text for case in CASES if case.kind == "short"]
    assert [text for text in texts if len(text.split()) > 5] == []


def test_several_scripts_besides_latin() -> None:
    letters = {c for case in CASES if case.kind == "other_language" for c in case.text}
    assert letters >= set(
        "лταהहの的이ก"
    )  # Cyrillic, Greek, Hebrew, Devanagari, kana, Han and so on


def test_command_prints_the_table_and_the_failures(artifact: Artifact, tmp_path: Path) -> None:
    artifact.save(tmp_path)
    lines = run("--artifact", tmp_path, "--failures").stdout.splitlines()
    rows = [line.split() for line in lines[1 : 1 + len(AT_LEAST)]]
    assert {row[0]: int(row[1]) for row in rows} == Counter(case.kind for case in CASES)
    wrong = [judged for judged in judge(Predictor(artifact), CASES) if not judged.right]
    assert [line.split()[0] for line in lines[2 + len(AT_LEAST) :]] == [j.case.kind for j in wrong]


def test_command_without_an_artifact(tmp_path: Path) -> None:
    done = run("--artifact", tmp_path)
    assert done.returncode == 1
    assert "not a model artifact" in done.stderr
    assert "Traceback" not in done.stderr


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "model.behaviour", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def judged(shipped: Predictor) -> list[Judged]:
    return judge(shipped, CASES)


@pytest.mark.parametrize("kind", FLOORS)
def test_shipped_model_meets_the_floor(judged: list[Judged], kind: str) -> None:
    (row,) = table([one for one in judged if one.case.kind == kind])
    wrong = "\n".join(str(one) for one in judged if one.case.kind == kind and not one.right)
    assert row.right >= FLOORS[kind], f"{row}\n{wrong}"
    assert row.confidently_wrong <= MAX_CONFIDENTLY_WRONG[kind], f"{row}\n{wrong}"
