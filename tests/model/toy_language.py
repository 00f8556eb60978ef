"""Reviews of twenty words, that a small network learns in seconds."""

import numpy as np
import pandas as pd

GOOD, BAD = ["lovely", "bright", "warm"], ["dull", "cold", "grim"]
THINGS = ["film", "plot", "cast", "score"]


def toy_reviews(n: int, unlabelled: bool, seed: int) -> pd.DataFrame:
    """Two to five sentences that all mean the same, a quarter of them by a negation."""
    rng = np.random.default_rng(seed)
    positive = rng.integers(0, 2, n)
    texts = [
        " ".join(_sentence(bool(good), rng) for _ in range(rng.integers(2, 6))) for good in positive
    ]
    labels = np.full(n, -1) if unlabelled else positive
    movies = [f"tt{i % 30:07}" for i in range(n)]
    return pd.DataFrame({"text": texts, "label": labels, "rating": 0, "movie": movies})


def _sentence(good: bool, rng: np.random.Generator) -> str:
    negated = bool(rng.random() < 0.25)
    word = rng.choice(GOOD if good != negated else BAD)
    # How it ends depends on what it means: a language model has to understand it.
    end = "I smiled" if good else "I wept"
    return f"The {rng.choice(THINGS)} was {'not ' if negated else ''}{word} and {end}."
