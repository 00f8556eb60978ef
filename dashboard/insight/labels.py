"""What the labels of a file mean: words of several languages, and numbers of several scales."""

import re
from collections.abc import Iterable

from dashboard.reading.role_names import NEGATIVE_LABELS, POSITIVE_LABELS
from dashboard.results import NEGATIVE, POSITIVE

# fmt: off
# Where a column holds labels, these are clear; by themselves they do not make one.
_POSITIVE = POSITIVE_LABELS | {"true", "yes", "ja", "oui", "sí", "si", "like", "fresh", "label_1",
    "__label__2", "+", "👍"}
_NEGATIVE = NEGATIVE_LABELS | {"false", "no", "nein", "non", "dislike", "rotten", "label_0",
    "__label__1", "-", "−", "👎"}
_NUMBER = re.compile(r"[+-]?\d+([.,]\d+)?")
# From worst to best; the first that holds all of a file's numbers is taken for its own.
_SCALES = ((0, 1), (1, 2), (-1, 1), (0, 2), (1, 3), (0, 4), (1, 5), (-2, 2), (1, 10), (0, 10),
    (0, 100))
# fmt: on


def guess_meaning(labels: Iterable[str]) -> dict[str, str | None]:
    """What each label means; None for one that is neither, such as neutral."""
    names = list(labels)
    numbers = {name: number for name in names if (number := _number(name)) is not None}
    scale = _scale(numbers.values())
    return {
        name: _by_place(numbers[name], *scale) if scale and name in numbers else _by_word(name)
        for name in names
    }


def _number(name: str) -> float | None:
    return float(name.replace(",", ".")) if _NUMBER.fullmatch(name.strip()) else None


def _scale(numbers: Iterable[float]) -> tuple[int, int] | None:
    values = list(numbers)
    held = (scale for scale in _SCALES if all(scale[0] <= value <= scale[1] for value in values))
    return next(held, None)


def _by_place(number: float, worst: int, best: int) -> str | None:
    """The upper third of the scale is positive and the lower third negative, as with stars."""
    place = (number - worst) / (best - worst)
    return POSITIVE if place >= 2 / 3 else NEGATIVE if place <= 1 / 3 else None


def _by_word(name: str) -> str | None:
    word = name.strip().lower()
    if (opposite := word.removeprefix("not ")) != word and (said := _by_word(opposite)):
        return NEGATIVE if said == POSITIVE else POSITIVE
    return POSITIVE if word in _POSITIVE else NEGATIVE if word in _NEGATIVE else None
