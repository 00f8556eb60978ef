"""Which columns people wrote in: reviews, praise beside blame, and headlines."""

import pandas as pd

from dashboard.reading.cells import SAMPLE_ROWS, dates, is_numeric, mostly, texts_of
from dashboard.reading.role_names import (
    BLAME_NAMES,
    PRAISE_NAMES,
    REPLY_NAMES,
    REVIEW_NAMES,
    columns_named,
    columns_named_first,
    name_parts,
)
from model.contract.emoji import FEELINGS

_WORDS_OF_REVIEW = 5  # on average
_OF_SEVERAL_WORDS = 0.3  # the least part of headlines
_FEELING = f"[{FEELINGS}]"
_SPACED = r"[^\W\d_]\S*\s+\S*[^\W\d_]"  # words, which the parts of a date are not


def guess_text_column(table: pd.DataFrame) -> str:
    """The column with the most prose; a column that calls itself a review wins over others, and
    any over replies to reviews."""
    sample = {name: _filled(table[name]) for name in table.columns}
    words = {name: column.str.count(_SPACED).mean() for name, column in sample.items()}
    prose = [name for name in table.columns if words[name] >= 1] or _shortest_reviews(sample)
    prose = [name for name in prose if not name_parts(name) & REPLY_NAMES] or prose
    named = columns_named(prose, REVIEW_NAMES)
    # Over all rows: what few of them have is rarely the review.
    length = {name: texts_of(column).str.len().mean() for name, column in table.items()}
    return max(named or prose, key=length.__getitem__)


def _shortest_reviews(sample: dict[str, pd.Series]) -> list[str]:
    """Where nobody wrote two words: emoji, or else what is neither numbers nor dates."""
    felt = [name for name, texts in sample.items() if mostly(texts.str.contains(_FEELING), texts)]
    others = [
        name
        for name, texts in sample.items()
        if not is_numeric(texts) and not mostly(dates(texts).notna(), texts)
    ]
    return felt or others or list(sample)


def halves(sample: pd.DataFrame, text: str) -> list[str]:
    """The column of reviews, and the one beside it where praise and blame have one each; in the
    file's order. To read one of them alone would be to hear one side."""
    found = [text]
    for side, other in ((PRAISE_NAMES, BLAME_NAMES), (BLAME_NAMES, PRAISE_NAMES)):
        if name_parts(text) & side:
            named = columns_named_first(columns_named(sample.columns, other), other, text)
            found += [name for name in named if _is_half(sample[name])][:1]
    return [name for name in sample.columns if name in found]


def is_review(column: pd.Series) -> bool:
    """Of many words, and hardly twice the same but for one filler."""
    texts = _without_filler(column)
    long = texts.str.count(r"\S+").mean() >= _WORDS_OF_REVIEW
    return bool(long and texts.nunique() > len(texts) / 2)


def is_headline(texts: pd.Series) -> bool:
    """Some of several words, and at least half of them different."""
    filled = texts[texts != ""]
    several = filled.str.contains(_SPACED)
    return bool(several.mean() > _OF_SEVERAL_WORDS and filled.nunique() > len(filled) / 2)


def _is_half(column: pd.Series) -> bool:
    """Some of several words, but for one filler."""
    return bool(_without_filler(column).str.contains(_SPACED).mean() > _OF_SEVERAL_WORDS)


def _without_filler(column: pd.Series) -> pd.Series:
    """The first cells that are neither empty nor the commonest, such as “No Negative”."""
    texts = _filled(column)
    others: pd.Series = texts[texts != texts.mode().iloc[0]]
    return others


def _filled(column: pd.Series) -> pd.Series:
    """The first cells that are not empty; a single empty one if there are none."""
    texts = texts_of(column)
    return texts[texts != ""].head(SAMPLE_ROWS) if (texts != "").any() else texts.head(1)
