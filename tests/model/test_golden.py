"""The command that writes the golden examples. The examples themselves: tests/golden.py."""

import sys
from pathlib import Path

import pytest

from model import golden

KEPT = golden.EXAMPLES


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the command writes here."""
    monkeypatch.setattr(golden, "EXAMPLES", tmp_path / "examples.json")
    monkeypatch.setattr(sys, "argv", ["golden.py"])
    return tmp_path / "examples.json"


def test_the_file_is_reproduced(written: Path) -> None:
    golden.main()
    assert written.read_bytes() == KEPT.read_bytes()


@pytest.mark.parametrize("option", ["--help", "--artifact", "x"])
def test_no_option_writes_anything(
    option: str, written: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["golden.py", option])
    with pytest.raises(SystemExit):
        golden.main()
    assert not written.exists()


def test_no_model_is_one_sentence(
    written: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(golden, "DEFAULT_ARTIFACT", tmp_path)
    with pytest.raises(SystemExit, match="not a model artifact"):
        golden.main()
    assert not written.exists()


def test_numbers_are_as_exact_as_they_are_compared() -> None:
    assert golden.rounded({"a": [0.123456, "0.123456", 7, True], "b": -0.00001}) == {
        "a": [0.1235, "0.123456", 7, True],
        "b": 0.0,
    }
