"""The voices of the large teacher: classifiers that start alike and learn from different things.

Together they are more right than each.
"""

import copy
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from model import teacher
from model.large_teacher.classifier import Classifier, logits_of, padded, shares_of
from model.large_teacher.language_model import Reader
from model.large_teacher.mixed_objective import ClassifierPlan, fine_tune
from model.large_teacher.prepared import Reviews
from model.teacher import Opinions

NAMES = ("labelled", "mixed", "taught")
ORDER = (("labelled", "mixed"), ("taught",))  # what can be learned at the same time
_SMOOTHING = 0.03  # of the labels, beside verdicts that are never certain


@dataclass(frozen=True)
class Plans:
    """How each voice learns."""

    labelled: ClassifierPlan = field(
        default_factory=lambda: ClassifierPlan(
            epochs=5, batch_size=96, thaw_steps=60, adversarial=0, virtual=0, entropy=0
        )
    )
    """From the labels alone."""
    mixed: ClassifierPlan = field(default_factory=ClassifierPlan)
    """From the labels, and by agreeing with itself on the other reviews."""
    taught: ClassifierPlan = field(
        default_factory=lambda: ClassifierPlan(epochs=7, virtual=0, entropy=0)
    )
    """From the labels, and from what `mixed` thinks of the other reviews."""


def train(
    plans: Plans, name: str, reviews: Reviews, forth: Reader, back: Reader, seed: int, run: Path,
    checkpoint_steps: int, stop_at: float,
) -> bool:  # fmt: skip
    """Train a voice and keep its logits of all reviews; False if time is up."""
    plan: ClassifierPlan = getattr(plans, name)
    folder, seed = run / name, seed + NAMES.index(name)
    if (folder / "logits.npz").exists():
        return True
    network = _beginner(plan, reviews, forth, back, seed)
    labels = _verdicts(run, reviews) if name == "taught" else reviews.labels
    trained = fine_tune(
        plan, network, reviews.training, labels, seed, folder, checkpoint_steps, stop_at
    )
    if trained is None:
        return False
    training = logits_of(trained, reviews.training, plan.max_tokens)
    validation = logits_of(trained, reviews.validation, plan.max_tokens)
    np.savez(folder / "part.npz", training=training, validation=validation)
    (folder / "part.npz").replace(folder / "logits.npz")
    return True


def heard(run: Path, name: str) -> Opinions:
    """What a voice has said."""
    with np.load(run / name / "logits.npz") as said:
        return Opinions(*(said[part].astype(np.float64) for part in ("training", "validation")))


def _beginner(
    plan: ClassifierPlan, reviews: Reviews, forth: Reader, back: Reader, seed: int
) -> Classifier:
    torch.manual_seed(seed)
    forth, back = copy.deepcopy(forth), copy.deepcopy(back)
    device = forth.embedding.weight.device
    shares = shares_of(reviews.training, forth.embedding.num_embeddings).to(device)
    network = Classifier(forth, back, shares, plan.n_hidden, plan.dropout).to(device)
    some = padded(reviews.training[:: len(reviews.training) // 512 + 1], plan.max_tokens)
    network.standardise(*(part.to(device) for part in some))
    return network


def _verdicts(run: Path, reviews: Reviews) -> NDArray[np.float32]:
    """(D,) the smoothed label, or else the calibrated probability of the voice `mixed`."""
    known = reviews.known_labels
    mixed = teacher.agreed([heard(run, "mixed")], known, reviews.validation_labels).training
    smoothed = known * (1 - 2 * _SMOOTHING) + _SMOOTHING
    return np.where(known >= 0, smoothed, 1 / (1 + np.exp(-mixed))).astype(np.float32)
