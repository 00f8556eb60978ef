"""What the network learns from, and in which batches it sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.arrays import F32, Ids


@dataclass(frozen=True)
class Examples:
    """D documents as the network reads them, with the probability of "positive" to learn."""

    ids: list[Ids]
    targets: F32  # (D,)
    n_cut: int  # the first so many are reviews of which a passage may be read instead
    sentence_ends: frozenset[int]  # the word numbers of . ! ? and the like
    n_rare: int = 0  # the last so many are read in one epoch each, the others in every one

    def per_epoch(self, epochs: int) -> int:
        """How many documents an epoch reads."""
        return len(self.ids) - self.n_rare + self.n_rare // epochs

    def batches(
        self, size: int, passage_share: float, max_tokens: int, epoch: tuple[int, int], seed: int
    ) -> Iterator[tuple[list[Ids], F32]]:
        """Epoch i of n in random order. Of some reviews only a passage is read, as if somebody had
        written no more: it is to be judged as the whole."""
        rng = np.random.default_rng((seed, epoch[0]))
        order = rng.permutation(self._chosen(*epoch, seed))
        for i in range(0, len(order), size):
            chosen = order[i : i + size]
            as_passage = (rng.random(len(chosen)) < passage_share) & (chosen < self.n_cut)
            read = [
                self._passage(self.ids[d], rng) if cut else self.ids[d]
                for d, cut in zip(chosen, as_passage, strict=True)
            ]
            yield [head_and_tail(ids, max_tokens) for ids in read], self.targets[chosen]

    def _chosen(self, i: int, n: int, seed: int) -> NDArray[np.int64]:
        always, each = len(self.ids) - self.n_rare, self.n_rare // n
        shuffled = np.random.default_rng(seed).permutation(self.n_rare)
        return np.append(np.arange(always), always + shuffled[i * each : (i + 1) * each])

    def cut(self, documents: list[Ids], seed: int) -> list[Ids]:
        """A passage of each document."""
        rng = np.random.default_rng(seed)
        return [self._passage(ids, rng) for ids in documents]

    def _passage(self, ids: Ids, rng: np.random.Generator) -> Ids:
        """One to three sentences: the first ones, the last ones or some between."""
        ends = [i + 1 for i, word in enumerate(ids[:-1].tolist()) if word in self.sentence_ends]
        bounds = [0, *ends, len(ids)]
        n = min(int(rng.integers(1, 4)), len(bounds) - 1)
        last = len(bounds) - 1 - n
        start = (0, last, int(rng.integers(0, last + 1)))[rng.integers(0, 3)]
        return ids[bounds[start] : bounds[start + n]]


def head_and_tail(ids: Ids, max_tokens: int) -> Ids:
    """Of an over-long document the first third of max_tokens and the last two thirds:
    conclusions judge."""
    if len(ids) <= max_tokens:
        return ids
    head = max_tokens // 3
    return np.concatenate([ids[:head], ids[head - max_tokens :]])
