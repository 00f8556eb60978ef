"""What SageMaker makes of a training program's options, and back."""

import sys

import pytest

from model.arguments import arguments


def test_dots_come_back_and_variables_are_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRAINING_JOB_NAME", "job-1")
    words = ["--plan__epochs", "2", "--run", "/opt/ml/checkpoints/$TRAINING_JOB_NAME"]
    monkeypatch.setattr(sys, "argv", ["train.py", *words])
    assert arguments() == ["--plan.epochs", "2", "--run", "/opt/ml/checkpoints/job-1"]


def test_a_value_keeps_what_looks_like_a_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOB", "job__1")
    words = ["--plan__epochs=2", "--data=/tmp/my__data/x=y__z", "--run=/tmp/$JOB"]
    monkeypatch.setattr(sys, "argv", ["train.py", *words])
    assert arguments() == ["--plan.epochs=2", "--data=/tmp/my__data/x=y__z", "--run=/tmp/job__1"]
