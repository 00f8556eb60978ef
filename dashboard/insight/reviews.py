"""One frame for everything that follows: a row for each scored review, and what is known of it.

row          number in the file, from 1
text         the review; excerpt: its beginning, for a table
verdict      Positive, Hard to tell or Negative; a person's correction wins
probability  of positive; confidence: of the verdict
words        how long it is
corrected    whether a person has decided
flags        what the model noticed
length, sureness                bands, as categories
group, stars, label, date       where the file has such a column
rating, most_stars, fewer_better    of the stars: in words or bands, as categories; the most that
                                can be given; whether fewer of them are better, as with grades
place, liked                    from 0 for the worst to 1 for the best; whether they praise
"""

import re
from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from dashboard.jobs.texts import review_texts, strings
from dashboard.reading import cells
from dashboard.reading.roles import Roles
from dashboard.reading.star_scale import Scale, read_stars
from dashboard.results import VERDICTS, excerpts, verdict_names

LENGTHS = {
    10: "1–10 words", 25: "11–25 words", 50: "26–50 words", 100: "51–100 words",
    200: "101–200 words", 400: "201–400 words",
}  # fmt: skip
_LONGER = "over 400 words"
SURENESS = [f"{start}–{start + 5}%" for start in range(50, 100, 5)]
NO_GROUP = "(empty)"
SMALL_GROUPS = "(smaller ones)"
MOST_GROUPS = 500
_MOST_RATINGS = 11
_FIFTHS, _FEW = 5, 20  # of a scale; reviews of a rating, which tell too little by themselves
_LOWER, _UPPER = 1 / 3 + 1e-9, 2 / 3 - 1e-9  # 1 - 1 / 3 is not quite 2 / 3


def review_frame(
    table: pd.DataFrame,
    verdicts: pd.DataFrame,
    roles: Roles,
    corrections: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """`corrections` names the verdict a person gave to a text."""
    scored = (verdicts["status"] == "scored").to_numpy()
    texts = review_texts(table, roles)[scored].reset_index(drop=True)
    frame = pd.DataFrame({"row": np.flatnonzero(scored) + 1, "text": texts})
    frame["excerpt"] = excerpts(texts)
    judged = verdicts[scored].reset_index(drop=True)
    frame["probability"] = judged["positive_probability"]
    frame["confidence"] = judged["confidence"]
    frame["flags"] = judged["flags"]
    corrected = _corrected(texts, corrections or {})
    frame["corrected"] = corrected.notna()
    frame["verdict"] = _category(corrected.fillna(verdict_names(judged)), VERDICTS)
    # By spaces: near enough, and far faster than by words. Arrow takes twice as long.
    frame["words"] = [text.count(" ") + 1 for text in strings(texts)]
    frame["length"] = length_band(frame["words"])
    frame["sureness"] = sureness_band(frame["confidence"])
    used = {name for name in (roles.date, roles.group, roles.stars, roles.label) if name}
    return _with_roles(frame, table.loc[scored, list(used)].reset_index(drop=True), roles)


def _corrected(texts: pd.Series, corrections: Mapping[str, str]) -> pd.Series:
    """Missing where nobody has decided."""
    known = texts.isin(list(corrections))
    decided = pd.Series(pd.NA, index=texts.index, dtype="str")
    decided[known] = [corrections[text] for text in texts[known]]
    return decided


def _with_roles(frame: pd.DataFrame, table: pd.DataFrame, roles: Roles) -> pd.DataFrame:
    if roles.date:
        frame["date"] = cells.dates(table[roles.date], roles.day_first)
    if roles.group:
        named = table[roles.group].astype("str").fillna("").str.strip()
        frame["group"] = largest_groups(named.replace("", NO_GROUP))
    if roles.stars:
        frame["stars"], scale = read_stars(table[roles.stars])
        frame["most_stars"], frame["fewer_better"] = scale.high, roles.fewer_better
        frame["place"] = _place(frame["stars"], scale, roles.fewer_better)
        frame["liked"] = _liked(frame["place"])
        frame["rating"] = rating_band(frame["stars"], scale.high)
    if roles.label:
        frame["label"] = table[roles.label].astype("str").fillna("").str.strip()
    return frame


def largest_groups(named: pd.Series) -> pd.Series:
    """As categories; those beyond the largest together, for somebody may choose names of people."""
    largest = named.value_counts().index[:MOST_GROUPS]
    shown = named.where(named.isin(largest), SMALL_GROUPS)
    return shown.astype(pd.CategoricalDtype(sorted(shown.unique(), key=_as_people_sort)))


def _as_people_sort(name: str) -> tuple[bool, list[tuple[bool, int, str]]]:
    """Version 9 before version 10, and what is no name of a group last."""
    parts = re.findall(r"\d+|\D+", name.lower())
    numbered = [(not p.isdecimal(), int(p) if p.isdecimal() else 0, p) for p in parts]
    return name in (NO_GROUP, SMALL_GROUPS), numbered


def length_band(words: pd.Series) -> pd.Series:
    names = [*LENGTHS.values(), _LONGER]
    bands = pd.cut(words, [-1, *LENGTHS, np.inf], labels=names)
    return pd.Series(bands, index=words.index)


def sureness_band(confidence: pd.Series) -> pd.Series:
    """In steps of five per cent, the last one closed on both sides."""
    numbers = ((confidence * 100 + 1e-9) // 5 - 10).clip(0, len(SURENESS) - 1)
    return _category(numbers.map(dict(enumerate(SURENESS))), SURENESS)


def rating_band(stars: pd.Series, best: float) -> pd.Series:
    """Each number of stars, or fifths of a scale that has too many, or too few reviews of each."""
    counts = stars.value_counts()
    sparse = len(counts) > _FIFTHS and (counts < _FEW).mean() > 0.5 and counts.sum() >= 5 * _FEW
    if sparse or len(counts) > _MOST_RATINGS:
        step = best / 5
        ends = [step * i for i in range(6)]
        named = [f"{'over ' if a else ''}{a:g} to {b:g} stars" for a, b in pairwise(ends)]
        return pd.Series(pd.cut(stars, ends, labels=named, include_lowest=True), index=stars.index)
    known = sorted(stars.dropna().unique())
    names = {value: f"{value:g} star{'' if value == 1 else 's'}" for value in known}
    return _category(stars.map(names), list(names.values()))


def _place(stars: pd.Series, scale: Scale, fewer_better: bool) -> pd.Series:
    place = (stars - scale.low) / (scale.high - scale.low)
    return 1 - place if fewer_better else place


def _liked(place: pd.Series) -> pd.Series:
    """True in the upper third of the scale, False in the lower; missing between, and where none."""
    liked = pd.Series(pd.NA, index=place.index, dtype="boolean")
    return liked.mask(place >= _UPPER, True).mask(place <= _LOWER, False)


def _category(values: pd.Series, names: list[str]) -> pd.Series:
    return values.astype(pd.CategoricalDtype(names, ordered=True))
