"""Behaviour on small cases of our own writing, one kind at a time.

    python -m model.behaviour [--artifact DIR] --failures

After CheckList (Ribeiro et al. 2020, https://aclanthology.org/2020.acl-main.442/).
The cases are in behaviour.json and never trained on. Plain cases are whole reviews of hotels,
clothes, games, flights and the like in ordinary words; everyday ones are of the same things, but
often without a word of feeling. Sarcasm has no floor: it is reported only.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

import tyro

from model.arguments import start
from model.artifact import DEFAULT_ARTIFACT, ArtifactError, load_artifact
from model.contract.schema import Failure, Prediction
from model.predict import Predictor

CASES = Path(__file__).with_name("behaviour.json")
SURE = 0.9  # a confidence from here on is wrong where nobody could say
Answer = Prediction | Failure
FLOORS: Mapping[str, float] = MappingProxyType({
    "vocabulary": 0.95, "negation": 0.85, "intensity": 0.9, "contrast": 0.75, "temporal": 0.7,
    "name": 0.95, "typo": 0.9, "short": 0.9, "domain": 0.9, "everyday": 0.78,
    "plain": 0.92, "emoji": 0.9, "mixed_or_neutral": 0.5, "other_language": 0.95, "gibberish": 0.9,
})  # fmt: skip
MAX_CONFIDENTLY_WRONG: Mapping[str, float] = MappingProxyType({
    "vocabulary": 0.04, "negation": 0.1, "intensity": 0.07, "contrast": 0.16, "temporal": 0.2,
    "name": 0.05, "typo": 0.1, "short": 0.05, "domain": 0.07, "everyday": 0.09,
    "plain": 0.03, "emoji": 0.05, "mixed_or_neutral": 0.25, "other_language": 0.05,
    "gibberish": 0.05,
})  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A text and what a careful reader makes of it; `base` is the text it must agree with."""

    kind: str
    text: str
    expected: Literal["positive", "negative", "same", "unsure"]
    base: str | None = None


@dataclass(frozen=True)
class Judged:
    """A case and the model's answers to its text and, if it has one, to its base."""

    case: Case
    answer: Answer
    base: Answer | None = None

    @property
    def right(self) -> bool:
        answer, base, expected = self.answer, self.base, self.case.expected
        if expected == "unsure":
            return isinstance(answer, Failure) or answer.uncertain
        if isinstance(answer, Failure):
            return False
        if isinstance(base, Prediction):
            return answer.sentiment == base.sentiment or answer.uncertain or base.uncertain
        return answer.sentiment == expected

    @property
    def uncertain(self) -> bool:
        return isinstance(self.answer, Prediction) and self.answer.uncertain

    @property
    def confidently_wrong(self) -> bool:
        """The other sentiment without a doubt, or any where nobody could say."""
        answer, unsure = self.answer, self.case.expected == "unsure"
        if self.right or isinstance(answer, Failure) or isinstance(self.base, Failure):
            return False
        return not answer.uncertain and (not unsure or answer.confidence >= SURE)

    def __str__(self) -> str:
        seen = [f"{a.probability:.3f}" if isinstance(a, Prediction) else a.error.code
                for a in (self.base, self.answer) if a]  # fmt: skip
        case, sure = self.case, "!" if self.confidently_wrong else " "
        return f"{case.kind:17}{sure} {' > '.join(seen):14} {case.expected:9} {case.text}"


@dataclass(frozen=True)
class Row:
    """How one kind went: the number of cases, and shares of them."""

    kind: str
    n: int
    right: float
    uncertain: float
    confidently_wrong: float

    def __str__(self) -> str:
        floor, limit = FLOORS.get(self.kind, "none"), MAX_CONFIDENTLY_WRONG.get(self.kind, "none")
        start = f"{self.kind:17} {self.n:4} {self.right:6.3f} {floor!s:>6} {self.uncertain:10.3f}"
        return f"{start} {self.confidently_wrong:18.3f} {limit!s:>6}"


@dataclass(frozen=True)
class Settings:
    """Judge an artifact by its behaviour on small cases, kind by kind."""

    artifact: Path = DEFAULT_ARTIFACT
    """The model to judge; by default the one that ships."""
    failures: Annotated[bool, tyro.conf.FlagCreatePairsOff] = False
    """Also print the cases that went wrong, with the probability of positive (! surely wrong)."""


def load_cases() -> list[Case]:
    """The cases in the order of the file, which is by kind."""
    return [Case(**fields) for fields in json.loads(CASES.read_text(encoding="utf-8"))]


def judge(predictor: Predictor, cases: list[Case]) -> list[Judged]:
    """Ask the predictor about every text and base, each once."""
    texts = list(dict.fromkeys(text for case in cases for text in (case.base, case.text) if text))
    answers = dict(zip(texts, predictor.predict_texts(texts), strict=True))
    return [Judged(c, answers[c.text], answers[c.base] if c.base else None) for c in cases]


def table(judged: list[Judged]) -> list[Row]:
    """One row for each kind, in the order in which the kinds first appear."""
    kinds = dict.fromkeys(one.case.kind for one in judged)
    return [_row(kind, [one for one in judged if one.case.kind == kind]) for kind in kinds]


def _row(kind: str, of: list[Judged]) -> Row:
    n, right, wrong = (
        len(of),
        sum(one.right for one in of),
        sum(one.confidently_wrong for one in of),
    )
    return Row(kind, n, right / n, sum(one.uncertain for one in of) / n, wrong / n)


def main(settings: Settings) -> None:
    """Print the table. Raises ArtifactError."""
    judged = judge(Predictor(load_artifact(settings.artifact)), load_cases())
    header = f"{'kind':17}    n  right  floor  uncertain  confidently wrong  limit"
    wrong = ["", *(one for one in judged if not one.right)] if settings.failures else []
    print(header, *table(judged), *wrong, sep="\n")


if __name__ == "__main__":
    start(lambda: main(tyro.cli(Settings)), ArtifactError)
