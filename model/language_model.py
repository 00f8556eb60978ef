"""LSTM language models of the reviews: what the large teacher knows before it sees a label.

One model reads forward, one reversed text; each learns to say the next word (Dai and Le 2015,
https://arxiv.org/abs/1511.01432). An LSTM with dropout of its recurrent weights and of whole
channels (Merity et al. 2017, https://arxiv.org/abs/1708.02182), an adaptive softmax (Grave et al.
2017, https://arxiv.org/abs/1609.04309). Reviews are joined to one text, shuffled anew each epoch,
with an end sign between, and read in rows side by side; what the LSTM remembers goes on from window
to window.

Arithmetic at full size (72,411 reviews, 20.0 M words, 60,000 of them different; an estimate): a
word costs 6 operations a weight that it meets, forward and backward. LSTM: 4 x 1024 x (400 + 1024)
= 5.8 M weights. Softmax: 1024 x 4002 for each word, 4.4 M more for the tenth of them beyond the
commonest 4,000: 4.6 M. So 63 MFLOP a word, 1.25 PFLOP an epoch: 10.5 s at 120 TFLOPS, 30 % of 400.
But time steps come one after the other: 20.0 M / 256 rows = 78,000 an epoch, each about 20
microseconds forward and 40 backward: 5 s, which may not overlap with the rest: 10 to 16 s. 20
epochs: 3.5 to 5 minutes a direction. A direction has 24 M + 5.8 M + 11 M weights: 0.7 GB with
gradients and Adam's moments; a batch of 20,480 words takes 2 GB more, mostly in the softmax.

Shapes: B rows, T words of a window, E embedding, H hidden units, L layers.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from model.ngrams import Ids
from model.stage import Stage, finish, finished, slanted
from model.tokenizer import PADDING

END = PADDING  # between two reviews; the number stands for no word


Memory = tuple[Tensor, Tensor]  # (L, B, H) hidden states, (L, B, H) cells


@dataclass(frozen=True)
class LanguagePlan:
    """What a language model is and how it learns."""

    n_embedding: int = 400
    n_hidden: int = 1024
    n_layers: int = 1
    epochs: int = 20
    batch_size: int = 256  # rows read side by side
    window: int = 80  # words that a gradient reaches back
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    word_dropout: float = 0.05  # of whole words
    input_dropout: float = 0.25  # of channels of the word vectors, the same for all words
    weight_dropout: float = 0.2  # of single weights from state to state
    output_dropout: float = 0.25  # of channels of the states


class Reader(nn.Module):
    """Word vectors and an LSTM that reads them in one direction."""

    def __init__(self, n_words: int, plan: LanguagePlan) -> None:
        super().__init__()
        self.plan = plan
        self.embedding = nn.Embedding(n_words, plan.n_embedding)
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        self.lstm = nn.LSTM(plan.n_embedding, plan.n_hidden, plan.n_layers, batch_first=True)

    def embed(self, ids: Tensor) -> Tensor:
        """(B, T) word numbers -> (B, T, E); dropped words are 0."""
        return functional.dropout1d(self.embedding(ids), self.plan.word_dropout, self.training)

    def forward(self, embedded: Tensor, memory: Memory | None = None) -> tuple[Tensor, Memory]:
        """(B, T, E) -> (B, T, H) states, and the memory after them."""
        kind = precision(embedded.device)
        vectors = _channel_dropout(embedded, self.plan.input_dropout, self.training).to(kind)
        weights = [self._dropped(name, w).to(kind) for name, w in self.lstm.named_parameters()]
        hidden, cells = memory or self.nothing(len(embedded))
        states, *after = torch.lstm(
            vectors, (hidden, cells), weights, True, self.plan.n_layers,
            self.plan.output_dropout if self.plan.n_layers > 1 else 0.0,  # between layers
            self.training, False, True,
        )  # fmt: skip
        return states, (after[0], after[1])

    def nothing(self, n_rows: int) -> Memory:
        device = self.embedding.weight.device
        shape = self.plan.n_layers, n_rows, self.plan.n_hidden
        zeros = torch.zeros(shape, dtype=precision(device), device=device)
        return zeros, zeros

    def _dropped(self, name: str, weight: Tensor) -> Tensor:
        if "weight_hh" not in name:
            return weight
        return functional.dropout(weight, self.plan.weight_dropout, self.training)


class LanguageModel(nn.Module):
    """A reader, and what it expects to read next."""

    def __init__(self, n_words: int, plan: LanguagePlan) -> None:
        super().__init__()
        self.plan = plan
        self.reader = Reader(n_words, plan)
        cutoffs = [n_words // 15, n_words // 3]  # word numbers go by frequency
        self.softmax = nn.AdaptiveLogSoftmaxWithLoss(plan.n_hidden, n_words, cutoffs)

    def forward(self, text: Tensor, memory: Memory) -> tuple[Tensor, Memory]:
        """(B, T + 1) word numbers -> mean loss of the last T, and the memory after them."""
        states, memory = self.reader(self.reader.embed(text[:, :-1]), memory)
        states = _channel_dropout(states, self.plan.output_dropout, self.training)
        loss: Tensor = self.softmax(states.float().flatten(0, 1), text[:, 1:].flatten()).loss
        return loss, memory


class _Kept(nn.Module):
    """The memory between two windows, as checkpoints keep it."""

    hidden: Tensor
    cells: Tensor

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        for name, part in zip(("hidden", "cells"), memory, strict=True):
            self.register_buffer(name, part.clone())

    def put(self, memory: Memory) -> None:
        self.hidden, self.cells = (part.detach() for part in memory)


def pretrain(
    plan: LanguagePlan, documents: list[Ids], n_words: int, backward: bool, seed: int, run: Path,
    checkpoint_steps: int, stop_at: float,
) -> LanguageModel | None:  # fmt: skip
    """Train to the end; None if `stop_at` (time.monotonic()) came first, with a checkpoint."""
    torch.manual_seed(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    model = LanguageModel(n_words, plan).to(device)
    if finished(run, model):
        return model
    n_read = sum(map(len, documents)) + len(documents)
    steps_each = (n_read // plan.batch_size - 1) // plan.window
    total = steps_each * plan.epochs
    kept = _Kept(model.reader.nothing(plan.batch_size))
    optimizer = torch.optim.AdamW(
        model.parameters(), plan.learning_rate, weight_decay=plan.weight_decay, fused=True
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: slanted(step, total))
    state: dict[str, Any] = {
        "model": model, "kept": kept, "optimizer": optimizer, "schedule": schedule,
    }  # fmt: skip
    stage = Stage(run, state, total, checkpoint_steps, stop_at)

    model.train()
    while stage.step < total:
        epoch, first = divmod(stage.step, steps_each)
        text = rows(documents, backward, plan.batch_size, 1000 * seed + epoch).to(device)
        for i in range(first, steps_each):
            torch.manual_seed(1_000_000 * seed + stage.step)  # the same dropout after a stop
            window = text[:, i * plan.window : (i + 1) * plan.window + 1]
            loss, memory = model(window, (kept.hidden, kept.cells))
            kept.put(memory)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if not stage.advance(loss):
                return None
    finish(run, model)
    return model


@torch.inference_mode()
def loss_on(model: LanguageModel, documents: list[Ids], backward: bool, n_rows: int = 32) -> float:
    """Mean loss a word, in nats: its exponential is the perplexity."""
    model.eval()
    text = rows(documents, backward, n_rows, 0).to(model.reader.embedding.weight.device)
    memory, sum_, window = model.reader.nothing(n_rows), 0.0, model.plan.window
    for start in range(0, text.shape[1] - 1, window):
        part = text[:, start : start + window + 1]
        loss, memory = model(part, memory)
        sum_ += loss.item() * (part.shape[1] - 1)
    return sum_ / (text.shape[1] - 1)


def rows(documents: list[Ids], backward: bool, n_rows: int, seed: int) -> Tensor:
    """(n_rows, T): the documents in random order as one text, cut into rows."""
    order = np.random.default_rng(seed).permutation(len(documents))
    end = np.array([END], np.int32)
    direction = -1 if backward else 1
    text = np.concatenate([part for d in order for part in (end, documents[d][::direction])])
    each = len(text) // n_rows
    return torch.from_numpy(text[: n_rows * each].reshape(n_rows, each)).long()


def precision(device: torch.device) -> torch.dtype:
    """What an LSTM computes in: bfloat16 where cuDNN takes it (torch 2.10 with cuDNN 9.13,
    https://github.com/pytorch/pytorch/pull/164411). No autocast: for an LSTM it means float16,
    whatever it is asked for, and that loses the smallest gradients."""
    takes_it = torch.cudnn_is_acceptable(torch.empty(1, dtype=torch.bfloat16, device=device))
    return torch.bfloat16 if takes_it else torch.float32


def _channel_dropout(values: Tensor, share: float, training: bool) -> Tensor:
    """(B, T, C): of each row some channels are 0 in every place."""
    return functional.dropout1d(values.transpose(1, 2), share, training).transpose(1, 2)
