"""Which scale the stars of a column are on, and which of its numbers are stars at all."""

from typing import NamedTuple

import pandas as pd

from dashboard.reading import cells

_TOPS = (5.0, 6.0, 7.0, 10.0)
_LONG = 100.0
_SLIPS = 0.005  # of the ratings: a 7 among fives
_TYPING_ERRORS = 0.05  # of the ratings, over 10: a 45 for 4.5, or a year
# How surveys write that there is no answer: beyond any scale, or just beyond a small one.
_FAR = {77, 88, 97, 98, 99, 777, 888, 997, 998, 999}
_NEAR = {0, 8, 9}
_ENOUGH = 20  # ratings, for a gap between them to mean something


class Scale(NamedTuple):
    low: float
    high: float


def read_stars(values: pd.Series) -> tuple[pd.Series, Scale]:
    """The stars as numbers, missing where there are none, and the scale that they are on."""
    numbers = cells.stars(values)
    answered = numbers[~numbers.isin(no_answers(numbers))]
    high = _high(answered)
    scale = Scale(0.0 if high == _LONG or answered.min() < 1 else 1.0, high)
    return answered.where(answered <= high).reindex(numbers.index), scale


def no_answers(numbers: pd.Series) -> set[float]:
    """What stands apart from an otherwise whole scale: 99 or 9 beside 1 to 5, or 0."""
    given = {float(number) for number in numbers.dropna().unique()}
    far = given & _FAR
    if max(given - far, default=_LONG) > _TOPS[-1]:
        return set()  # of 1 to 100 the 99 is a star
    top = len(given - far - _NEAR)
    whole = given - far - _NEAR == set(range(1, top + 1)) and top + 1 not in given
    if not whole or top < 3 or numbers.count() < _ENOUGH:
        return far
    return far | (given & _NEAR if top >= _TOPS[0] else given & _NEAR - {0})


def _high(stars: pd.Series) -> float:
    """5, 6, 7, 10 or 100 stars, by the most that was given, but for a few slips."""
    over_ten = stars > 10
    plausible = stars.mask(over_ten) if over_ten.sum() < _TYPING_ERRORS * stars.count() else stars
    surest = plausible.nlargest(1 + int(_SLIPS * stars.count()))
    most = surest.iloc[-1] if len(surest) else 0.0
    return next((top for top in _TOPS if most <= top), _LONG)
