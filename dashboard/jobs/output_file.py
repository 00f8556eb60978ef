"""The file that `python -m dashboard.jobs` writes: whole, or not at all."""

from pathlib import Path

from dashboard import results
from dashboard.downloads.export import EXPORTS
from dashboard.jobs.job import Job, Progress


class NotWritten(Exception):
    """The file could not be written; the message says why and what to do."""


def write(job: Job, output: Path) -> str:
    """Every row with what became of it, and sentences that say so. Raises NotWritten."""
    progress = job.progress()
    said = [f"{n:,} rows: {why}" for why, n in results.reasons(job.outcomes())]
    if progress.state != "done" and output.exists():
        said.append(f"{output} stays as it was. {_unfinished(progress)}")
    else:
        _write(job, output)
        said.append(f"All {progress.total:,} rows are in {output}.")
        if progress.state != "done":
            said.append(_unfinished(progress))
    return "\n".join([*said, ""])


def _unfinished(progress: Progress) -> str:
    done = f"{progress.done:,} of {progress.total:,} rows have their outcome."
    return f"{done} {progress.why} The same command goes on from here."


def _write(job: Job, output: Path) -> None:
    table = results.annotated(job.table, results.verdicts(job.outcomes()))
    part = output.with_name(f"{output.name}.part")
    try:
        with part.open("wb") as file:
            EXPORTS[output.suffix[1:].lower()].write(table, file)
        part.replace(output)
    except OSError as error:
        raise NotWritten(
            f"{output} cannot be written ({error.strerror or error}). The verdicts are kept: make "
            "room, or name another place with -o, and the same command writes them."
        ) from error
    finally:
        part.unlink(missing_ok=True)
