"""The reviews that say what most say."""

import numpy as np
import pandas as pd

from dashboard.insight.explained import Explained
from dashboard.insight.function_words import FUNCTION_WORDS
from dashboard.insight.quotes import N_QUOTES


def typical(frame: pd.DataFrame, explained: Explained) -> pd.DataFrame:
    """Those of the sample whose words are nearest to the words of all of them.

    Words count as tf-idf does, by how rare they are; near is the cosine to the mean.
    """
    known = ~explained.words["word"].isin(FUNCTION_WORDS)
    words = explained.words.loc[known & explained.words["row"].isin(frame["row"]), ["row", "word"]]
    counts = words.drop_duplicates().assign(here=1.0).pivot(index="row", columns="word")["here"]
    if len(counts) < 2:
        return frame.head(0)
    present = counts.fillna(0.0).to_numpy()
    frequency = present.mean(axis=0)
    spoken = frequency > 1 / len(present)  # a word of one review is nobody else's
    weighted = present[:, spoken] * np.log(1 / frequency[spoken])
    lengths = np.linalg.norm(weighted, axis=1, keepdims=True)
    unit = weighted / np.maximum(lengths, 1e-12)
    nearness = unit @ unit.mean(axis=0)
    rows = counts.index[np.argsort(-nearness, kind="stable")]
    found: pd.DataFrame = frame.set_index("row", drop=False).loc[rows]
    return found.drop_duplicates("text").head(N_QUOTES).reset_index(drop=True)
