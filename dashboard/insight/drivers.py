"""The words and phrases that push verdicts across the file, by the model's own word shares.

Not the most frequent words: a word counts by what it did to the verdict wherever it stood.
"""

import numpy as np
import pandas as pd

from dashboard.insight.each_word import each_word
from dashboard.insight.explained import Explained
from dashboard.insight.function_words import FUNCTION_WORDS, NEGATORS

N_DRIVERS = 10  # for each side
_LONGEST = 3  # words in a phrase, and a “not” before them
_SIGNAL = 2.0  # standard errors from nothing
_LEAST = 0.05  # of a logit: about one point of probability
_COMES_ALONG = 0.7  # of a word's reviews have the phrase too: then the phrase says it all
_ADDS = 1.15  # times a word's own effect, for its phrase to say more than the word
_NEARLY_ALL = 0.9  # of the reviews: what these share, a signature or a greeting, parts none of them


def drivers(explained: Explained) -> pd.DataFrame:
    """phrase, effect (mean share where it stands), reviews (of the sample), total, what adds most
    first; total is the mean share over all reviews of the file. Without what nearly all have."""
    found = _effects(explained)
    found = _told_apart(found[found["reviews"] < _NEARLY_ALL * explained.n])
    pushes = [found[found["total"] > 0], found[found["total"] < 0]]
    best = [_different(side, N_DRIVERS) for side in pushes]
    table = pd.concat(best).sort_values("total", ascending=False, ignore_index=True)
    return table[["phrase", "effect", "reviews", "total", "words"]]


def in_nearly_all(explained: Explained) -> list[str]:
    """Words that so many reviews have that they explain no difference."""
    words = explained.words
    told = each_word(words["word"], lambda word: word.str.len() > 1)
    told &= ~words["word"].isin(FUNCTION_WORDS)
    reviews = words[told].groupby("word")["row"].nunique()
    return [str(word) for word in reviews.index[reviews >= _NEARLY_ALL * explained.n]]


def example(explained: Explained, phrase: str, effect: float) -> pd.Series | None:
    """The sentence with the phrase that goes furthest in its direction."""
    words = phrases(explained.words, phrase.count(" ") + 1)
    places = words.loc[words["phrase"] == phrase, ["row", "sentence"]].drop_duplicates()
    sentences = explained.sentences.merge(places, on=["row", "sentence"])
    if sentences.empty:
        return None
    best: pd.Series = sentences.loc[(sentences["share"] * np.sign(effect)).idxmax()]
    return best


def phrases(words: pd.DataFrame, n: int) -> pd.DataFrame:
    """All n words in a row of one sentence: row, sentence, phrase, share (their sum)."""
    phrase, share = words["word"], words["share"].copy()
    is_word = each_word(words["word"], lambda word: word.str.contains(r"[^\W\d_]"))
    whole = is_word.copy()
    for step in range(1, n):
        following = words.shift(-step)
        whole &= (following["row"] == words["row"]) & (following["sentence"] == words["sentence"])
        whole &= is_word.shift(-step, fill_value=False)
        phrase, share = phrase + " " + following["word"], share + following["share"]
    found = words[["row", "sentence"]].assign(phrase=phrase, share=share, words=n)
    return found[whole]


def _effects(explained: Explained) -> pd.DataFrame:
    """One row for each phrase in enough reviews whose effect is no accident."""
    every = pd.concat([_telling(explained.words, n) for n in range(1, _LONGEST + 2)])
    each = every.groupby(["phrase", "row"], as_index=False).agg(
        share=("share", "sum"), words=("words", "first")
    )
    each["pushed"] = each["share"] * each["row"].map(explained.weights)
    by = each.groupby("phrase").agg(
        effect=("share", "mean"), spread=("share", "std"), reviews=("row", "size"),
        pushed=("pushed", "sum"), words=("words", "first"),
    )  # fmt: skip
    by["total"] = by["pushed"] / explained.weights.sum()
    signal = by["effect"].abs() * np.sqrt(by["reviews"]) / by["spread"].clip(lower=1e-3)
    enough = by["reviews"] >= max(3, explained.n // 100)
    same_sign = np.sign(by["effect"]) == np.sign(by["total"])
    matters = (signal > _SIGNAL) & (by["effect"].abs() >= _LEAST)
    kept: pd.DataFrame = by[enough & matters & same_sign]
    places = each[each["phrase"].isin(kept.index)].groupby("phrase")["row"].agg(set)
    columns = ["effect", "reviews", "total", "words"]
    return kept[columns].assign(rows=places.reindex(kept.index)).reset_index()


def _telling(words: pd.DataFrame, n: int) -> pd.DataFrame:
    """Phrases that neither start nor end with a word that holds sentences together; “not” may
    start one, and has to start the longest."""
    first, last = words["word"], words["word"].shift(1 - n)
    opens = first.isin(NEGATORS) & (n > 1)
    if n <= _LONGEST:
        opens |= ~first.isin(FUNCTION_WORDS)
    closes = ~last.isin(FUNCTION_WORDS) & (last.str.len() > 1)
    found = phrases(words, n)
    return found[(opens & closes)[found.index]]


def _told_apart(found: pd.DataFrame) -> pd.DataFrame:
    """Drops the word where its phrases say it all, and the phrase that adds nothing to a word."""
    by = found.set_index("phrase")
    around: dict[str, list[str]] = {}
    for phrase in by.index[by["words"] > 1]:
        for inner in {*_inner(str(phrase))} & {*by.index}:
            around.setdefault(inner, []).append(str(phrase))
    dropped: set[str] = set()
    for inner in sorted(around, key=lambda inner: -by.words[inner]):
        if inner in dropped:
            continue
        same = [p for p in around[inner] if p not in dropped and _same_way(by, p, inner)]
        saying = [p for p in same if _says_more(by, p, inner)]
        covered: set[int] = set().union(*(by.rows[phrase] for phrase in saying))
        if len(covered) >= _COMES_ALONG * by.reviews[inner]:
            dropped.add(inner)
        else:
            dropped.update(phrase for phrase in same if phrase not in saying)
    return found[~found["phrase"].isin(dropped)]


def _same_way(by: pd.DataFrame, phrase: str, inner: str) -> bool:
    return bool(by.effect[phrase] * by.effect[inner] > 0)


def _says_more(by: pd.DataFrame, phrase: str, inner: str) -> bool:
    adds = abs(by.effect[phrase]) > _ADDS * abs(by.effect[inner])
    return bool(adds or by.reviews[phrase] >= _COMES_ALONG * by.reviews[inner])


def _different(side: pd.DataFrame, most: int) -> pd.DataFrame:
    """Those that add most; of two that overlap in the same places, such as “complete waste” and
    “waste of money”, the one that adds less is left out."""
    kept: dict[int, tuple[set[str], set[int]]] = {}
    order = side["total"].abs().sort_values(ascending=False, kind="stable").index
    for place, phrase, rows in side.loc[order, ["phrase", "rows"]].itertuples():
        words = set(phrase.split(" ")) - FUNCTION_WORDS
        if not any(words & other and _together(rows, there) for other, there in kept.values()):
            kept[place] = (words, rows)
        if len(kept) == most:
            break
    return side.loc[list(kept)]


def _together(one: set[int], other: set[int]) -> bool:
    return len(one & other) >= _COMES_ALONG * max(len(one), len(other))


def _inner(phrase: str) -> list[str]:
    words = phrase.split(" ")
    n = len(words)
    return [" ".join(words[i:j]) for i in range(n) for j in range(i + 1, n + 1) if j - i < n]
