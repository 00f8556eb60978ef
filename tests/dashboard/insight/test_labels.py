"""What labels mean, as the files of other people have them."""

import pytest

from dashboard.insight.labels import guess_meaning
from dashboard.results import NEGATIVE, POSITIVE

FILES = {
    "a number that is none": "1 0 nan",
    "infinite": "1 0 inf",
    "words": "pos neg neutral",
    "German words": "Gut Schlecht gemischt",
    "capitals and spaces": "POSITIVE| Negative |Neutral",
    "two numbers": "1 0",
    "a signed scale": "1 -1 0",
    "decimals": "2.0 1.0",
    "tweets": "4 0 2",
    "three classes": "2 0 1",
    "stars": "5 1 3",
    "many stars": "8 2 5",
    "truth": "True False",
    "not": "recommend|not recommend|unsure",
    "not bad": "not bad|not good|",
    "thumbs": "👍 👎 🤷",
    "fastText": "__label__2 __label__1",
}


@pytest.mark.parametrize("name", FILES)
def test_the_first_is_positive_the_second_negative_and_a_third_neither(name: str) -> None:
    labels = FILES[name].split("|" if "|" in FILES[name] else " ")
    assert list(guess_meaning(labels).values()) == [POSITIVE, NEGATIVE, None][: len(labels)]


def test_all_places_of_a_scale() -> None:
    five = guess_meaning(["1", "2", "3", "4", "5"])
    assert list(five.values()) == [NEGATIVE, NEGATIVE, None, POSITIVE, POSITIVE]
    assert list(guess_meaning(["4", "5"]).values()) == [POSITIVE, POSITIVE]


@pytest.mark.parametrize("labels", [["apple", "pear"], ["12345", "-7"], ["nan", "inf"], [""], []])
def test_what_says_nothing_is_neither(labels: list[str]) -> None:
    assert guess_meaning(labels) == dict.fromkeys(labels)
