"""Made-up files whose answers are known."""

from typing import Any

import numpy as np
import pandas as pd

from dashboard import results
from dashboard.insight.explained import Explained
from dashboard.insight.reviews import review_frame
from dashboard.jobs.outcome import Outcome
from dashboard.reading.roles import Roles

ALL_ROLES = Roles("text", "date", "group", "stars", "label")


def outcome(probability: float, uncertain: bool | None = None) -> Outcome:
    confidence = max(probability, 1 - probability)
    doubtful = confidence < 0.7 if uncertain is None else uncertain
    return Outcome(
        "scored", "", "positive" if probability >= 0.5 else "negative",
        probability, confidence, doubtful,
    )  # fmt: skip


def frame_of(probabilities: list[float], **columns: list[str]) -> pd.DataFrame:
    """A review frame; `columns` are those of the file: text, group, stars, label, date."""
    texts = columns.pop("text", [f"review number {i}" for i in range(len(probabilities))])
    table = pd.DataFrame({"text": texts, **columns}, dtype="str")
    optional: dict[str, Any] = {name: name for name in _OPTIONAL if name in columns}
    roles = Roles("text", **optional)
    return review_frame(table, results.verdicts([outcome(p) for p in probabilities]), roles)


_OPTIONAL = ("date", "group", "stars", "label")


def random_frame(n: int, seed: int = 0) -> pd.DataFrame:
    """Groups a to d get better in this order, and the reviews with time."""
    rng = np.random.default_rng(seed)
    group = rng.integers(0, 4, n)
    day = np.sort(rng.integers(0, 365, n))
    middle = 0.2 + 0.12 * group + 0.3 * day / 365
    probability = np.clip(rng.beta(0.5, 0.5, n) * 0.4 + middle - 0.2, 0.001, 0.999)
    dates = pd.Timestamp("2025-01-01") + pd.to_timedelta(day, unit="D")
    return frame_of(
        probability.tolist(),
        text=[f"review {i} " + "word " * int(k) for i, k in enumerate(rng.integers(0, 300, n))],
        group=[f"group {'abcd'[i]}" for i in group],
        date=dates.strftime("%Y-%m-%d").tolist(),
        stars=[str(1 + min(4, int(5 * p))) for p in probability],
    )


def explained(reviews: list[list[str]], shares: dict[str, float]) -> Explained:
    """Reviews as lists of sentences; a word's share is looked up, others have none."""
    words, sentences = [], []
    for row, review in enumerate(reviews, start=1):
        for number, text in enumerate(review):
            tokens = text.lower().replace(".", " .").replace(",", " ,").split()
            words += [(row, number, token, shares.get(token, 0.0)) for token in tokens]
            total = sum(shares.get(token, 0.0) for token in tokens)
            sentences.append((row, number, text, total))
    return Explained(
        pd.DataFrame(words, columns=["row", "sentence", "word", "share"]),
        pd.DataFrame(sentences, columns=["row", "sentence", "text", "share"]),
        pd.Series(1.0, index=range(1, len(reviews) + 1)),
    )
