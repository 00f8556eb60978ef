"""Score a file without a browser; the same engine and journal as the dashboard's.

    python -m dashboard.jobs reviews.csv                     writes reviews-sentiment.csv
    python -m dashboard.jobs reviews.xlsx -o scored.parquet  the suffix says the format
    python -m dashboard.jobs reviews.csv --text "What was said" --headline Title

Stopped or killed, the same command goes on where it was. The API is SENTIMENT_API_URL, or the model
on this machine. The job stays in SENTIMENT_DATA_DIR, where the dashboard finds it, unless --forget.

Exit status: 0 all rows have their outcome, 1 some are missing (it says why), 2 nothing was started.
"""

import argparse
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from dashboard import wording
from dashboard.api.client import Client
from dashboard.api.embedded import EmbeddedStack
from dashboard.downloads.export import EXPORTS
from dashboard.jobs import cost, output_file
from dashboard.jobs.job import Job
from dashboard.jobs.journal import Journal
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.rows import Entry, Source
from dashboard.jobs.store import JobStore
from dashboard.jobs.texts import as_text
from dashboard.reading.any_file import doubt, guess_any_format, read_any_table
from dashboard.reading.roles import Roles, guess_roles
from dashboard.reading.text_encoding import UnreadableFile
from dashboard.settings import InvalidSettings, Settings

_TICK_S = 0.2


class NotStarted(Exception):
    """The command cannot be carried out; the message says why and what to do."""


def main() -> int:
    arguments = _arguments()
    try:
        output = _output(arguments)
        table, source = _read(arguments.file)
        roles = _roles(table, arguments.text, arguments.headline)
        settings = Settings.read(os.environ)
        journal = Journal(settings.data_dir)
    except (NotStarted, UnreadableFile, InvalidSettings, JournalError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    url = settings.api_url
    find_url = EmbeddedStack().url if url is None else lambda: url
    client = Client(find_url, api_key=settings.api_key)
    store = JobStore(journal, lambda: client)
    if url and len(table) >= cost.TRANSFORM_FROM:
        sys.stderr.write(_offer(arguments.file, as_text(table[roles.text])))
    try:
        with _stop_signals() as stopped:
            job = _job(store, table, roles, source)
            _follow(job, stopped)
    except JournalError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    status = _write(job, output)
    if arguments.forget and status == 0:
        store.delete(job.id)
    return status


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m dashboard.jobs", description="Score a file of reviews."
    )
    parser.add_argument("file", type=Path, help="CSV, TSV, TXT, XLSX, JSON Lines or Parquet")
    formats = ", ".join(f".{suffix}" for suffix in EXPORTS)
    parser.add_argument("-o", "--output", type=Path, help=f"where to write: {formats}")
    parser.add_argument("--text", metavar="COLUMN", help="the column of the reviews")
    parser.add_argument("--headline", metavar="COLUMN", help="what is read first; '' for none")
    parser.add_argument("--forget", action="store_true", help="delete the finished job's records")
    return parser.parse_args()


def _output(arguments: argparse.Namespace) -> Path:
    file: Path = arguments.file
    suffix = file.suffix if file.suffix[1:].lower() in EXPORTS else ".csv"
    output: Path = arguments.output or file.with_name(f"{file.stem}-sentiment{suffix}")
    if output.suffix[1:].lower() not in EXPORTS:
        raise NotStarted(f"{output} has to end in {', '.join('.' + name for name in EXPORTS)}.")
    if not output.parent.is_dir():
        raise NotStarted(f"There is no folder {output.parent}.")
    if output.is_dir():
        raise NotStarted(f"{output} is a folder. Name a file to write with -o.")
    if output.exists() and file.exists() and output.samefile(file):
        raise NotStarted(f"{output} is the file itself. Name another one with -o.")
    if not os.access(output.parent, os.W_OK):
        raise NotStarted(f"Nothing can be written to {output.parent}. Name another place with -o.")
    return output


def _read(file: Path) -> tuple[pd.DataFrame, Source]:
    if not file.exists() or file.is_dir():
        raise NotStarted(f"There is no file {file} here. Check its name, or give its whole path.")
    data = file.read_bytes()
    # A name may hold bytes that are no letters, which nothing can store or show.
    name = os.fsencode(file.name).decode("utf-8", "replace")
    file_format = guess_any_format(name, data)
    if doubtful := doubt(data, file_format):
        sys.stderr.write(f"{doubtful}\n")
    return read_any_table(data, file_format), Source.of(name, data)


def _roles(table: pd.DataFrame, text: str | None, headline: str | None) -> Roles:
    """As they are guessed, but for what was said."""
    guess = guess_roles(table)
    for name in (text, headline):
        if name and name not in table.columns:
            raise NotStarted(f"There is no column “{name}”. There are: {', '.join(table.columns)}.")
    text = text or guess.text
    headline = guess.headline if headline is None else headline
    return replace(guess, text=text, headline=headline if headline not in {"", text} else None)


def _offer(file: Path, column: pd.Series) -> str:
    dollars = wording.money(cost.batch_dollars(int(column.str.len().sum())))
    return (
        f"{len(column):,} rows are better scored on a machine of their own ({dollars}), by "
        f"SageMaker Batch Transform: {cost.transform_command(str(file), str(column.name))}\n"
    )


def _job(store: JobStore, table: pd.DataFrame, roles: Roles, source: Source) -> Job:
    """The one that was begun with this file and is not at its end; else a new one."""
    for entry in store.entries():
        of_this_file = entry.file_hash == source.sha256
        same = (entry.roles.text, entry.roles.headline) == (roles.text, roles.headline)
        if of_this_file and same and entry.state != "done" and (job := _found(store, entry)):
            if job.elsewhere or not _is_ours(store, job):
                raise JournalError("Another program is already scoring this file: follow it there.")
            return job
    return store.start(table, roles, source)


def _found(store: JobStore, entry: Entry) -> Job | None:
    """Also None if the job's table is gone: this file replaces it, and its answers are known."""
    with suppress(JournalError):
        return store.find(entry.id)
    return None


def _is_ours(store: JobStore, job: Job) -> bool:
    """Whether it runs here: if another program has just taken it, its end would not be seen."""
    return store.resume(job) or job.progress().state == "running" or job.ended.is_set()


def _follow(job: Job, stopped: threading.Event) -> None:
    """Until the job ends, in order if it is stopped."""
    columns = " and ".join(f"“{name}”" for name in (job.roles.headline, job.roles.text) if name)
    told = ""
    with tqdm(total=len(job.table), unit=" rows", desc=columns, mininterval=0.5) as bar:
        while not job.ended.wait(_TICK_S):
            bar.update(job.progress().done - bar.n)
            if job.trouble not in {"", told}:
                told = job.trouble
                bar.write(f"{told} Trying again.", file=sys.stderr)
            if stopped.is_set():
                job.stop("paused", "It was stopped.")
        bar.update(job.progress().done - bar.n)


def _write(job: Job, output: Path) -> int:
    try:
        sys.stderr.write(output_file.write(job, output))
    except output_file.NotWritten as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0 if job.progress().state == "done" else 1


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """Set by Ctrl+C and SIGTERM. After the block they interrupt as usual."""
    stopped = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda *_: stopped.set()) for number in numbers]
    try:
        yield stopped
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("Stopped. The same command goes on from there.")
