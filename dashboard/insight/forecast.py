"""What a file will say, take and cost, told from a few of its rows before anything is started."""

import random
import time
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from dashboard.insight.intervals import wilson
from dashboard.jobs.batches import asked
from dashboard.jobs.engine import Api, model_label
from dashboard.jobs.outcome import Outcome, outcome_of, outcome_without_asking
from dashboard.jobs.texts import as_text
from model.contract.schema import NOT_READ, Review

SAMPLE_ROWS = 200


@dataclass(frozen=True)
class Forecast:
    """`answers` are not lost: the job that follows takes them over."""

    n_texts: int  # of the file, as far as they have to be sent
    n_characters: int  # of those
    answers: Mapping[str, Outcome]
    model: str
    outcomes: tuple[Outcome, ...]  # of the sampled rows, or of all
    seconds: float

    @property
    def read(self) -> list[Outcome]:
        """What the results will count: of these all shares are."""
        scored = (outcome for outcome in self.outcomes if outcome.status == "scored")
        return [outcome for outcome in scored if NOT_READ.isdisjoint(outcome.flags)]

    @property
    def positive(self) -> int:
        """Without what is hard to tell."""
        return sum(o.sentiment == "positive" and not o.uncertain for o in self.read)

    @property
    def uncertain(self) -> int:
        return sum(bool(outcome.uncertain) for outcome in self.read)

    @property
    def interval(self) -> tuple[float, float]:
        low, high = wilson(self.positive, len(self.read))
        return float(low), float(high)

    @property
    def unread(self) -> float:
        """Which share of the rows the model cannot read."""
        flagged = sum(not NOT_READ.isdisjoint(outcome.flags) for outcome in self.outcomes)
        return flagged / max(len(self.outcomes), 1)

    @property
    def seconds_for_all(self) -> float:
        return self.n_texts * self.seconds / max(len(self.answers), 1)


def forecast(column: pd.Series, api: Api) -> Forecast:
    """Ask about a few rows, the same ones each time. Raises ApiError."""
    texts = as_text(column).tolist()
    askable = [text for text in texts if outcome_without_asking(text) is None]
    sample = random.Random(0).sample(askable, min(SAMPLE_ROWS, len(askable)))  # noqa: S311 - no secret
    different = set(askable)
    started = time.perf_counter()
    answers, model = _ask(list(dict.fromkeys(sample)), api)
    known = sample if len(answers) < len(different) else askable  # all, if all texts are known
    return Forecast(
        n_texts=len(different),
        n_characters=sum(map(len, different)),
        answers=answers,
        model=model,
        outcomes=tuple(answers[text] for text in known),
        seconds=time.perf_counter() - started,
    )


def _ask(texts: list[str], api: Api) -> tuple[dict[str, Outcome], str]:
    reviews = [Review(id=str(i), text=text) for i, text in enumerate(texts)]
    responses = asked(reviews, api.predict)
    items = [item for response in responses for item in response.predictions]
    model = model_label(responses[-1].model) if responses else ""
    return dict(zip(texts, map(outcome_of, items), strict=True)), model
