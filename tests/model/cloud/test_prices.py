"""The estimates' arithmetic, against prices worked out by hand."""

import pytest

from model.cloud import prices
from tests.model.cloud.conftest import Run


def test_an_hour_and_a_second() -> None:
    assert prices.instance_hour("ml.c5.large") == 0.102
    assert prices.instance_hour("ml.unknown") is None
    assert prices.serverless_second(2048) == pytest.approx(0.00004)


def test_alarms_cost_as_well(registered: Run) -> None:
    """Two instances, and two alarms of ten cents a month."""
    said = registered("deploy --mode real-time --min-instances 2 --dry-run")
    assert f"Costs ${2 * 0.102 + 2 * 0.10 / 730:.3f} an hour" in said


def test_an_hour_of_serverless_work(registered: Run) -> None:
    said = registered("deploy --memory-mb 2048 --dry-run")
    assert f"${0.00004 * 3600:.3f} for an hour of work" in said


def test_a_price_that_is_not_known_is_said(registered: Run) -> None:
    said = registered("deploy --mode real-time --instance-type ml.c7i.large --dry-run")
    assert "and review-sentiment-dev, whose price is not in prices.toml" in said
