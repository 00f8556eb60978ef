"""Reading reviews with a folded network: its logits, and each word's share in one.

Compiled where Numba is (inference_kernels.py); where it is not, NumPy gives the same answers,
some twenty times slower. Shapes: B reviews, n words of one of them, H units of a strand.
"""

from itertools import accumulate
from typing import NamedTuple

import numpy as np

from model.arrays import F32, F64, Ids
from model.compiled import COMPILED
from model.network import inference_kernels
from model.network.gate_tables import GateTables
from model.network.inference_kernels import FINER


def logits(network: GateTables, reviews: list[Ids]) -> F64:
    """(B,) logits of reviews of one word or more."""
    found = np.full(len(reviews), network.bias)
    if COMPILED:
        ids, starts = np.concatenate(reviews), list(accumulate(map(len, reviews), initial=0))
        inference_kernels.read(
            ids, np.array(starts), network.fine, network.coarse, network.scale, network.head, found
        )
        return found
    for i, ids in enumerate(reviews):
        for d, (for_maximum, for_mean) in enumerate(network.head):
            states = _read(network, ids, d).states
            found[i] += for_maximum @ states.max(axis=0) + for_mean @ states.mean(axis=0)
    return found


def shares(network: GateTables, ids: Ids) -> F64:
    """(n,) parts of the logit of one review, by word; together with the bias they are the logit.

    Raises ValueError for a review without a word.

    A state is a sum of what each word added to the cell, weighted by the gates of the words after
    it. These weights are taken as they are, as in layer-wise relevance propagation (Arras et al.
    2017, https://arxiv.org/abs/1706.07206, and 2019, https://arxiv.org/abs/1909.12114: the signal
    takes it all). What a word and its neighbour add together is divided by Shapley's value: the
    mean of what each changes when it comes first and when it comes last.
    """
    if not len(ids):  # the loop would write outside its array
        raise ValueError("There is no word to have a share.")
    found = np.zeros(len(ids))
    if COMPILED:
        inference_kernels.share(
            ids, network.fine, network.coarse, network.scale, network.nothing, network.head, found
        )
        return found
    for d in range(len(network.fine)):
        found[_order(network, d)] += _read(network, ids, d).shares(*network.head[d])
    return found


class _Reading(NamedTuple):
    """One strand through one review, in the order of reading; all (n, H)."""

    added: F32  # to the cells
    by_neighbour: F32  # the part of it
    kept: F32  # of the cell before
    opened: F32  # of the cells, to be seen
    cells: F32

    @property
    def states(self) -> F32:
        return self.opened * self.cells

    def shares(self, for_maximum: F32, for_mean: F32) -> F64:
        of_cell = self._of_cells(for_maximum, for_mean)
        by_neighbour = (of_cell * self.by_neighbour).sum(axis=1)
        found: F64 = (of_cell * self.added).sum(axis=1).astype(np.float64)
        found[1:] -= by_neighbour[1:]
        found[:-1] += by_neighbour[1:]
        return found

    def _of_cells(self, for_maximum: F32, for_mean: F32) -> F32:
        """(n, H): what the logit gains with each cell."""
        n, h = self.cells.shape
        of_state = np.broadcast_to(for_mean / np.float32(n), (n, h)).copy()
        of_state[self.states.argmax(axis=0), np.arange(h)] += for_maximum
        of_cell = of_state * self.opened
        for t in range(n - 2, -1, -1):
            of_cell[t] += self.kept[t + 1] * of_cell[t + 1]
        return of_cell


def _order(network: GateTables, strand: int) -> slice:
    """The second half of the strands reads backward."""
    return slice(None, None, -1 if 2 * strand >= len(network.fine) else 1)


def _read(network: GateTables, ids: Ids, strand: int) -> _Reading:
    order = ids[_order(network, strand)]
    scale, nothing = network.scale[strand], network.nothing[strand]
    word, beside = (_rows(network, strand, order) * scale).swapaxes(0, 1)
    other = np.concatenate([np.zeros_like(beside[:1]), beside[:-1]])
    _, forget, output = np.split(_squashed(word + other), 3, axis=1)
    added, kept = _added(word + other), _opened(forget)
    alone, neighbour = _added(word), _added(other + nothing) - _added(nothing)
    cells = added.copy()
    for t in range(1, len(cells)):
        cells[t] += kept[t] * cells[t - 1]
    by_neighbour = (added - alone + neighbour) * np.float32(0.5)
    return _Reading(added, by_neighbour, kept, _opened(output), cells)


def _rows(network: GateTables, strand: int, ids: Ids) -> F32:
    """(n, 2, 192) in fine steps."""
    n_fine = network.fine.shape[1]
    common, rows = ids < n_fine, np.empty((len(ids), *network.fine.shape[2:]), np.float32)
    rows[common] = network.fine[strand, ids[common]]
    rows[~common] = network.coarse[strand, ids[~common] - n_fine]
    rows[~common] *= 2**FINER
    return rows


def _added(gates: F32) -> F32:
    candidate, forget, _ = np.split(_squashed(gates), 3, axis=-1)
    added: F32 = (1 - _opened(forget)) * candidate
    return added


def _squashed(x: F32) -> F32:
    """As in inference_kernels.py, so that both give the same numbers."""
    u = np.clip(x, np.float32(-1), np.float32(1))
    squashed: F32 = u * (np.float32(1.5) - np.float32(0.5) * u * u)
    return squashed


def _opened(gate: F32) -> F32:
    """A squashed gate, -1 to 1, as the share that it lets through, 0 to 1."""
    return (gate + np.float32(1)) / np.float32(2)
