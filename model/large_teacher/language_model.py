"""Recurrent language models of the reviews: what the large teacher knows before it sees a label.

One model reads forward, one reversed text; each learns to say the next word (Dai and Le 2015,
https://arxiv.org/abs/1511.01432). Quasi-recurrent layers (gated_scan.py), as in MultiFiT
(Eisenschlos et al. 2019, https://arxiv.org/abs/1909.04761), with dropout of weights and of whole
channels (Merity et al. 2017, https://arxiv.org/abs/1708.02182), an adaptive softmax (Grave et al.
2017, https://arxiv.org/abs/1609.04309). Reviews are joined to one text, shuffled anew each epoch,
with an end sign between, and read in rows side by side; what the cells remember goes on from window
to window.

Shapes: B rows, T words of a window, E embedding, H hidden units, L layers.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.arrays import Ids
from model.large_teacher.gated_scan import gated_scan
from model.large_teacher.text import Text
from model.training.stage import Stage, finish, finished, slanted

Memory = tuple[Tensor, Tensor]  # (B, E) the last word's vector, (L, B, H) cells

_ROWS = 32  # read beside each other


@dataclass(frozen=True)
class LanguagePlan:
    """What a language model is and how it learns."""

    n_embedding: int = 400
    n_hidden: int = 1024
    n_layers: int = 3
    epochs: int = 16
    batch_size: int = 256  # rows read side by side
    window: int = 128  # words that a gradient reaches back
    learning_rate: float = 2e-3
    weight_decay: float = 0.01
    word_dropout: float = 0.05  # of whole words
    input_dropout: float = 0.25  # of channels of the word vectors, the same for all words
    weight_dropout: float = 0.1  # of single weights of the gates
    hidden_dropout: float = 0.2  # of channels between layers
    output_dropout: float = 0.25  # of channels of the last states


class Reader(nn.Module):
    """Word vectors and quasi-recurrent layers that read them in one direction.

    The first layer's gates see a word and the one before it, the others' the states below.
    """

    def __init__(self, n_words: int, plan: LanguagePlan) -> None:
        super().__init__()
        self.plan = plan
        self.embedding = nn.Embedding(n_words, plan.n_embedding)
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)
        self.before = nn.Buffer(torch.zeros(plan.n_embedding))  # the first word
        sizes = [2 * plan.n_embedding] + [plan.n_hidden] * (plan.n_layers - 1)
        self.layers = nn.ModuleList(_gates(size, plan.n_hidden) for size in sizes)

    def embed(self, ids: Tensor) -> Tensor:
        """(B, T) word numbers -> (B, T, E); dropped words are 0."""
        return functional.dropout1d(self.embedding(ids), self.plan.word_dropout, self.training)

    def forward(self, embedded: Tensor, memory: Memory | None = None) -> tuple[Tensor, Memory]:
        """(B, T, E) -> (B, T, H) states, and the memory after them."""
        last, cells = memory or self.nothing(len(embedded))
        states = torch.cat([torch.cat([last[:, None], embedded[:, :-1]], 1), embedded], 2)
        states = states.to(precision(embedded.device))
        dropped, after = self.plan.input_dropout, []
        for layer, cell in zip(self.layers, cells, strict=True):
            states = _channel_dropout(states, dropped, self.training)
            states, cell_after = gated_scan(self._through(layer, states), cell)
            dropped = self.plan.hidden_dropout
            after.append(cell_after)
        return states, (embedded[:, -1], torch.stack(after))

    def nothing(self, n_rows: int) -> Memory:
        """What is remembered before the first word."""
        cells = self.before.new_zeros(self.plan.n_layers, n_rows, self.plan.n_hidden)
        return self.before.expand(n_rows, -1), cells

    def _through(self, layer: nn.Module, states: Tensor) -> Tensor:
        weight, bias = (part.to(states.dtype) for part in layer.parameters())
        weight = functional.dropout(weight, self.plan.weight_dropout, self.training)
        return functional.linear(states, weight, bias)


def _gates(n_inputs: int, n_hidden: int) -> nn.Linear:
    gates = nn.Linear(n_inputs, 3 * n_hidden)
    nn.init.normal_(gates.weight, std=(2 / (n_inputs + n_hidden)) ** 0.5)
    nn.init.zeros_(gates.bias)
    nn.init.ones_(gates.bias[n_hidden : 2 * n_hidden])  # remember at first
    return gates


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
        with torch.autocast("cuda", torch.bfloat16, enabled=states.is_cuda):
            loss: Tensor = self.softmax(states.float().flatten(0, 1), text[:, 1:].flatten()).loss
        return loss, memory


class _Kept(nn.Module):
    """The memory between two windows, as checkpoints keep it."""

    last: Tensor
    cells: Tensor

    def __init__(self, memory: Memory) -> None:
        super().__init__()
        for name, part in zip(("last", "cells"), memory, strict=True):
            self.register_buffer(name, part.clone())

    def put(self, memory: Memory) -> None:
        self.last, self.cells = (part.detach() for part in memory)


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
    text = Text.of(documents, backward, device)
    steps_each = (len(text.ids) // plan.batch_size - 1) // plan.window
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
        rows = text.rows(plan.batch_size, 1000 * seed + epoch)
        for i in range(first, steps_each):
            torch.manual_seed(1_000_000 * seed + stage.step)  # the same dropout after a stop
            window = rows[:, i * plan.window : (i + 1) * plan.window + 1]
            loss, memory = model(window, (kept.last, kept.cells))
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
def loss_on(model: LanguageModel, documents: list[Ids], backward: bool) -> float:
    """Mean loss a word, in nats: its exponential is the perplexity."""
    model.eval()
    text = Text.of(documents, backward, model.reader.embedding.weight.device).rows(_ROWS, 0)
    memory, sum_, window = model.reader.nothing(_ROWS), 0.0, model.plan.window
    for start in range(0, text.shape[1] - 1, window):
        part = text[:, start : start + window + 1]
        loss, memory = model(part, memory)
        sum_ += loss.item() * (part.shape[1] - 1)
    return sum_ / (text.shape[1] - 1)


def precision(device: torch.device) -> torch.dtype:
    """What the layers compute in: bfloat16 on a GPU; the recurrence itself is in float32."""
    return torch.bfloat16 if device.type == "cuda" else torch.float32


def _channel_dropout(values: Tensor, share: float, training: bool) -> Tensor:
    """(B, T, C): of each row some channels are 0 in every place."""
    return functional.dropout1d(values.transpose(1, 2), share, training).transpose(1, 2)
