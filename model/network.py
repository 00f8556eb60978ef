"""A bidirectional quasi-recurrent network (Bradbury et al. 2017, https://arxiv.org/abs/1611.01576).

Each word and its neighbour set three gates; the only recurrence is elementwise, which makes it fast
without a compiler. The states are pooled by maximum and mean, and one linear layer gives the logit,
so the logit is a sum over words of what each adds in its context: see model/explain.py.

This is the torch network for training, and the reference; model/recurrence.py serves it in NumPy.
Shapes: B reviews, T tokens (padded), E embedding, H hidden units a direction.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.tokenizer import PADDING, UNKNOWN


class Scan(torch.autograd.Function):
    """c[t] = forget[t] * c[t-1] + new[t] over the first axis, with c[-1] = 0."""

    @staticmethod
    def forward(ctx: Any, forget: Tensor, new: Tensor) -> Tensor:
        states = torch.empty_like(new)
        state = torch.zeros_like(new[0])
        for t in range(len(new)):
            state = torch.addcmul(new[t], forget[t], state, out=states[t])
        ctx.save_for_backward(forget, states)
        return states

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor, Tensor]:
        forget, states = ctx.saved_tensors
        grad_new = torch.empty_like(states)
        carried = torch.zeros_like(states[0])
        for t in range(len(states) - 1, -1, -1):
            total = torch.add(grads[0][t], carried, out=grad_new[t])
            carried = forget[t] * total
        grad_forget = torch.zeros_like(states)
        torch.mul(grad_new[1:], states[:-1], out=grad_forget[1:])
        return grad_forget, grad_new


class Network(nn.Module):
    """Reads B reviews of word numbers, gives B logits of "positive"."""

    def __init__(
        self, n_words: int, n_embedding: int, n_hidden: int, dropout: float = 0.0,
        word_dropout: float = 0.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.n_hidden = n_hidden
        self.dropout = dropout  # of embedding dimensions, the same for every word of a review
        self.word_dropout = word_dropout  # of words, which become unknown
        self.embedding = nn.Embedding(n_words, n_embedding, padding_idx=PADDING)
        # Rows: candidate, forget gate, output gate. Columns: the word, then its neighbour
        # (the one before, reading forward; the one after, reading backward).
        self.forward_gates = nn.Linear(2 * n_embedding, 3 * n_hidden)
        self.backward_gates = nn.Linear(2 * n_embedding, 3 * n_hidden)
        self.head = nn.Linear(4 * n_hidden, 1)  # maximum and mean of both directions
        self._initialise()

    def _initialise(self) -> None:
        nn.init.normal_(self.embedding.weight, std=0.1)
        nn.init.zeros_(self.embedding.weight[PADDING])  # beyond the end there is nothing
        for gates in (self.forward_gates, self.backward_gates):
            nn.init.xavier_uniform_(gates.weight)
            nn.init.zeros_(gates.bias)
            nn.init.ones_(gates.bias[self.n_hidden : 2 * self.n_hidden])  # remember at first

    def start_from(self, vectors: Tensor) -> None:
        """Take over (n_words, E) word vectors."""
        with torch.no_grad():
            self.embedding.weight.copy_(vectors)
            self.embedding.weight[PADDING] = 0  # beyond the end there is nothing

    def forward(self, ids: Tensor) -> Tensor:
        """(B, T) word numbers, padded on the right -> (B,) logits."""
        mask = ids != PADDING
        states = self.states(self._embed(ids), mask)
        pooled = pool(states, mask)
        pooled = functional.dropout(pooled, 0.5 if self.dropout else 0.0, self.training)
        logits: Tensor = self.head(pooled).squeeze(1)
        return logits

    def _embed(self, ids: Tensor) -> Tensor:
        if self.training:
            dropped = torch.rand(ids.shape, device=ids.device) < self.word_dropout
            ids = ids.masked_fill(dropped & (ids != PADDING), UNKNOWN)
        embedded: Tensor = self.embedding(ids)
        kept = torch.ones_like(embedded[:, :1])
        return embedded * functional.dropout(kept, self.dropout, self.training)

    def states(self, embedded: Tensor, mask: Tensor) -> Tensor:
        """(B, T, E) -> (B, T, 2H): the forward states, then the backward ones."""
        before = functional.pad(embedded, (0, 0, 1, -1))
        after = functional.pad(embedded, (0, 0, -1, 1))
        forward = self.forward_gates(torch.cat([embedded, before], 2))
        backward = self.backward_gates(torch.cat([embedded, after], 2))
        # Reversed in time, the backward half joins the forward one in a single scan.
        gates = torch.stack([forward, backward.flip(1)])  # (2, B, T, 3H)
        inside = torch.stack([mask, mask.flip(1)]).unsqueeze(3)
        candidate, forget, output = gates.chunk(3, dim=3)
        forget = torch.sigmoid(forget).masked_fill(~inside, 1.0)
        new = (1 - forget) * torch.tanh(candidate)
        cells = Scan.apply(_time_first(forget), _time_first(new))  # type: ignore[no-untyped-call]  # torch's own
        states = (torch.sigmoid(_time_first(output)) * cells).unflatten(1, (2, len(mask)))
        return torch.cat([states[:, 0], states[:, 1].flip(0)], 2).transpose(0, 1)


def _time_first(gate: Tensor) -> Tensor:
    """(2, B, T, H) -> (T, 2B, H), contiguous for the scan."""
    return gate.permute(2, 0, 1, 3).flatten(1, 2).contiguous()


def pool(states: Tensor, mask: Tensor) -> Tensor:
    """(B, T, 2H) -> (B, 4H): the maximum and the mean over each review's own tokens."""
    inside = mask.unsqueeze(2)
    maximum = states.masked_fill(~inside, -torch.inf).amax(1)
    mean = (states * inside).sum(1) / mask.sum(1, keepdim=True)
    return torch.cat([maximum, mean], 1)
