"""The code of a training job: the package `model` without what training does not need."""

import shutil
from pathlib import Path

ENTRY = "model/train.py"
TEACHER = "model/large_teacher/__main__.py"
REQUIREMENTS = "requirements-job.txt"
# Each is run as a script: this makes it find its package, and nothing in its own folder.
_PATHS = {"PYTHONPATH": "/opt/ml/input/data/code", "PYTHONSAFEPATH": "1"}
_ROOT = Path(__file__).parents[3]
_LEFT_OUT = ("artifacts", "card", "cloud", "container", "server", "__pycache__")


def environment() -> dict[str, str]:
    """Of the job: where its code is, and which commit that is."""
    from model.training import provenance  # pandas and altair, for these commands alone

    return _PATHS | {provenance.COMMIT: provenance.commit()}


def stage(folder: Path) -> Path:
    """Put the code and what it needs, pinned by the lock, into the folder."""
    shutil.copytree(_ROOT / "model", folder / "model", ignore=shutil.ignore_patterns(*_LEFT_OUT))
    shutil.copy(_ROOT / "requirements.txt", folder / "lock.txt")
    (folder / REQUIREMENTS).write_text("-r model/requirements-train.txt\n-c lock.txt\n")
    return folder
