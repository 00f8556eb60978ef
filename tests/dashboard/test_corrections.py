"""What people decide about reviews stays, is its owner's, and can be taken back."""

import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pandas as pd
import pytest

from dashboard.corrections import SKIPPED, Corrections, training_file
from dashboard.jobs.journal_error import JournalError
from dashboard.results import NEGATIVE, POSITIVE


def test_the_last_word_holds_and_outlives_the_program(tmp_path: Path) -> None:
    Corrections(tmp_path).decide("so-so", SKIPPED)
    Corrections(tmp_path).decide("fine", POSITIVE)
    Corrections(tmp_path).decide("so-so", NEGATIVE)
    assert Corrections(tmp_path).decided() == {"fine": POSITIVE, "so-so": NEGATIVE}


def test_what_is_taken_back_leaves_nothing(tmp_path: Path) -> None:
    kept = Corrections(tmp_path)
    kept.decide("a secret review", POSITIVE)
    kept.forget("a secret review")
    assert kept.decided() == {}
    assert b"secret" not in (tmp_path / "corrections.sqlite3").read_bytes()


def test_nobody_else_may_read_them_in_a_folder_that_is_open(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Corrections(tmp_path).decide("a secret review", POSITIVE)
    assert (tmp_path / "corrections.sqlite3").stat().st_mode & 0o777 == 0o600


def test_a_word_is_its_owners(tmp_path: Path) -> None:
    kept = Corrections(tmp_path)
    kept.decide("fine", POSITIVE, "ada")
    kept.decide("fine", NEGATIVE, "bob")
    kept.forget_all("bob")
    assert kept.decided("ada") == {"fine": POSITIVE}
    assert kept.decided("bob") == kept.decided() == {}


def test_a_training_file_may_be_of_some_texts_only() -> None:
    decided = {"fine": POSITIVE, "dull": NEGATIVE, "so-so": SKIPPED, "elsewhere": POSITIVE}
    table = pd.read_parquet(io.BytesIO(training_file(decided, ["dull", "fine", "so-so"])))
    assert dict(zip(table["text"], table["label"], strict=True)) == {"fine": 1, "dull": 0}


def test_a_file_that_is_none_of_ours_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "corrections.sqlite3").write_text("not a database, but long enough to be read" * 9)
    with pytest.raises(JournalError, match="SENTIMENT_DATA_DIR"):
        Corrections(tmp_path)


def test_a_full_disk_is_told_in_a_sentence_and_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Corrections(tmp_path)
    kept.decide("fine", POSITIVE)

    def small(path: Path, timeout: float) -> sqlite3.Connection:
        db = opened(path, timeout=timeout)
        db.execute("PRAGMA max_page_count = 1")  # SQLite's own "disk is full": as it is, no more
        return db

    opened = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", small)
    with pytest.raises(JournalError, match="disk is full"):
        kept.decide("a long story " * 5_000, NEGATIVE)
    monkeypatch.undo()
    assert kept.decided() == {"fine": POSITIVE}
    with closing(sqlite3.connect(tmp_path / "corrections.sqlite3")) as db:
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
