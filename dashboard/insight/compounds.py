"""Two words that name one thing: “front desk”, “battery life”.

They stand beside each other in many reviews, the rarer of them seldom stands elsewhere, and
together they neither praise nor blame: “great coffee” stays two.
"""

import pandas as pd

from dashboard.insight.each_word import each_word
from dashboard.insight.function_words import EMPTY_NOUNS, FUNCTION_WORDS

NEUTRAL = 0.25  # as a word's own share: more is praise or blame, not a topic
_FIXED = 0.4  # of the places of the rarer word
_NO_NOUN = r".{2,}[^e]ed|.*ly"  # “room smelled”, “staff friendly”


def joined(words: pd.DataFrame, fewest: int) -> pd.DataFrame:
    """The words (row, sentence, word, share) with such two as one; its share is their sum.

    `fewest`: reviews that must hold the two.
    """
    following = words.shift(-1)
    begins = _begins(words, following, fewest)
    begins &= ~begins.shift(1, fill_value=False)  # the second of two begins nothing itself
    both = words["word"].str.cat(following["word"], sep=" ")
    return words.assign(
        word=words["word"].where(~begins, both),
        share=words["share"].where(~begins, words["share"] + following["share"]),
    )[~begins.shift(1, fill_value=False)]


def _begins(words: pd.DataFrame, following: pd.DataFrame, fewest: int) -> pd.Series:
    """Whether a word is the first of two that belong together."""
    beside = (words["row"] == following["row"]) & (words["sentence"] == following["sentence"])
    first = each_word(
        words["word"],
        lambda word: _is_name(word) & ~word.isin(EMPTY_NOUNS) & ~word.str.endswith("ly"),
    )
    second = each_word(words["word"], lambda word: _is_name(word) & ~word.str.fullmatch(_NO_NOUN))
    second = second.shift(-1, fill_value=False)
    pairs = pd.DataFrame({"row": words["row"], "first": words["word"], "second": following["word"]})
    pairs = pairs.assign(share=words["share"] + following["share"])[beside & first & second]
    by = pairs.groupby(["first", "second"])
    places, reviews = by["row"].transform("size"), by["row"].transform("nunique")
    fixed = places >= _FIXED * _rarer(pairs, words["word"].value_counts())
    neutral = by["share"].transform("mean").abs() < NEUTRAL
    return (fixed & neutral & (reviews >= fewest)).reindex(words.index, fill_value=False)


def _rarer(pairs: pd.DataFrame, counts: pd.Series) -> pd.Series:
    """How often the rarer of the two stands anywhere; of “battery life”, “battery” alone counts."""
    first, second = (pairs[side].map(counts).astype(float) for side in ("first", "second"))
    return first.where(pairs["second"].isin(EMPTY_NOUNS) | (first < second), second)


def _is_name(words: pd.Series) -> pd.Series:
    return words.str.fullmatch(r"[^\W\d_]{2,}") & ~words.isin(FUNCTION_WORDS)
