"""`python -m dashboard.jobs`: a file in, a file out."""

import signal
import time
from pathlib import Path

import pandas as pd
import pytest

from dashboard.downloads.export import EXPORTS
from dashboard.jobs import cost
from model.contract.schema import PredictionRequest
from tests.dashboard.conftest import Api, Reply, answer_all
from tests.dashboard.jobs.command_line import command, folder, write

__all__ = ["folder"]
pytestmark = pytest.mark.usefixtures("folder")


def test_the_output_stands_beside_the_input_in_its_format(monkeypatch: pytest.MonkeyPatch) -> None:
    write(["a good film", "12", "a bad film"])
    assert command(monkeypatch, "in.csv") == 0
    table = pd.read_csv("in-sentiment.csv")
    assert table["review"].tolist() == ["a good film", "12", "a bad film"]
    assert table["status"].tolist() == ["scored", "no words", "scored"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("out.xlsx", pd.read_excel),
        ("out.parquet", pd.read_parquet),
        ("out.jsonl", lambda path: pd.read_json(path, lines=True)),
    ],
)
def test_the_suffix_says_the_format(
    monkeypatch: pytest.MonkeyPatch, name: str, read: object
) -> None:
    write(["a good film"])
    assert command(monkeypatch, "in.csv", "-o", name) == 0
    assert callable(read)
    assert read(name)["predicted_sentiment"].tolist() == ["positive"]


@pytest.mark.parametrize("suffix", ["parquet", "jsonl"])
def test_what_is_missing_comes_back_missing_and_what_is_empty_empty(
    monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    own = pd.DataFrame(
        {"review": ["a good film", "", None], "branch": [None, "north", ""]}, dtype="str"
    )
    Path(f"in.{suffix}").write_bytes(EXPORTS[suffix].to_bytes(own))
    assert command(monkeypatch, f"in.{suffix}") == 0
    file = f"in-sentiment.{suffix}"
    back = pd.read_parquet(file) if suffix == "parquet" else pd.read_json(file, lines=True)
    assert back["status"].tolist() == ["scored", "empty", "empty"]
    kept = [[None if pd.isna(cell) else cell for cell in back[name]] for name in own]
    assert kept == [["a good film", "", None], [None, "north", ""]]


def test_what_was_interrupted_goes_on_and_writes_what_there_is(
    monkeypatch: pytest.MonkeyPatch, api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    write([f"good film {i}" for i in range(12_000)])

    def interrupt(request: PredictionRequest) -> Reply:
        if request in api.requests[9:10]:  # one alone, however many come at once
            signal.raise_signal(signal.SIGTERM)
        if len(api.requests) >= 10:
            time.sleep(0.1)  # or all were answered before the command looks
        return answer_all(request)

    api.answer = interrupt
    assert command(monkeypatch, "in.csv") == 1
    assert "The same command goes on from here" in capsys.readouterr().err
    statuses = set(pd.read_csv("in-sentiment.csv")["status"])
    assert statuses == {"scored", "not scored"}
    api.answer = answer_all
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)  # as before the command
    assert command(monkeypatch, "in.csv") == 0
    asked = [review.text for request in api.requests for review in request.reviews]
    assert len(asked) == len(set(asked)) == 12_000


def test_a_very_large_file_is_scored_and_offered_a_machine_of_its_own(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cost, "TRANSFORM_FROM", 300)
    write(["a good film"] * 299)
    assert command(monkeypatch, "in.csv") == 0
    assert "Batch Transform" not in capsys.readouterr().err
    write(["a good film"] * 300, "two words.csv")
    assert command(monkeypatch, "two words.csv") == 0
    said = capsys.readouterr().err
    assert "about $0.01" in said
    assert "python -m model.cloud transform 'two words.csv' --column review --dry-run" in said
    assert len(pd.read_csv("two words-sentiment.csv")) == 300


def test_forgetting_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> None:
    write(["a good film"])
    assert command(monkeypatch, "in.csv", "--forget") == 0
    assert list(data_dir.glob("*.parquet")) == []


@pytest.mark.parametrize(
    ("options", "sent"),
    [
        ([], {"So good. a bad film", "So bad. a good film"}),
        (["--headline", ""], {"a bad film", "a good film"}),
        (["--text", "title"], {"So good", "So bad"}),
        (
            ["--text", "title", "--headline", "text"],
            {"a bad film. So good", "a good film. So bad"},
        ),
    ],
)
def test_headlines_are_found_and_can_be_chosen(
    monkeypatch: pytest.MonkeyPatch, api: Api, options: list[str], sent: set[str]
) -> None:
    Path("in.csv").write_text("title,text\nSo good,a bad film\nSo bad,a good film\n")
    assert command(monkeypatch, "in.csv", *options) == 0
    assert {review.text for asked in api.requests for review in asked.reviews} == sent
