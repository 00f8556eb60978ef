"""What a change does to a text, and which verdicts it turns."""

from collections import Counter

import numpy as np
import pytest

from model.artifact import Artifact
from model.card.robustness import (
    CHANGES,
    Change,
    flips,
    look_alikes,
    no_punctuation,
    typos,
    zero_width,
)
from model.contract.clean import clean
from model.evaluate import judge_texts
from model.predict import Predictor

TEXT = "I can't say the film was good, but a person may copy each scene. It is not very dull! " * 3


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(0)


@pytest.mark.parametrize("change", [zero_width, look_alikes])
def test_cleaning_takes_disguises_back(change: Change, rng: np.random.Generator) -> None:
    changed = change(TEXT, rng)
    assert changed != TEXT
    assert clean(changed).text == clean(TEXT).text


def test_a_typo_in_each_twentieth_word(rng: np.random.Generator) -> None:
    changed = typos(TEXT, rng)
    moved = [(a, b) for a, b in zip(TEXT.split(), changed.split(), strict=True) if a != b]
    assert len(moved) == 3  # 54 words of two letters or more
    assert all(Counter(a) == Counter(b) for a, b in moved)


def test_a_text_without_words_stays(rng: np.random.Generator) -> None:
    assert typos("8/10 !", rng) == "8/10 !"
    assert typos("oo", rng) == "oo"


def test_apostrophes_are_no_punctuation(rng: np.random.Generator) -> None:
    assert no_punctuation("it's (not) bad...", rng).split() == ["it's", "not", "bad"]


def test_flips_by_hand(artifact: Artifact) -> None:
    predictor = Predictor(artifact)
    texts = [f"{a} the film was {b} {c}" for a in ("not", "very") for b in ("good", "bad")
             for c in ("!", ",", "it's dull", "fun")]  # fmt: skip
    verdict = artifact.calibration.verdict
    before = [verdict(p) for p in predictor.probabilities(texts).tolist()]
    change = no_punctuation
    bare = [change(text, np.random.default_rng(0)) for text in texts]
    after = [verdict(p) for p in predictor.probabilities(bare).tolist()]
    sure = [(a, b) for a, b in zip(before, after, strict=True) if not a.uncertain]
    labels = np.ones(len(texts), np.int64)
    every = flips(predictor, texts, labels, judge_texts(predictor, texts, labels))
    found = {one.name: one for one in every}
    assert found.keys() == CHANGES.keys()
    assert found["no punctuation"].n == len(sure)
    assert found["no punctuation"].turned == sum(a.sentiment != b.sentiment for a, b in sure)
    still_sure = sum(a.sentiment != b.sentiment and not b.uncertain for a, b in sure)
    assert found["no punctuation"].turned_certain == still_sure
    repaired = ("upper case", "Cyrillic look-alikes", "a zero-width space in every word")
    assert [found[name].turned for name in repaired] == [0, 0, 0]
