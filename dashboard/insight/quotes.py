"""Reviews worth reading: the extreme, the uncertain, those that their stars contradict."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from dashboard.results import NEGATIVE, POSITIVE
from dashboard.wording import percent

N_QUOTES = 5
_FEW_WORDS = 4  # “Great!” is as extreme as can be, and says nothing


def most_positive(frame: pd.DataFrame) -> pd.DataFrame:
    return _worth_reading(frame[frame["verdict"] == POSITIVE]).nlargest(N_QUOTES, "probability")


def most_negative(frame: pd.DataFrame) -> pd.DataFrame:
    return _worth_reading(frame[frame["verdict"] == NEGATIVE]).nsmallest(N_QUOTES, "probability")


def most_uncertain(frame: pd.DataFrame) -> pd.DataFrame:
    """The nearest to the middle that nobody has decided yet."""
    return frame[~frame["corrected"]].drop_duplicates("text").nsmallest(N_QUOTES, "confidence")


def contradictions(frame: pd.DataFrame) -> pd.DataFrame:
    """Where stars and text disagree, the surest first."""
    liked, verdict = frame["liked"], frame["verdict"].astype("str")
    against = (liked.eq(True) & verdict.eq(NEGATIVE)) | (liked.eq(False) & verdict.eq(POSITIVE))
    return frame[against.fillna(False).astype(bool)].sort_values(
        "confidence", ascending=False, kind="stable"
    )


def facts(review: Mapping[Hashable, Any], *more: str) -> str:
    """Where a review stands, and how it is judged: of a row of a review frame."""
    verdict = str(review["verdict"])
    told = [f"Row {review['row']:,}", *more]
    if review["corrected"]:
        told.append(f"{verdict}, as you decided")
    else:
        told += [verdict, f"{percent(review['probability'])} likely positive"]
    if "stars" in review and review["stars"] == review["stars"]:
        told.append(f"{review['stars']:g} of {review['most_stars']:g} stars")
        told += ["fewer are better"] * review["fewer_better"]
    if "group" in review:
        told.append(str(review["group"]))
    return " · ".join(told)


def _worth_reading(frame: pd.DataFrame) -> pd.DataFrame:
    told = frame[frame["words"] > _FEW_WORDS]
    return (told if len(told) else frame).drop_duplicates("text")
