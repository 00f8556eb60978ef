"""The members of the large teacher: classifiers that start alike and learn from different things.

Together they are more right than each.
"""

import copy
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import numpy as np
import torch
from scipy.special import expit, logit

from model.arrays import F32, F64, Ids
from model.large_teacher.classifier import Classifier, logits_of, padded, shares_of
from model.large_teacher.language_model import Reader
from model.large_teacher.mixed_objective import ClassifierPlan, Targets, fine_tune
from model.large_teacher.prepared import Reviews
from model.training import checkpoint, teacher
from model.training.teacher import TeacherLogits

NAMES = ("labelled", "mixed", "taught")
# What can be learned at the same time: from the start, and after an earlier run.
ORDER: tuple[tuple[str, ...], ...] = (("labelled", "mixed"), ("taught",))
ORDER_AFTER: tuple[tuple[str, ...], ...] = (("labelled", "taught"),)
_SMOOTHING = 0.03  # of the labels, beside verdicts that are never certain
_LEAST = 0.5 / 255  # what a probability of 0 may have been before it was written down


@dataclass(frozen=True)
class Earlier:
    """What the members of an earlier run said; nothing, if there was none."""

    members: list[TeacherLogits]
    passages: list[F64]  # of each review's, how likely it stands in a positive one

    def of_passages(self, n: int) -> list[TeacherLogits]:
        """On the passages of the first n reviews, which are to learn from, and of the others."""
        if not self.passages:
            return []
        likely = (np.concatenate(part) for part in (self.passages[:n], self.passages[n:]))
        return [TeacherLogits(*(logit(part.clip(_LEAST, 1 - _LEAST)) for part in likely))]


@dataclass(frozen=True)
class Plans:
    """How each member learns."""

    labelled: ClassifierPlan = field(
        default_factory=lambda: ClassifierPlan(batch_size=96, thaw_steps=60, virtual=0, entropy=0)
    )
    """From the labels alone."""
    mixed: ClassifierPlan = field(default_factory=ClassifierPlan)
    """From the labels, and by agreeing with itself on the other reviews."""
    taught: ClassifierPlan = field(
        default_factory=lambda: ClassifierPlan(epochs=7, virtual=0, entropy=0)
    )
    """From the labels, and from what `mixed` thinks of the other reviews, or an earlier run of
    them and of all passages."""


def train(
    plans: Plans, name: str, reviews: Reviews, earlier: Earlier, forth: Reader,
    back: Reader, seed: int, run: Path, checkpoint_steps: int, stop_at: float,
) -> bool:  # fmt: skip
    """Train a member and keep its logits of all reviews and passages; False if time is up."""
    plan: ClassifierPlan = getattr(plans, name)
    folder, seed = run / name, seed + NAMES.index(name)
    if (folder / "logits.npz").exists():
        return True
    network = _untrained(plan, reviews, forth, back, seed)
    targets = Targets(reviews.labels, [])
    if name == "taught":
        of_reviews = teacher.soft_labels(
            earlier.members or [kept_logits(run, "mixed")],
            reviews.known_labels, reviews.validation_labels, _SMOOTHING,
        )  # fmt: skip
        targets = Targets(of_reviews, earlier.passages)
    trained = fine_tune(plan, network, reviews, targets, seed, folder, checkpoint_steps, stop_at)
    if trained is None:
        return False
    n, cut = len(reviews.training), reviews.passages

    def said(texts: Iterable[Ids]) -> F32:
        return logits_of(trained, list(texts), plan.max_tokens)

    with checkpoint.whole(folder / "logits.npz") as part:
        np.savez(
            part,
            training=said(reviews.training),
            validation=said(reviews.validation),
            training_passages=said(chain.from_iterable(cut[:n])),
            validation_passages=said(chain.from_iterable(cut[n:])),
        )
    return True


def kept_logits(run: Path, name: str, of: str = "") -> TeacherLogits:
    """What a member said of the reviews, or of their passages ("_passages")."""
    with np.load(run / name / "logits.npz") as said:
        parts = (said[f"{part}{of}"] for part in ("training", "validation"))
        return TeacherLogits(*(part.astype(np.float64) for part in parts))


def combined_passages(
    run: Path, names: tuple[str, ...], reviews: Reviews, earlier: Earlier
) -> list[F64]:
    """How likely each passage of each of the D + B reviews stands in a positive one, by these
    members and the earlier ones together; calibrated on the passages of the validation films."""
    n, counts = len(reviews.training), [len(cut) for cut in reviews.passages]
    combined = teacher.combined(
        [kept_logits(run, name, "_passages") for name in names] + earlier.of_passages(n),
        np.repeat(reviews.known_labels, counts[:n]),
        np.repeat(reviews.validation_labels, counts[n:]),
    )
    logits = np.concatenate([combined.training, combined.validation])
    return np.split(expit(logits), np.cumsum(counts)[:-1])


def _untrained(
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
