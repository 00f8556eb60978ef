"""Which numbers of a column are stars, and of which scale."""

import pandas as pd
import pytest

from dashboard.reading.star_scale import read_stars


@pytest.mark.parametrize(
    ("given", "scale"),
    [
        ("5", (1, 5)), ("4", (1, 5)), ("6 1", (1, 6)), ("7", (1, 7)), ("9", (1, 10)),
        ("80", (0, 100)), ("0 7 10", (0, 10)), ("0.5 4", (0, 5)), ("1 40 99", (0, 100)),
    ],
)  # fmt: skip
def test_the_scale_of_stars(given: str, scale: tuple[int, int]) -> None:
    assert read_stars(pd.Series(given.split()))[1] == scale


@pytest.mark.parametrize(
    ("scale", "code"),
    [(5, "99"), (5, "999"), (5, "9"), (5, "8"), (5, "0"), (5, "-1"), (7, "9"), (7, "0"), (10, "99"),
     (3, "9")],
)  # fmt: skip
def test_what_stands_apart_from_the_scale_is_no_answer(scale: int, code: str) -> None:
    given = [str(1 + i % scale) for i in range(60)]
    stars, found = read_stars(pd.Series([*given, *[code] * 20]))
    assert stars.isna().tolist() == [False] * 60 + [True] * 20
    assert found == (1, max(5, scale))


@pytest.mark.parametrize(
    "given", [range(11), range(1, 9), range(1, 10), range(5), [1, 2, 3, 4, 10], [0, 0.5, 1, 5]]
)
def test_what_belongs_to_the_scale_is_a_star(given: list[float]) -> None:
    stars, _ = read_stars(pd.Series([str(number) for number in given] * 20))
    assert stars.notna().all()
