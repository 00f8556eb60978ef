"""Which reviews are looked at: a choice in one chart narrows all the others."""

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import and_

import pandas as pd

Choices = Mapping[str, Sequence[str]]  # of a column, the values to keep; none keeps all
MENTIONS = "mentions"  # the one choice that is not a column: words that the text must have


def chosen(frame: pd.DataFrame, choices: Choices, but: str | None = None) -> pd.DataFrame:
    """The rows that meet all choices; a chart leaves its own out (`but`) to show what it offers."""
    masks = [
        _mask(frame, name, values)
        for name, values in choices.items()
        if values and name != but and (name in frame or name == MENTIONS)
    ]
    return frame[reduce(and_, masks)] if masks else frame


def _mask(frame: pd.DataFrame, name: str, values: Sequence[str]) -> pd.Series:
    if name == MENTIONS:
        return reduce(and_, (mentions(frame["text"], words) for words in values))
    return frame[name].isin(list(values))


def mentions(texts: pd.Series, words: str) -> pd.Series:
    """Whether a text has these words in a row, whatever stands between them but a letter."""
    inner = in_a_row(words)
    if not inner:
        return pd.Series(True, index=texts.index)
    # Not \b: in Arrow's regular expressions an accented letter ends a word.
    pattern = rf"(?:^|\W){inner}(?:\W|$)"
    return texts.str.contains(pattern, case=False, regex=True)


def in_a_row(words: str) -> str:
    """An expression for them as they may be written: apostrophes of both sorts, the last word in
    the plural too. Empty without words."""
    parts = [re.escape(word).replace("'", "['’]") for word in re.findall(r"[\w']+", words.lower())]
    return r"\W+".join(parts) + "s?" * bool(parts)
