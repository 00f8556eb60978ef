"""A training run's folder: what it was started with, where it stands, and how it went."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import torch

from model.arrays import F32


class OtherRunError(Exception):
    """The folder holds a run with other settings, or nobody knows which; the message says more."""


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write a file so that, whenever the run is killed, none that is half written stays.

    It has the suffix of `path`, as NumPy adds one to names without.
    """
    part = path.with_suffix(f".part{path.suffix}")
    yield part
    part.replace(path)


def once(cache: Path, make: Callable[[], F32]) -> F32:
    """What takes minutes to make; a resumed run keeps its own."""
    if not cache.exists():
        made = make()
        with whole(cache) as part:
            np.save(part, made)
    stored: F32 = np.load(cache)
    return stored


def claim(run: Path, settings: dict[str, Any]) -> None:
    """Make the folder this run's own, or find it so. Raises OtherRunError.

    What a run keeps (word vectors, targets, weights) only fits the settings that made it.
    """
    run.mkdir(parents=True, exist_ok=True)
    path = run / "settings.json"
    if not path.exists():
        with whole(path) as part:
            part.write_text(json.dumps(settings, indent=1) + "\n", encoding="utf-8")
    started_with = _started_with(path)
    if differing := [name for name in settings if started_with.get(name) != settings[name]]:
        raise OtherRunError(
            f"{run} holds a run with another {', '.join(differing)}. "
            "Choose another folder with --run, or delete that one."
        )


def _started_with(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise OtherRunError(
            f"{path} is damaged. Choose another folder with --run, or delete that one."
        ) from error


def save(run: Path, state: dict[str, Any], step: int, loss: float) -> None:
    """Keep what has a state_dict, the random generator and the step, and add a line to the log."""
    parts = {name: part.state_dict() for name, part in state.items()}
    rng = torch.get_rng_state()
    with whole(run / "checkpoint.pt") as part:
        torch.save({"step": step, "rng": rng, **parts}, part)
    with (run / "log.jsonl").open("a") as log:
        log.write(json.dumps({"step": step, "loss": round(loss, 4)}) + "\n")


def resume(run: Path, state: dict[str, Any]) -> int:
    """Bring everything back to where the run stopped, and return that step; 0 for a new run."""
    if not (run / "checkpoint.pt").exists():
        return 0
    saved = torch.load(run / "checkpoint.pt", weights_only=True)
    for name, part in state.items():
        part.load_state_dict(saved[name])
    torch.set_rng_state(saved["rng"])
    print(f"going on from step {saved['step']} of {run}")
    return int(saved["step"])
