"""The training loop: one network, one set of examples, a plan."""

from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim import AdamW
from torch.optim.lr_scheduler import LambdaLR
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from model.arrays import F32, Ids
from model.network.qrnn import Network, ragged
from model.training.examples import Examples
from model.training.stage import Stage

_AT_ONCE = 256  # documents, to be read after training


@dataclass(frozen=True)
class Plan:
    """What a network is and how it learns."""

    n_hidden: int = 64
    epochs: int = 6
    batch_size: int = 64
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 200
    dropout: float = 0.3
    embedding_dropout: float = 0.15
    word_dropout: float = 0.1
    ema_decay: float = 0.998
    passage_share: float = 0.35  # of reviews, of which only one to three sentences are read
    max_tokens: int = 400  # of a longer review, the first third and the last two thirds of this


def fit(
    plan: Plan, examples: Examples, vectors: F32, seed: int, run: Path,
    checkpoint_steps: int, stop_at: float,
) -> Network | None:  # fmt: skip
    """Train to the end; None if `stop_at` (time.monotonic()) came first, with a checkpoint."""
    torch.manual_seed(seed)
    network = _beginner(plan, vectors)
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(plan.ema_decay))
    steps_each = -(-examples.per_epoch(plan.epochs) // plan.batch_size)
    total = steps_each * plan.epochs
    optimizer, schedule = _optimizer(network, plan, total)
    state: dict[str, Any] = {
        "network": network, "average": average, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    stage = Stage(run, state, total, checkpoint_steps, stop_at)

    network.train()
    while stage.step < total:
        epoch, first = divmod(stage.step, steps_each)
        batches = examples.batches(
            plan.batch_size, plan.passage_share, plan.max_tokens, (epoch, plan.epochs), seed
        )
        for reviews, targets in islice(batches, first, None):
            loss = _loss(network, reviews, torch.from_numpy(targets))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            if not stage.advance(loss):
                return None
    network.load_state_dict(average.module.state_dict())
    return network.cpu().eval()


def _beginner(plan: Plan, vectors: F32) -> Network:
    n_words, n_embedding = vectors.shape
    network = Network(
        n_words, n_embedding, plan.n_hidden, plan.dropout, plan.embedding_dropout,
        plan.word_dropout,
    )  # fmt: skip
    network.start_from(torch.from_numpy(vectors))
    return network.to("cuda" if torch.cuda.is_available() else "cpu")


def _optimizer(network: Network, plan: Plan, total: int) -> tuple[AdamW, LambdaLR]:
    optimizer = AdamW(
        network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay, fused=True
    )
    rate = partial(learning_rate_share, total=total, warm_up=plan.warm_up_steps)
    return optimizer, LambdaLR(optimizer, rate)


def _loss(network: Network, reviews: list[Ids], targets: Tensor) -> Tensor:
    device = network.embedding.weight.device
    ids, starts = (part.to(device) for part in ragged(reviews))
    return binary_cross_entropy_with_logits(network(ids, starts), targets.to(device))


def learning_rate_share(step: int, total: int, warm_up: int) -> float:
    """Up in a line, then down in a line to 2 %."""
    return min(1.0, (step + 1) / max(1, warm_up)) * max(0.02, 1 - step / total)


@torch.inference_mode()
def logits_of(network: Network, documents: list[Ids]) -> F32:
    """(D,) logits; documents of like length together."""
    logits = np.empty(len(documents), np.float32)
    order = np.argsort([len(ids) for ids in documents], kind="stable")
    for i in range(0, len(order), _AT_ONCE):
        chosen = order[i : i + _AT_ONCE]
        logits[chosen] = network(*ragged([documents[d] for d in chosen])).numpy()
    return logits
