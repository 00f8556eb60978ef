"""Training sentences made by rules: the labels are right, balanced and never one word's doing."""

import random
import re
from collections import Counter

import pytest

from model.behaviour import load_cases
from model.contract import emoji
from model.synthetic import SyntheticText, patterns, texts
from model.synthetic.grammar import Speaker, table
from model.synthetic.variation import tidy
from model.text.tokenizer import split

N = 6000
GOOD = "(good|great|nice|impressive|lovely|funny|interesting|special|appealing|satisfying)"
BAD = "(bad|poor|weak|boring|dull|slow|annoying|disappointing|predictable|lame|frustrating)"


@pytest.fixture(scope="module")
def made() -> list[SyntheticText]:
    return texts(N, seed=1)


@pytest.fixture(scope="module")
def many() -> list[SyntheticText]:
    return texts(16 * N, seed=3)


def test_one_seed_gives_one_list(made: list[SyntheticText]) -> None:
    assert texts(N, seed=1) == made
    assert texts(N, seed=2) != made
    assert texts(100, seed=1) == made[:100]


def test_no_phrase_comes_twice(made: list[SyntheticText]) -> None:
    assert len({sentence.text.lower() for sentence in made}) == N


def test_good_and_bad_are_balanced(made: list[SyntheticText]) -> None:
    counts = Counter((sentence.positive > 0.5) - (sentence.positive < 0.5) for sentence in made)
    assert counts[1] / N == pytest.approx(0.46, abs=0.025)
    assert counts[-1] / N == pytest.approx(0.46, abs=0.025)
    assert counts[0] / N == pytest.approx(0.08, abs=0.02)


def test_a_not_decides_nothing(made: list[SyntheticText]) -> None:
    negated = [
        sentence.positive
        for sentence in made
        if re.search(r"\b(not|never|no|nothing|hardly)\b|n't\b", sentence.text.lower())
    ]
    assert len(negated) > 0.3 * N
    assert sum(negated) / len(negated) == pytest.approx(0.5, abs=0.04)


@pytest.mark.parametrize(
    "word", ["good", "great", "boring", "bad", "rude", "tasty", "slow", "a masterpiece"]
)
def test_a_polar_word_alone_decides_nothing(many: list[SyntheticText], word: str) -> None:
    labels = [p.positive for p in many if f" {word}" in f" {p.text.lower()}"]
    with_it, against_it = sum(p > 0.5 for p in labels), sum(p < 0.5 for p in labels)
    assert min(with_it, against_it) > 0.15 * len(labels) > 0


def test_swapping_the_words_turns_the_label() -> None:
    for pattern in patterns(neutral=False)[0]:
        assert (pattern.if_good - 0.5) * (pattern.if_bad - 0.5) < 0, pattern
        assert re.search(r"\{!?\w+\}", pattern.text), f"nothing to swap in {pattern}"


def test_every_pattern_can_be_said_of_everything() -> None:
    for domain in table("domains"):
        speaker = Speaker(random.Random(0), domain)
        for pattern in patterns(neutral=False)[0] + patterns(neutral=True)[0]:
            for good in (True, False):
                said = speaker.say(pattern.text, good)
                assert split(said)
                assert not re.search(r"[][{}|_]", said), pattern


@pytest.mark.parametrize(
    ("form", "positive"),
    [
        (rf"not {GOOD}( at all)?", False),
        (rf"not {BAD}( at all)?", True),
        (rf"(the|this|it) ?\w* (isn't|wasn't|is not|was not) {GOOD}", False),
        (rf"(the|this|it) ?\w* (isn't|wasn't|is not|was not) {BAD}", True),
        (rf"nothing about [a-z ]* (is|was) {GOOD}", False),
        (rf"nothing about [a-z ]* (is|was) {BAD}", True),
        (r"(it|this) (lacks|is devoid of) (charm|style|humor|quality)", False),
        (r"i (didn't|did not) (like|love|enjoy) (it|this \w+)", False),
        (r"i (didn't|did not) (hate|dislike|regret) (it|this \w+)", True),
        (r"no (flaws|faults|problems|mistakes)", True),
        (r"i used to (like|love) this \w+, [a-z ]*", False),
        (r"i used to (hate|dislike) this \w+, [a-z ]*", True),
        (r"(al|even )?though the [a-z ]+ (is|was|are|were) [a-z]+, i (lov|lik|enjoy)ed it", True),
        (r"(al|even )?though the [a-z ]+ (is|was|are|were) [a-z]+, i (hat|dislik)ed it", False),
        (r"(worse|even worse) than \w+( \w+)?", False),
        (r"(9|10)/10", True),
        (r"(1|2)/10", False),
    ],
)
def test_what_a_reader_would_say(many: list[SyntheticText], form: str, positive: bool) -> None:
    labels = [p.positive for p in many if re.fullmatch(form + r"[.!]*", p.text.lower())]
    assert labels, "no sentence has this form"
    assert all((label > 0.5) == positive for label in labels)


@pytest.mark.parametrize(
    ("said", "tidied"),
    [
        ("a uninspired film.", "An uninspired film."),
        ("a unique film.", "A unique film."),
        ("a honest, useful tool. a useful one.", "An honest, useful tool. A useful one."),
        ("nice try...", "Nice try..."),
        ("more good. why?.", "Better. Why?"),
    ],
)
def test_tidy(said: str, tidied: str) -> None:
    assert tidy(said) == tidied


def test_facts_are_neutral(many: list[SyntheticText]) -> None:
    fact = re.compile(
        r"(I bought the|The film is set in|It is a film from) [a-z0-9 ]*\.",
        re.IGNORECASE,
    )
    assert {p.positive for p in many if fact.fullmatch(p.text)} == {0.5}


def test_emoji_have_the_feeling_of_their_phrase(many: list[SyntheticText]) -> None:
    for some, side in ((emoji.PLEASED, True), (emoji.DISPLEASED, False)):
        said = set(some) - set("✅✔✓❌✗✘")  # which answer what a form asks: "Damaged: ✓"
        labels = [p.positive > 0.5 for p in many if said & set(p.text)]
        assert len(labels) > 0.005 * len(many)
        assert labels == [side] * len(labels)
    alone = {p.positive for p in many if p.text and not set(p.text) - set(emoji.EITHER)}
    assert alone == {0.5}


def test_an_emoji_is_on_one_side_and_one_character() -> None:
    assert len(set(emoji.FEELINGS)) == len(emoji.FEELINGS)
    assert split(emoji.FEELINGS) == list(emoji.FEELINGS)


TOPICS = [*table("domains"), "any"]


@pytest.mark.parametrize("topic", TOPICS)
def test_remarks_are_as_many_good_as_bad_and_said_once(topic: str) -> None:
    good, bad = remarks(topic, "good"), remarks(topic, "bad")
    assert len({*good, *bad}) == len(good) + len(bad)
    assert len(good) == pytest.approx(len(bad), rel=0.1)


def test_no_remark_is_a_text_that_tests() -> None:
    cases = {case.text.lower().rstrip(".!") for case in load_cases()}
    said = {
        remark for topic in TOPICS for side in ("good", "bad") for remark in remarks(topic, side)
    }
    assert not cases & said


def remarks(topic: str, side: str) -> list[str]:
    return [remark.lower() for remark in table(f"remarks/{topic}")[side]]


def test_nobody_returns_a_film() -> None:
    of_all, of_stories = (patterns(neutral=False, of_stories=only)[0] for only in (False, True))
    left_out = {pattern.text for pattern in of_all} - {pattern.text for pattern in of_stories}
    assert "{rid}." in left_out
    assert "{S} {be} {strong}." not in left_out
