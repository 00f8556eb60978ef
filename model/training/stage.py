"""One stage of a long run: goes on from its checkpoint, shows how far it is, stops in time.

A stage has a folder of its own: checkpoint.pt and log.jsonl (checkpoint.py) while it trains,
weights.pt once it is through.
"""

import time
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from tqdm import tqdm

from model.training import checkpoint


class Stage:
    """Counts the steps of a training loop. `state` is what its checkpoints hold."""

    def __init__(
        self, folder: Path, state: dict[str, Any], total: int, checkpoint_steps: int, stop_at: float
    ) -> None:  # fmt: skip
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self.state, self.total = folder, state, total
        self.checkpoint_steps, self.stop_at = checkpoint_steps, stop_at  # by time.monotonic()
        self.step = self._first = checkpoint.resume(folder, state)
        self._started = time.monotonic()
        self._bar = tqdm(
            total=total, initial=self.step, desc=folder.name, unit="step", mininterval=5
        )

    def advance(self, loss: Tensor) -> bool:
        """To be called after each step; False if the time is up, with a checkpoint."""
        self.step += 1
        self._bar.update()
        ended, late = self.step == self.total, time.monotonic() > self.stop_at
        if ended or late or self.step % self.checkpoint_steps == 0:
            self._bar.set_postfix(loss=f"{loss.item():.3f}")
            checkpoint.save(self.folder, self.state, self.step, loss.item())
        if ended or late:
            self._bar.close()
        if late and not ended:
            print(f"stopped at step {self.step} of {self.total} of {self.folder}: {self._left()}")
        return ended or not late

    def _left(self) -> str:
        seconds = (time.monotonic() - self._started) / (self.step - self._first)
        return f"about {seconds * (self.total - self.step) / 60:.1f} minutes left of this stage"


def finished(folder: Path, model: nn.Module) -> bool:
    """Whether the stage is through; the model then has its weights."""
    if not (folder / "weights.pt").exists():
        return False
    weights = torch.load(folder / "weights.pt", map_location="cpu", weights_only=True)
    model.load_state_dict(weights)
    return True


def finish(folder: Path, model: nn.Module) -> None:
    """Keep the weights; the checkpoint, with all that only training needs, goes."""
    with checkpoint.whole(folder / "weights.pt") as part:
        torch.save(model.state_dict(), part)
    (folder / "checkpoint.pt").unlink(missing_ok=True)


def slanted(step: int, total: int, start: int = 0) -> float:
    """The share of the learning rate: none before `start`, up in a line for a tenth of the steps,
    down in a line to 1 % (ULMFiT's slanted triangle, https://arxiv.org/abs/1801.06146)."""
    if step < start:
        return 0.0
    return min((step - start + 1) / max(0.1 * total, 1), 1.0) * max(1 - step / total, 0.01)
