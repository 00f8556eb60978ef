"""How network and n-grams are mixed: planted shares are found again."""

import numpy as np
import pytest

from model.training import assemble
from model.training.assemble import Mix


def test_the_mix_is_found_again() -> None:
    rng = np.random.default_rng(0)
    network, ngrams = rng.normal(0, 2, (2, 60_000))
    lengths = rng.integers(5, 600, 60_000)
    planted = Mix(of_network=0.8, of_ngrams=0.5, power=0.3, bias=-0.2)
    chance = 1 / (1 + np.exp(-planted.logits(network, ngrams, lengths)))
    labels = (rng.random(60_000) < chance).astype(np.int64)
    found = assemble._mix(network, ngrams, lengths, labels)
    assert tuple(found) == pytest.approx(tuple(planted), abs=0.05)
