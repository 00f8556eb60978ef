"""`python -m dashboard.jobs` where something is in the way: one sentence, and nothing is lost."""

import errno
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from dashboard.downloads.export import EXPORTS, Export
from dashboard.jobs import store
from dashboard.jobs.journal import Journal
from dashboard.jobs.rows import Entry, Source, new_entry
from dashboard.reading.roles import Roles
from model.contract.errors import ModelUnavailable
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all, refuse
from tests.dashboard.jobs.command_line import command, folder, write

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("folder")


def test_a_complete_file_is_not_replaced_by_less(
    monkeypatch: pytest.MonkeyPatch, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    write(["good film"])
    Path("in-sentiment.csv").write_text("of an earlier run")

    def interrupt(_: PredictionRequest) -> Reply:
        signal.raise_signal(signal.SIGTERM)
        return refuse(ModelUnavailable())

    api.answer = interrupt
    assert command(monkeypatch, "in.csv") == 1
    assert Path("in-sentiment.csv").read_text() == "of an earlier run"
    assert "in-sentiment.csv stays as it was. 0 of 1 rows" in capsys.readouterr().err


def test_a_signal_before_the_job_begins_is_heeded(
    monkeypatch: pytest.MonkeyPatch, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    def slowly(request: PredictionRequest) -> Reply:
        time.sleep(0.1)
        return answer_all(request)

    def terminated(table: pd.DataFrame, roles: Roles, source: Source, owner: None) -> Entry:
        signal.raise_signal(signal.SIGTERM)
        return new_entry(table, roles, source, owner)

    write([f"good film {i}" for i in range(12_000)])
    api.answer = slowly
    with monkeypatch.context() as begun:
        begun.setattr(store, "new_entry", terminated)
        assert command(begun, "in.csv") == 1
    assert "The same command goes on from here" in capsys.readouterr().err
    api.answer = answer_all
    assert command(monkeypatch, "in.csv") == 0


def test_while_it_waits_it_says_for_what(
    monkeypatch: pytest.MonkeyPatch, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    write(["good film"])
    waking = Reply(b"{}", 503, retry_after="1")
    api.answer = lambda request: waking if len(api.requests) < 3 else answer_all(request)
    assert command(monkeypatch, "in.csv") == 0
    said = capsys.readouterr().err
    assert said.count("answered with the error 503 (Service Unavailable). Trying again.") == 1


def test_rows_that_seem_merged_are_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [f"{i},a good film {i},5" for i in range(8)]
    lines = ["id,review,stars", *rows, '8,"oops,4', '9,"a bad one",1']
    Path("in.csv").write_text("\n".join(lines))
    assert command(monkeypatch, "in.csv") == 0
    assert "Line 11 looks like a row of its own" in capsys.readouterr().err


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    write(["good film"])
    with monkeypatch.context() as disk:
        disk.setitem(EXPORTS, "csv", Export("CSV", "text/csv", full))
        assert command(disk, "in.csv") == 1
    assert "cannot be written (No space left on device)" in capsys.readouterr().err
    assert [path.name for path in Path.cwd().glob("in*")] == ["in.csv"]
    n_asked = len(api.requests)
    assert command(monkeypatch, "in.csv") == 0
    assert len(api.requests) == n_asked


def paused(journal: Journal) -> Entry:
    """A job that the dashboard began with in.csv."""
    write(["a good film"])
    table = pd.read_csv("in.csv", dtype="str")
    source = Source.of("in.csv", Path("in.csv").read_bytes())
    entry = replace(new_entry(table, Roles("review"), source), state="paused")
    journal.add(entry, table)
    return entry


def test_a_job_whose_table_is_gone_begins_anew(
    monkeypatch: pytest.MonkeyPatch, journal: Journal
) -> None:
    entry = paused(journal)
    (journal.folder / f"{entry.id}.parquet").unlink()
    assert command(monkeypatch, "in.csv") == 0


def test_a_name_that_is_no_text_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    name = os.fsdecode(b"caf\xe9.csv")
    write(["a good film"], name)
    assert command(monkeypatch, name, "-o", "out.csv") == 0


def test_who_takes_a_job_first_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, journal: Journal, capsys: pytest.CaptureFixture[str]
) -> None:
    entry = paused(journal)
    with journal.runner(entry.id):  # the dashboard, just after the command saw the job paused
        assert command(monkeypatch, "in.csv") == 2
    assert "already scoring this file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv"], "no file none.csv here. Check its name"),
        (["folder.csv"], "no file folder.csv here. Check its name"),
        (["in.csv", "-o", "folder.csv"], "folder.csv is a folder. Name a file"),
        (["in.csv", "-o", "../{folder}/in.csv"], "in.csv is the file itself. Name another"),
        (["in.csv", "-o", "out.doc"], "has to end in .csv, .xlsx, .jsonl, .parquet"),
        (["in.csv", "-o", "nowhere/out.csv"], "no folder nowhere"),
        (["in.csv", "--text", "comment"], "There are: review"),
        (["empty.csv"], "The file is empty"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    api: Api,
    arguments: list[str],
    sentence: str,
) -> None:
    write(["a good film"])
    Path("empty.csv").write_text("")
    Path("folder.csv").mkdir()
    arguments = [argument.format(folder=Path.cwd().name) for argument in arguments]
    assert command(monkeypatch, *arguments) == 2
    assert sentence in capsys.readouterr().err
    assert not api.requests
    assert not list(Path.cwd().glob("*.part"))
