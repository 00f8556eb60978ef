"""How the large teacher is fine-tuned: four losses at once, from labels and from reviews without.

Cross-entropy with the labels; the same with every word vector pushed in the direction that raises
it most (adversarial); for reviews without a label, agreement with the verdict before the push
(virtual adversarial; both Miyato et al. 2017, https://arxiv.org/abs/1605.07725) and little entropy
(all four: Sachan et al. 2019, https://arxiv.org/abs/2009.04007). For one logit its gradient is the
direction of both pushes, so one more backward pass finds it, without power iteration.

Shapes: D reviews to learn from, B of a batch, T words of the longest one, E embedding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.functional import binary_cross_entropy_with_logits as cross_entropy
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from model.arrays import F32, Ids
from model.large_teacher.classifier import Classifier, padded
from model.large_teacher.prepared import Reviews
from model.training.stage import Stage, finish, finished, slanted


@dataclass(frozen=True)
class Targets:
    """What is to be learned of reviews: 1, 0, between, or nan for nothing."""

    reviews: F32  # (D,)
    passages: Sequence[NDArray[np.floating]]  # of each passage of each review; empty: as its review


@dataclass(frozen=True)
class ClassifierPlan:
    """How the classifier is fine-tuned."""

    n_hidden: int = 64  # of the layer between pooled states and logit
    epochs: int = 8  # over the labelled reviews, each with as many others
    batch_size: int = 192  # reviews
    passage_share: float = 0.3  # of reviews, of which only a passage is read
    max_tokens: int = 600  # of a longer review, the first third and the last two thirds of this
    learning_rate: float = 1e-3  # of the new layers
    reader_rate: float = 0.5  # of that, for the layers that read
    embedding_rate: float = 0.5  # of that, for the word vectors
    thaw_steps: int = 100  # until those learn too; after twice as many, the word vectors
    weight_decay: float = 0.01
    dropout: float = 0.5  # of the pooled states
    ema_decay: float = 0.998
    push: float = 5.0  # Euclidean length, over a whole review; a word is sqrt(2 E) = 28 long
    adversarial: float = 1.0  # weights of the three other parts of the loss
    virtual: float = 1.0
    entropy: float = 1.0
    ramp_share: float = 0.2  # of the steps, over which these weights grow to what they are

    @property
    def with_others(self) -> bool:
        """Whether reviews without a label are read."""
        return self.virtual > 0 or self.entropy > 0


def fine_tune(
    plan: ClassifierPlan, network: Classifier, reviews: Reviews, targets: Targets, seed: int,
    run: Path, checkpoint_steps: int, stop_at: float,
) -> Classifier | None:  # fmt: skip
    """Train to the end; None if `stop_at` (time.monotonic()) came first, with a checkpoint."""
    if finished(run, network):
        return network.eval()
    device = network.shares.device
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(plan.ema_decay))
    steps_each = len(batches(reviews, targets, plan, 0))
    total = steps_each * plan.epochs
    optimizer, schedule = _optimizer(network, plan, total)
    state: dict[str, Any] = {
        "network": network, "average": average, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    stage = Stage(run, state, total, checkpoint_steps, stop_at)

    network.train()
    while stage.step < total:
        epoch, first = divmod(stage.step, steps_each)
        for read, aimed in batches(reviews, targets, plan, 1000 * seed + epoch)[first:]:
            torch.manual_seed(1_000_000 * seed + stage.step)  # the same dropout after a stop
            ids, lengths = padded(read, plan.max_tokens)
            aims = torch.from_numpy(aimed).to(device)
            ramp = min(1.0, stage.step / (plan.ramp_share * total + 1))
            loss = loss_of(network, ids.to(device), lengths.to(device), aims, plan, ramp)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            if not stage.advance(loss):
                return None
    network.load_state_dict(average.module.state_dict())
    finish(run, network)
    return network.eval()


def loss_of(
    network: Classifier, ids: Tensor, lengths: Tensor, targets: Tensor, plan: ClassifierPlan,
    ramp: float,
) -> Tensor:  # fmt: skip
    """The mixed objective. Targets: 1, 0, or nan for none."""
    embedded = network.embed(ids)
    logits = network.logits(embedded, lengths)
    verdicts, taught = torch.sigmoid(logits), ~targets.isnan()
    aims = torch.where(taught, targets, verdicts.detach())
    loss = _mean(cross_entropy(logits, aims, reduction="none"), taught)
    if not (plan.adversarial or plan.with_others):
        return loss
    pushed = network.logits(embedded + push(embedded, logits, targets, plan.push), lengths)
    of_pushed = cross_entropy(pushed, aims, reduction="none")
    entropy = functional.softplus(logits) - logits * verdicts
    others = _mean(of_pushed, taught) * plan.adversarial
    others += _mean(of_pushed, ~taught) * plan.virtual
    others += _mean(entropy, ~taught) * plan.entropy
    return loss + others * ramp


def push(embedded: Tensor, logits: Tensor, targets: Tensor, size: float) -> Tensor:
    """(B, T, 2E): for each review `size` long, away from its target; without one, its verdict."""
    (gradient,) = torch.autograd.grad(logits.sum(), embedded, retain_graph=True)
    verdicts = torch.where(targets.isnan(), (logits > 0).float(), targets)
    lengths = torch.linalg.vector_norm(gradient, dim=(1, 2)).clamp_min(1e-12)
    pushed: Tensor = (size * (1 - 2 * verdicts) / lengths)[:, None, None] * gradient
    return pushed


def _mean(values: Tensor, chosen: Tensor) -> Tensor:
    mean: Tensor = (values * chosen).sum() / chosen.sum().clamp_min(1)
    return mean


def _optimizer(
    network: Classifier, plan: ClassifierPlan, total: int
) -> tuple[torch.optim.Optimizer, LambdaLR]:
    """Rates by depth, and thawing from the top down, as in ULMFiT."""
    readers = (network.forth, network.back)
    parts = [
        list(network.head.parameters()),
        [weight for reader in readers for weight in reader.layers.parameters()],
        [reader.embedding.weight for reader in readers],
    ]
    rates = [plan.learning_rate * share for share in (1, plan.reader_rate, plan.embedding_rate)]
    groups = [{"params": part, "lr": rate} for part, rate in zip(parts, rates, strict=True)]
    optimizer = torch.optim.AdamW(groups, weight_decay=plan.weight_decay, fused=True)
    shares: list[Callable[[int], float]] = [
        partial(slanted, total=total, start=plan.thaw_steps * depth) for depth in range(len(parts))
    ]
    return optimizer, LambdaLR(optimizer, shares)


def batches(
    reviews: Reviews, targets: Targets, plan: ClassifierPlan, seed: int
) -> list[tuple[list[Ids], F32]]:
    """One epoch: every review with a target and as many others, if they are read, or a passage of
    it; about equally long ones together."""
    rng = np.random.default_rng(seed)
    taught = np.flatnonzero(~np.isnan(targets.reviews))
    n_others = len(taught) if plan.with_others else 0
    others = rng.permutation(np.flatnonzero(np.isnan(targets.reviews)))[:n_others]
    chosen = np.concatenate([taught, others])
    read, aims = [reviews.training[d] for d in chosen], targets.reviews[chosen]
    for i in np.flatnonzero(rng.random(len(chosen)) < plan.passage_share):
        cut = reviews.passages[chosen[i]]
        passage = rng.integers(len(cut))
        read[i] = cut[passage]
        if targets.passages:
            aims[i] = targets.passages[chosen[i]][passage]
    lengths = np.array([len(ids) for ids in read]) * rng.uniform(0.9, 1.1, len(read))
    parts = np.array_split(np.argsort(lengths), -(-len(read) // plan.batch_size))
    return [([read[i] for i in parts[p]], aims[parts[p]]) for p in rng.permutation(len(parts))]
