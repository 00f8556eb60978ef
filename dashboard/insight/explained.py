"""A sample of reviews, read once more with the share of every word: what drivers and topics use.

words      row, sentence (its number in the review), word (lower case; the characters of a web
           address become @, as it says nothing about what is reviewed), share
sentences  row, sentence, text, share
weights    row -> how many reviews of the file it stands for
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.jobs.batches import Ask, asked
from dashboard.results import VERDICTS, unread
from model.contract.schema import Explanation, Prediction, Review

_ADDRESS = re.compile(r"https?://\S+|www\.\S+|@\w+")  # of a page or of a person
N_SAMPLE = 400


@dataclass(frozen=True)
class Explained:
    words: pd.DataFrame
    sentences: pd.DataFrame
    weights: pd.Series

    @property
    def n(self) -> int:
        return len(self.weights)


def sample(frame: pd.DataFrame, n: int = N_SAMPLE) -> pd.DataFrame:
    """As many of each verdict as there are, up to a third: the rarer side is worth reading too.
    None that the model cannot read.

    Evenly spread over the probabilities, so the same file always gives the same sample. `weight`
    says how many reviews of the file each stands for.
    """
    frame = frame[~unread(frame)]  # what the words of such a review do means nothing
    sizes = frame["verdict"].value_counts().reindex(VERDICTS, fill_value=0)
    quota = _quota(sizes, n)
    parts = []
    for verdict in VERDICTS:
        part = frame[frame["verdict"] == verdict].sort_values("probability", kind="stable")
        picked = np.linspace(0, len(part) - 1, quota[verdict]).round().astype(int)
        weight = len(part) / max(quota[verdict], 1)
        parts.append(part.iloc[picked].assign(weight=weight))
    return pd.concat(parts).sort_values("row")


def _quota(sizes: pd.Series, n: int) -> dict[str, int]:
    """Equal shares of n; what a small verdict does not fill goes to the larger ones."""
    quota: dict[str, int] = {}
    left = n
    for i, (verdict, size) in enumerate(sizes.sort_values(kind="stable").items()):
        quota[str(verdict)] = min(int(size), left // (len(sizes) - i))
        left -= quota[str(verdict)]
    return quota


def explain(sampled: pd.DataFrame, ask: Ask) -> Explained:
    """Asks the API; what it cannot judge is left out. Raises ApiError if it does not answer."""
    reviews = (
        Review(id=str(row), text=text)
        for row, text in zip(sampled["row"], sampled["text"], strict=True)
    )
    items = [item for answer in asked(reviews, ask) for item in answer.predictions]
    found = {
        int(item.id): item.explanation
        for item in items
        if isinstance(item, Prediction) and item.explanation
    }
    weights = sampled.set_index("row")["weight"].reindex(list(found))
    return Explained(_words(found.items()), _sentences(found.items()), weights)


def _words(explanations: Iterable[tuple[int, Explanation]]) -> pd.DataFrame:
    """Signs and all, in reading order: a comma parts a phrase."""
    rows = []
    for row, explanation in explanations:
        ends = [sentence.end for sentence in explanation.sentences]
        sentence = np.searchsorted(ends, explanation.words.start, side="right").tolist()
        text = _ADDRESS.sub(lambda address: "@" * len(address[0]), explanation.text)
        rows += [
            (row, number, text[word.start : word.end].lower(), word.share)
            for number, word in zip(sentence, explanation.words, strict=True)
        ]
    return pd.DataFrame(rows, columns=["row", "sentence", "word", "share"])


def _sentences(explanations: Iterable[tuple[int, Explanation]]) -> pd.DataFrame:
    rows = [
        (row, number, " ".join(explanation.text[s.start : s.end].split()), s.share)
        for row, explanation in explanations
        for number, s in enumerate(explanation.sentences)
    ]
    return pd.DataFrame(rows, columns=["row", "sentence", "text", "share"])
