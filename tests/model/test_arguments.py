"""What SageMaker makes of a training program's options, and back; how a program ends."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from model.arguments import arguments, start


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


def raising(error: BaseException) -> Callable[[], None]:
    def program() -> None:
        raise error

    return program


def test_a_mistake_is_one_sentence() -> None:
    with pytest.raises(SystemExit, match=r"^too small$"):
        start(raising(LookupError("too small")), LookupError)


def test_a_file_that_is_no_good_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match=r"gone/x: No such file or directory\.$"):
        start((tmp_path / "gone" / "x").read_bytes)


def test_a_fault_of_ours_is_not_hidden() -> None:
    with pytest.raises(KeyError):
        start(raising(KeyError("x")), ValueError)


@pytest.mark.parametrize("module", ["evaluate", "behaviour", "card", "train", "large_teacher"])
def test_ctrl_c_is_one_sentence(module: str) -> None:
    """As if it came while the options are read. test_train.py sends a real one."""
    program = f"""if True:
        import runpy, tyro
        def interrupted(*_, **__):
            raise KeyboardInterrupt
        tyro.cli = interrupted
        runpy.run_module("model.{module}", run_name="__main__", alter_sys=True)
    """
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 130
    assert done.stderr.strip().startswith("Stopped.")
    assert len(done.stderr.strip().splitlines()) == 1
