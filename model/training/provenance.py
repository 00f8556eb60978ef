"""A training run's record: what it was trained on, with what settings and code, how it went."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import altair as alt
import pandas as pd

COMMIT = "SENTIMENT_COMMIT"  # tells the commit where there is no git, as in a container
_JOB = "TRAINING_JOB_NAME"  # set by SageMaker


def record(recipe: dict[str, Any], data_hash: str) -> dict[str, Any]:
    """What a trained model came from, for metrics.json."""
    job = {"job": os.environ[_JOB]} if _JOB in os.environ else {}
    return {"settings": recipe, "data_hash": data_hash, "commit": commit(), **job}


def commit() -> str:
    """The code's commit; a plus sign after it if files were changed since."""
    try:
        return _git("rev-parse", "--short=12", "HEAD") + (
            "+" if _git("status", "--porcelain", "-uno") else ""
        )
    except (OSError, subprocess.CalledProcessError):
        return os.environ.get(COMMIT, "unknown")


def _git(*arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words
        ["git", "-C", str(Path(__file__).parent), *arguments],  # noqa: S607
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stdout.strip()


def publish(run: Path, metrics: dict[str, Any]) -> None:
    """Write the run's metrics and the curve of its loss beside its checkpoints."""
    (run / "record.json").write_text(json.dumps(metrics, indent=1) + "\n", "utf-8")
    curve(pd.read_json(run / "network" / "log.jsonl", lines=True)).save(run / "loss.svg")


def curve(log: pd.DataFrame) -> alt.Chart:
    """The training loss by step, from the columns step and loss."""
    chart: alt.Chart = (
        alt.Chart(
            log, title=f"The loss fell to {log.loss.tail(5).mean():.3f}", width=560, height=260
        )
        .mark_line()
        .encode(
            alt.X("step", title="step"),
            alt.Y("loss", title="loss of a batch").scale(zero=False),
        )
    )
    return chart
