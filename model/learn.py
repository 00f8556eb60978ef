"""The training loop: one network, one set of examples, a plan."""

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from tqdm import tqdm

from model import checkpoint
from model.examples import Examples
from model.network import Network, ragged
from model.ngrams import Ids


@dataclass(frozen=True)
class Plan:
    """What a network is and how it learns."""

    n_hidden: int = 64
    epochs: int = 8
    batch_size: int = 64
    learning_rate: float = 3e-3
    weight_decay: float = 0.01
    warm_up_steps: int = 200
    dropout: float = 0.3
    embedding_dropout: float = 0.15
    word_dropout: float = 0.1
    ema_decay: float = 0.998
    passage_share: float = 0.35  # of reviews, of which only one to three sentences are read
    max_tokens: int = 400  # of a longer review, the first third and the last two of this many


def fit(
    plan: Plan, examples: Examples, vectors: NDArray[np.float32], seed: int, run: Path,
    checkpoint_steps: int, stop_at: float,
) -> Network | None:  # fmt: skip
    """Train to the end; None if `stop_at` (time.monotonic()) came first, with a checkpoint."""
    torch.manual_seed(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    n_words, n_embedding = vectors.shape
    network = Network(
        n_words, n_embedding, plan.n_hidden, plan.dropout, plan.embedding_dropout,
        plan.word_dropout,
    ).to(device)  # fmt: skip
    network.start_from(torch.from_numpy(vectors))
    average = AveragedModel(network, multi_avg_fn=get_ema_multi_avg_fn(plan.ema_decay))
    optimizer = torch.optim.AdamW(
        network.parameters(), lr=plan.learning_rate, weight_decay=plan.weight_decay, fused=True
    )
    steps_each = -(-examples.per_epoch(plan.epochs) // plan.batch_size)
    total = steps_each * plan.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: learning_rate_share(step, total, plan.warm_up_steps)
    )
    state: dict[str, Any] = {
        "network": network, "average": average, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    run.mkdir(parents=True, exist_ok=True)
    step = checkpoint.resume(run, state)

    network.train()
    bar = tqdm(total=total, initial=step, desc=run.name, unit="step", smoothing=0.02)
    while step < total:
        epoch, skip = divmod(step, steps_each)
        epoch_batches = examples.batches(
            plan.batch_size, plan.passage_share, plan.max_tokens, (epoch, plan.epochs), seed
        )
        for i, (reviews, targets) in enumerate(epoch_batches):
            if i < skip:
                continue
            ids, starts = (part.to(device) for part in ragged(reviews))
            logits = network(ids, starts)
            loss = binary_cross_entropy_with_logits(logits, torch.from_numpy(targets).to(device))
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average.update_parameters(network)
            step += 1
            bar.update()
            if step % checkpoint_steps == 0 or step == total:
                bar.set_postfix(loss=f"{loss.item():.3f}")
                checkpoint.save(run, state, step, loss.item())
                if step < total and time.monotonic() > stop_at:
                    print(f"stopped at step {step} of {total}: run the same command to go on")
                    return None
    network.load_state_dict(average.module.state_dict())
    return network.cpu().eval()


def learning_rate_share(step: int, total: int, warm_up: int) -> float:
    """Up in a line, then down in a line to 2 %."""
    return min(1.0, (step + 1) / max(1, warm_up)) * max(0.02, 1 - step / total)


@torch.inference_mode()
def logits_of(network: Network, documents: list[Ids], at_once: int = 256) -> NDArray[np.float32]:
    """(D,) logits; documents of like length together."""
    logits = np.empty(len(documents), np.float32)
    order = np.argsort([len(ids) for ids in documents], kind="stable")
    for i in range(0, len(order), at_once):
        chosen = order[i : i + at_once]
        logits[chosen] = network(*ragged([documents[d] for d in chosen])).numpy()
    return logits
