"""`deploy` once more, where an earlier one failed or was stopped before its end."""

import time
from types import SimpleNamespace

import pytest
from moto.sagemaker.models import FakeEndpoint, sagemaker_backends

from model.cloud import waiting
from model.cloud.account import Account
from tests.model.cloud.conftest import Run, refusal

NAME = "review-sentiment-dev"


@pytest.fixture
def made(registered: Run, account: Account) -> FakeEndpoint:
    """The endpoint inside moto, whose status a test may change."""
    registered("deploy")
    found: FakeEndpoint = sagemaker_backends[account.number]["us-east-1"].endpoints[NAME]
    return found


def test_one_that_failed_does_not_serve(run: Run, made: FakeEndpoint) -> None:
    made.endpoint_status = "Failed"
    said = refusal(run, "deploy")
    assert f"{NAME} is Failed" in said
    assert "Take it down first: `python -m model.cloud teardown --stage dev`" in said


def test_one_that_is_still_being_made_is_waited_for(
    run: Run, made: FakeEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses = []

    def come_to_life(seconds: float) -> None:
        pauses.append(seconds)
        made.endpoint_status = "InService"

    made.endpoint_status = "Creating"
    clock = SimpleNamespace(monotonic=time.monotonic, sleep=come_to_life)
    monkeypatch.setattr(waiting, "time", clock)
    assert f"{NAME} serves version 1" in run("deploy")
    assert len(pauses) == 1
