"""Logit to probability to verdict."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.artifact import DEFAULT_ARTIFACT, load_artifact
from model.contract.limits import UNCERTAIN_BELOW
from model.network.calibration import Calibration

CALIBRATION = Calibration(temperature=2.0, uncertain_below=0.7)


def test_probability_is_the_tempered_sigmoid() -> None:
    assert CALIBRATION.probability(0) == 0.5
    assert CALIBRATION.probability(2 * math.log(3)) == pytest.approx(0.75)


@given(st.floats(allow_nan=False))
def test_any_logit_gives_a_probability(logit: float) -> None:
    probability = CALIBRATION.probability(logit)
    assert 0 <= probability <= 1
    assert CALIBRATION.probability(-logit) == pytest.approx(1 - probability)


@pytest.mark.parametrize(
    ("probability", "verdict"),
    [
        (0.9, ("positive", 0.9, False)),
        (0.1, ("negative", 0.9, False)),
        (0.69, ("positive", 0.69, True)),
        (0.5, ("positive", 0.5, True)),
        (0.7, ("positive", 0.7, False)),
    ],
)
def test_verdict(probability: float, verdict: tuple[str, float, bool]) -> None:
    assert CALIBRATION.verdict(probability) == verdict


def test_the_model_is_uncertain_where_the_contract_says() -> None:
    assert load_artifact(DEFAULT_ARTIFACT).calibration.uncertain_below == UNCERTAIN_BELOW
