"""What people speak of, and how each of it is judged, by the model's own sentence shares.

A topic is a word, or two that belong together, that many reviews use as a noun (it ends what
“the”, “my”, “this” … began, or begins what “is” or “was” goes on with: “Breakfast was late”) and
that is no judgement itself: its own share is small, by itself or beside what the rest of its
sentences say, for and against. It needs no list of topics, and so works for any trade.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.insight import intervals
from dashboard.insight.compounds import NEUTRAL, joined
from dashboard.insight.each_word import each_word
from dashboard.insight.explained import Explained
from dashboard.insight.function_words import (
    AUXILIARIES,
    CONJUNCTIONS,
    DETERMINERS,
    EMPTY_NOUNS,
    FUNCTION_WORDS,
)

N_TOPICS = 12
_NOUN = 0.3  # of its places end what a determiner began: “the old room is”
_COLUMNS = [
    "topic", "reviews", "mentioned", "positive", "negative", "liked", "low", "high",
    "effective",
]  # fmt: skip
_BESIDE = 0.5  # of what the rest of its sentences says, at most, where it says both: “bathroom”
_ONE_WAY = 0.9  # of that is for, or against: “a joke” hears no praise, “waste” neither
_SAYING = 0.7  # of its places follow one word: “exceeded my expectations”
_JUDGED = 0.2  # of the reviews that name it: “my wife came along” is no topic
_SILENT = 0.4  # as the share of a sentence: less is no judgement, and neutral ones reach it


def topics(explained: Explained) -> pd.DataFrame:
    """topic, reviews (of the sample), mentioned (share of the file), positive, negative
    (shares of those who mention it), liked (share of positive among who judge it) with low and
    high, effective (how many judge it, if all counted alike); the most judged first."""
    places = _places(explained)
    found = places[places["word"].isin(_nouns(places, explained))]
    judged = _judged(found, explained)
    speaking = judged.groupby("word")["weight"].sum()
    sides = judged["weight"].where(judged["share"].abs() > _SILENT, 0.0)
    judging = sides.groupby(judged["word"]).sum().sort_values(ascending=False, kind="stable")
    kept = judging.index[judging >= _JUDGED * speaking.reindex(judging.index)][:N_TOPICS]
    total = explained.weights.sum()
    rows = [
        {"topic": topic, "mentioned": speaking[topic] / total,
         **_measured(judged[judged["word"] == topic])}
        for topic in kept
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=_COLUMNS)


def sentences_about(explained: Explained, spoken: Sequence[str]) -> pd.DataFrame:
    """What was said of each topic, from worst to best: topic, row, sentence, text, share."""
    places = _places(explained)
    about = places.loc[places["word"].isin(spoken), ["word", "row", "sentence"]].drop_duplicates()
    found = about.rename(columns={"word": "topic"}).merge(
        explained.sentences, on=["row", "sentence"]
    )
    return found.sort_values("share", ignore_index=True)


def _fewest(explained: Explained) -> int:
    """Reviews that must speak of a topic."""
    return max(5, explained.n // 50)


def _places(explained: Explained) -> pd.DataFrame:
    """Each word, or two that belong together, with whether it stands as a noun, and behind what:
    “exceeded” of “exceeded my expectations”."""
    words = joined(_singular(explained.words), _fewest(explained))
    before = words["word"].shift(1).where(words["row"] == words["row"].shift(1))
    earlier = words["word"].shift(2).where(words["row"] == words["row"].shift(2))
    opened = before.isin(DETERMINERS) | (earlier.isin(DETERMINERS) & ~before.isin(FUNCTION_WORDS))
    closes = each_word(words["word"], _closes).shift(-1, fill_value=True)
    closed = closes | (words["row"] != words["row"].shift(-1))
    named = opened & (closed | words["word"].str.contains(" "))
    # What stands before its article, if it belongs to the sentence and is more than grammar.
    behind = earlier.where(before.isin(FUNCTION_WORDS) & ~earlier.isin(FUNCTION_WORDS))
    behind = behind.where(words["sentence"].shift(2) == words["sentence"])
    behind = behind.where(behind.str.contains(r"\w", na=False))
    return words.assign(noun=named | _is_subject(words, before), behind=behind)


def _is_subject(words: pd.DataFrame, before: pd.Series) -> pd.Series:
    """Whether a clause begins with the word, and says what it is."""
    begins = before.isna() | (words["sentence"] != words["sentence"].shift(1))
    begins |= before.isin(CONJUNCTIONS) | ~before.fillna("").str.contains(r"\w")
    return begins & words["word"].shift(-1).isin(AUXILIARIES)


def _closes(word: pd.Series) -> pd.Series:
    """Whether what stands before it ends there."""
    return word.isin(FUNCTION_WORDS) | ~word.str.contains(r"\w")


def _singular(words: pd.DataFrame) -> pd.DataFrame:
    """Plurals as singulars where both occur."""

    def singular(word: pd.Series) -> pd.Series:
        without = word.str.removesuffix("s")
        return word.where(~without.isin(word) | word.isin(FUNCTION_WORDS), without)

    return words.assign(word=each_word(words["word"], singular))


def _nouns(places: pd.DataFrame, explained: Explained) -> list[str]:
    known = ~places["word"].isin(FUNCTION_WORDS | EMPTY_NOUNS) & (places["word"].str.len() > 2)
    named = places[known & places["word"].str.fullmatch(r"[^\W\d_'-]+( [^\W\d_'-]+)?")]
    by = named.groupby("word")
    table = by.agg(reviews=("row", "nunique"), noun=("noun", "mean"), share=("share", "mean"))
    table = table[(table["reviews"] >= _fewest(explained)) & (table["noun"] >= _NOUN)]
    table = table.drop(index=_sayings(named[named["word"].isin(table.index)]))
    return [str(word) for word in table.index[_says_nothing(table["share"], places, explained)]]


def _sayings(places: pd.DataFrame) -> list[str]:
    """The words that mostly stand behind one and the same."""
    follows = places.groupby(["word", "behind"]).size().groupby("word").max()
    often = follows / places["word"].value_counts().reindex(follows.index)
    return [str(word) for word in often.index[often >= _SAYING]]


def _says_nothing(share: pd.Series, places: pd.DataFrame, explained: Explained) -> pd.Series:
    """Whether a word praises and blames nothing itself. Of each word its mean share."""
    keys = ["word", "row", "sentence"]
    own = places[places["word"].isin(share.index)].groupby(keys)["share"].sum().reset_index()
    said = own.merge(explained.sentences, on=["row", "sentence"], suffixes=("_own", ""))
    rest = (said["share"] - said["share_own"]).groupby(said["word"])
    much = rest.agg(lambda shares: shares.abs().mean())
    beside = (share.abs() < _BESIDE * much) & (rest.mean().abs() <= _ONE_WAY * much)
    return (share.abs() < NEUTRAL) | beside


def _judged(places: pd.DataFrame, explained: Explained) -> pd.DataFrame:
    """One judgement of each topic by each review: the sum of its sentences on it."""
    about = places[["word", "row", "sentence"]].drop_duplicates()
    spoken = about.merge(explained.sentences, on=["row", "sentence"])
    judged = spoken.groupby(["word", "row"])["share"].sum().reset_index()
    return judged.assign(weight=judged["row"].map(explained.weights))


def _measured(judged: pd.DataFrame) -> dict[str, float]:
    """Shares by weight; the interval takes the number of reviews that equal weights would need."""
    weight = judged["weight"]
    likes, dislikes = judged["share"] > _SILENT, judged["share"] < -_SILENT
    says = likes | dislikes
    effective = weight[says].sum() ** 2 / max((weight[says] ** 2).sum(), 1e-12)
    share = weight[likes].sum() / max(weight[says].sum(), 1e-12)
    low, high = intervals.wilson(share * effective, effective) if says.any() else (np.nan, np.nan)
    total = weight.sum()
    return {
        "reviews": len(judged),
        "positive": weight[likes].sum() / total, "negative": weight[dislikes].sum() / total,
        "liked": share if says.any() else np.nan,
        "low": float(low), "high": float(high), "effective": effective,
    }  # fmt: skip
