"""The curve of the verdict as the network reads on."""

import pytest

from dashboard.review import reading_curve
from model.contract.schema import Explanation, WordShare
from tests.columns import columns


def read(*so_far: float) -> Explanation:
    words = [
        WordShare(start=2 * i, end=2 * i + 1, share=0.1, so_far=p) for i, p in enumerate(so_far)
    ]
    text = "w " * len(so_far)
    return Explanation(
        text=text, altered=[], baseline=0, logit=0, words=columns(words), sentences=[]
    )


@pytest.mark.parametrize(
    ("so_far", "finding"),
    [
        ((0.6, 0.9), "On the positive side from the first word on"),
        ((0.2,), "On the negative side from the first word on"),
        ((0.4, 0.6, 0.4, 0.3), "On the negative side for good from word 3 of 4"),
    ],
)
def test_the_title_says_the_finding(so_far: tuple[float, ...], finding: str) -> None:
    explanation = read(*so_far)
    assert reading_curve.finding(explanation, uncertain=False) == finding
    assert reading_curve.chart(explanation, False, "light").to_dict()["title"] == finding
    assert reading_curve.finding(explanation, uncertain=True) == "Hard to tell in the end"


@pytest.mark.parametrize("n_words", [1, 299, 300, 301, 5_000])
def test_a_long_review_is_thinned_and_keeps_its_last_word(n_words: int) -> None:
    points = reading_curve.points(read(*[0.5] * (n_words - 1), 0.9))
    assert len(points) <= 300
    assert len(points) >= min(n_words, 150)
    assert points["word"].iloc[-1] == n_words
    assert points["so_far"].iloc[-1] == 0.9


@pytest.mark.parametrize(("last", "edge"), [(0.6, "low"), (0.4, "high")])
def test_the_name_of_the_zone_is_not_where_the_line_ends(last: float, edge: str) -> None:
    layers = reading_curve.chart(read(0.5, last), True, "light").to_dict()["layer"]
    named = next(layer for layer in layers if layer["mark"].get("text") == "hard to tell")
    assert named["encoding"]["y"]["field"] == edge
