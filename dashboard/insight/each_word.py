"""What depends on a word alone, found once for each different one.

A sample holds a hundred thousand words, and a tenth as many different ones.
"""

from collections.abc import Callable

import pandas as pd


def each_word(words: pd.Series, of: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """`of(words)`, with the same index. None may be missing."""
    number, different = pd.factorize(words)
    return of(pd.Series(different)).take(number).set_axis(words.index)
