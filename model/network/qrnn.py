"""A bidirectional quasi-recurrent network (Bradbury et al. 2017, https://arxiv.org/abs/1611.01576).

Each word and its neighbour set three gates; the only recurrence is elementwise, which makes it fast
and lets the gates of every word be tabled before a review is read (gate_tables.py). The
states are pooled by maximum and mean, and one linear layer gives the logit.

This is the torch network: it trains, and it is the reference; inference_kernels.py serves it.
Reviews are ragged: N word numbers in a row, review b from starts[b] to starts[b + 1].
Shapes: B reviews, N words in all, E embedding, H hidden units a direction, 3H gates: candidate,
forget, output. Pooled, 4H: maximum forward and backward, mean forward and backward.
"""

from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from model.compiled import COMPILED
from model.network.gate_tables import Weights
from model.network.scan import CompiledGates, CompiledStates, states_by_torch
from model.text.tokenizer import UNKNOWN


class Network(nn.Module):
    """Reads B reviews of word numbers, gives B logits of "positive"."""

    def __init__(
        self, n_words: int, n_embedding: int, n_hidden: int, dropout: float = 0.0,
        embedding_dropout: float = 0.0, word_dropout: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.n_hidden = n_hidden
        self.dropout = dropout  # of pooled states
        self.embedding_dropout = embedding_dropout  # of single numbers in the words of a batch
        self.word_dropout = word_dropout  # of words, which become unknown
        self.embedding = nn.Embedding(n_words, n_embedding)
        # Rows: the three gates forward, then backward. `own` reads the word, `beside` its
        # neighbour: the one before it, reading forward; the one after it, reading backward.
        self.own = nn.Linear(n_embedding, 6 * n_hidden)
        self.beside = nn.Linear(n_embedding, 6 * n_hidden, bias=False)
        self.head = nn.Linear(4 * n_hidden, 1)
        self._initialise()

    @classmethod
    def of(cls, weights: Weights) -> "Network":
        """The network with these weights, to compare with or to explain by gradients."""
        (n_words, n_embedding), n_gates = (
            weights["embedding.weight"].shape,
            len(weights["own.bias"]),
        )
        network = cls(n_words, n_embedding, n_gates // 6)
        network.load_state_dict({name: torch.from_numpy(value) for name, value in weights.items()})
        return network.eval()

    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=0.1)
        for gates in (self.own, self.beside):
            fan = 2 * gates.in_features + gates.out_features // 2
            nn.init.normal_(gates.weight, std=(2 / fan) ** 0.5)
        with torch.no_grad():
            forget = torch.tensor([0.0, 1.0, 0.0]).repeat(2).repeat_interleave(self.n_hidden)
            self.own.bias.copy_(forget)  # remember at first

    def start_from(self, vectors: Tensor) -> None:
        """Take over (n_words, E) word vectors."""
        with torch.no_grad():
            self.embedding.weight.copy_(vectors)

    def forward(self, ids: Tensor, starts: Tensor) -> Tensor:
        """(N,) word numbers of B reviews, (B + 1,) starts -> (B,) logits."""
        return self.logits(self.gates(ids, starts), starts)

    def gates(self, ids: Tensor, starts: Tensor) -> Tensor:
        """(2, N, 3H) gates before activation: forward, backward."""
        if self.training and self.word_dropout:
            ids = ids.masked_fill(
                torch.rand(ids.shape, device=ids.device) < self.word_dropout, UNKNOWN
            )
        words, place = torch.unique(ids, return_inverse=True)
        embedded = self.embedding(words)  # a batch repeats most of its words
        embedded = functional.dropout(embedded, self.embedding_dropout, self.training)
        own, beside = self.own(embedded), self.beside(embedded)
        if COMPILED and own.device.type == "cpu":
            gates: Tensor = CompiledGates.apply(own, beside, place, starts)  # type: ignore[no-untyped-call]  # torch's own
            return gates
        return beside_each_other(own[place], beside[place], starts)

    def logits(self, gates: Tensor, starts: Tensor) -> Tensor:
        """(2, N, 3H) gates -> (B,) logits."""
        if COMPILED and gates.device.type == "cpu":
            pooled = CompiledStates.apply(gates, starts)  # type: ignore[no-untyped-call]  # torch's own
        else:
            pooled = pool(states_by_torch(gates, starts), starts)
        dropped = functional.dropout(pooled, self.dropout, self.training)
        logits: Tensor = self.head(dropped).squeeze(1)
        return logits


def beside_each_other(own: Tensor, beside: Tensor, starts: Tensor) -> Tensor:
    """(N, 6H) of each word, and what it gives to its neighbours -> (2, N, 3H)."""
    before, after = beside.chunk(2, dim=1)
    first, last = starts[:-1], starts[1:] - 1
    before = before.roll(1, 0).index_fill(0, first, 0)  # no word comes before the first one
    after = after.roll(-1, 0).index_fill(0, last, 0)
    forward, backward = own.chunk(2, dim=1)
    return torch.stack([forward + before, backward + after])


def pool(states: Tensor, starts: Tensor) -> Tensor:
    """(2, N, H) states -> (B, 4H): maximum and mean of each review."""
    rows = torch.cat(list(states), 1)
    reviews = rows.split(starts.diff().tolist())
    return torch.stack([torch.cat([review.amax(0), review.mean(0)]) for review in reviews])


def ragged(reviews: list[np.ndarray[Any, np.dtype[np.int32]]]) -> tuple[Tensor, Tensor]:
    """B arrays of word numbers -> (N,) of them, (B + 1,) starts."""
    starts = np.cumsum([0, *map(len, reviews)])
    return torch.from_numpy(np.concatenate(reviews)).long(), torch.from_numpy(starts)
