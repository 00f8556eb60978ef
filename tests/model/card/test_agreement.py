"""How far what is served is from torch: the comparison, and what the card says of it."""

from dataclasses import replace

import numpy as np
import pytest

from model.artifact import Artifact
from model.card import tables
from model.card.agreement import Agreement, agreement, compare
from model.predict import Predictor

TEXTS = ["good film", "", "a dull and bad film", "not very good", "😶", "it's dull"]


def test_differences_and_labels_are_counted() -> None:
    served = np.array([0.1, 0.499, 0.5, 0.9])
    of_torch = np.array([0.101, 0.501, 0.5, 0.9])
    found = compare(served, of_torch)
    assert (found.n, found.other_labels) == (4, 1)
    assert found.largest == pytest.approx(0.002)
    assert found.tie == pytest.approx(0.001)
    assert found.of_99_percent < found.largest


def test_the_same_tables_agree_with_torch(artifact: Artifact) -> None:
    found = agreement(Predictor(artifact), artifact.weights, TEXTS)
    assert found.n == 4  # two have no word
    assert 0 < found.largest < 1e-4
    assert (found.other_labels, found.tie) == (0, 0)


def test_tables_that_cut_too_much_do_not(artifact: Artifact) -> None:
    cut = replace(artifact, largest_gates=artifact.largest_gates * np.float32(1000))
    assert agreement(Predictor(cut), cut.weights, TEXTS).largest > 1e-3


def test_the_card_says_how_near() -> None:
    alike = Agreement(25_000, 0.00271, 0.00098, 0, 0)
    assert tables.agreement(alike) == (
        "Over all 25,000 labelled reviews the probability differs from torch's by at most 0.0027, "
        "and in 99 % of them by at most 0.0010. All have the same label."
    )
    other = tables.agreement(replace(alike, other_labels=2, tie=0.0012))
    assert "The label differs in 2, where torch's probability is within 0.001 of" in other
