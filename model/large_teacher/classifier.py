"""The large teacher's network: the readers of both language models, pooled, and a small layer.

Vectors are normalised by the frequencies of words, so that a push of a given length (see
mixed_objective.py) stays a push (Miyato et al. 2017, https://arxiv.org/abs/1605.07725).
Maximum, mean and last state as in ULMFiT (https://arxiv.org/abs/1801.06146).

Shapes: B reviews, T words of the longest one, V words, E embedding, H hidden units.
"""

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from model.arrays import F32, Ids
from model.large_teacher.language_model import Reader
from model.large_teacher.text import END
from model.training.examples import head_and_tail

_READ_AT_ONCE = 256  # documents, without a gradient


class Classifier(nn.Module):
    """Reads B reviews both ways, gives B logits of "positive"."""

    def __init__(
        self, forth: Reader, back: Reader, shares: Tensor, n_hidden: int, dropout: float
    ) -> None:
        super().__init__()
        self.forth, self.back = forth, back
        self.shares = nn.Buffer(shares)  # (V, 1) of the words in all texts; they sum to 1
        self.centre = nn.Buffer(torch.zeros(6 * forth.plan.n_hidden))
        self.spread = nn.Buffer(torch.ones(6 * forth.plan.n_hidden))
        for reader in (forth, back):
            take_normalised(reader, shares)
        self.head = nn.Sequential(
            nn.Dropout(dropout), nn.Linear(6 * forth.plan.n_hidden, n_hidden),
            nn.GELU(), nn.Dropout(dropout), nn.Linear(n_hidden, 1),
        )  # fmt: skip

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """(B, T) word numbers, padded; (B,) lengths -> (B,) logits."""
        return self.logits(self.embed(ids), lengths)

    def embed(self, ids: Tensor) -> Tensor:
        """(B, T) word numbers -> (B, T, 2E) normalised vectors: forward's, backward's."""
        readers = (self.forth, self.back)
        tables = [normalised(reader.embedding.weight, self.shares) for reader in readers]
        vectors = functional.embedding(ids, torch.cat(tables, 1))
        return functional.dropout1d(vectors, self.forth.plan.word_dropout, self.training)

    def logits(self, embedded: Tensor, lengths: Tensor) -> Tensor:
        """(B, T, 2E), (B,) -> (B,). What lies behind a review's end makes no difference."""
        pooled = self._pooled(embedded, lengths)
        logits: Tensor = self.head((pooled - self.centre) / self.spread).squeeze(1)
        return logits

    @torch.no_grad()
    def standardise(self, ids: Tensor, lengths: Tensor) -> None:
        """Standardise pooled states by their mean and deviation over these reviews.

        Once, before training: batch normalisation would make a review's logit, and its push,
        depend on its neighbours in the batch.
        """
        pooled = self._pooled(self.embed(ids), lengths)
        self.centre.copy_(pooled.mean(0))
        self.spread.copy_(pooled.std(0) + 1e-3)

    def _pooled(self, embedded: Tensor, lengths: Tensor) -> Tensor:
        forth, back = embedded.chunk(2, dim=2)
        states = self.forth(forth)[0], self.back(turned(back, lengths))[0]
        return torch.cat([pool(part.float(), lengths) for part in states], 1)


def normalised(table: Tensor, shares: Tensor) -> Tensor:
    """(V, E): over a text with these shares of words, mean 0 and variance 1 in each dimension."""
    mean, deviation = _moments(table, shares)
    return (table - mean) / deviation


def take_normalised(reader: Reader, shares: Tensor) -> None:
    """Normalise a reader's vectors, and let its first layer undo that: it reads as before."""
    with torch.no_grad():
        mean, deviation = _moments(reader.embedding.weight, shares)
        reader.embedding.weight.sub_(mean).div_(deviation)
        reader.before.sub_(mean.squeeze(0)).div_(deviation.squeeze(0))
        weight, bias = reader.layers[0].parameters()
        bias.add_(weight @ mean.repeat(1, 2).squeeze(0))
        weight.mul_(deviation.repeat(1, 2))


def _moments(table: Tensor, shares: Tensor) -> tuple[Tensor, Tensor]:
    mean = (shares * table).sum(0, keepdim=True)
    return mean, ((shares * (table - mean) ** 2).sum(0, keepdim=True) + 1e-6).sqrt()


def turned(vectors: Tensor, lengths: Tensor) -> Tensor:
    """(B, T, E): each review backward, what lies behind its end still there."""
    places = lengths[:, None] - 1 - torch.arange(vectors.shape[1], device=vectors.device)
    return vectors.take_along_dim(places.clamp_min(0)[:, :, None], 1)


def pool(states: Tensor, lengths: Tensor) -> Tensor:
    """(B, T, H) -> (B, 3H): maximum, mean and last state of each review."""
    behind = (torch.arange(states.shape[1], device=states.device) >= lengths[:, None])[:, :, None]
    maximum = states.masked_fill(behind, -torch.inf).amax(1)
    mean = states.masked_fill(behind, 0).sum(1) / lengths[:, None]
    last = states.take_along_dim((lengths - 1)[:, None, None], 1).squeeze(1)
    return torch.cat([maximum, mean, last], 1)


def shares_of(documents: list[Ids], n_words: int) -> Tensor:
    """(V, 1) share of each word in all that is read, end signs too."""
    counts = np.bincount(np.concatenate(documents), minlength=n_words)
    counts[END] = 2 * len(documents)
    return torch.from_numpy(counts / counts.sum()).float()[:, None]


def padded(documents: list[Ids], max_tokens: int) -> tuple[Tensor, Tensor]:
    """(B, T) word numbers, an end sign on both sides as the language models know it; (B,)."""
    read = [np.pad(head_and_tail(ids, max_tokens), 1, constant_values=END) for ids in documents]
    ids = pad_sequence([torch.from_numpy(i).long() for i in read], batch_first=True)
    return ids, torch.tensor([len(i) for i in read])


@torch.inference_mode()
def logits_of(network: Classifier, documents: list[Ids], max_tokens: int) -> F32:
    """(D,) logits; documents of like length together."""
    logits = np.empty(len(documents), np.float32)
    order = np.argsort([len(ids) for ids in documents], kind="stable")
    for i in range(0, len(order), _READ_AT_ONCE):
        chosen = order[i : i + _READ_AT_ONCE]
        ids, lengths = padded([documents[d] for d in chosen], max_tokens)
        device = network.shares.device
        logits[chosen] = network(ids.to(device), lengths.to(device)).cpu().numpy()
    return logits
