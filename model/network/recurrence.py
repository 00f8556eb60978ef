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


def logits(network: GateTables, reviews: list[Ids]) -> F64:
    """(B,) logits of reviews of one word or more."""
    found = np.full(len(reviews), network.bias)
    if COMPILED:
        ids, starts = np.concatenate(reviews), list(accumulate(map(len, reviews), initial=0))
        inference_kernels.read(
            ids, np.array(starts), network.tables, network.scale, network.head, found
        )
        return found
    for i, ids in enumerate(reviews):
        for d, (for_maximum, for_mean) in enumerate(network.head):
            states = _read(network, ids, d).states
            found[i] += for_maximum @ states.max(axis=0) + for_mean @ states.mean(axis=0)
    return found


def shares(network: GateTables, ids: Ids) -> tuple[F64, float]:
    """(n,) parts of the logit of one review, by word, and the part that is nobody's.

    DeepLIFT (Shrikumar et al. 2017, https://arxiv.org/abs/1704.02685): how far each gate is from
    where no word would leave it, carried through every product and sum to the logit. Exact: the
    parts add up to the logit. A product is half by each of its factors, a gate by the word and its
    neighbour as far as each moved it.
    """
    found = np.zeros(len(ids))
    if COMPILED:
        of_nobody, _ = inference_kernels.share(
            ids, network.tables, network.scale, network.nothing, network.head, found
        )
        return found, network.bias + float(of_nobody)
    rest: float = network.bias
    for d in range(len(network.tables)):
        part, nobodys = _read(network, ids, d).shares(network, d)
        found[_order(network, d)] += part
        rest += nobodys
    return found, rest


class _Reading(NamedTuple):
    """One strand through one review, in the order of reading."""

    moved: tuple[F32, F32]  # (n, 3H) each: the gates' way from nothing, by word and neighbour
    active: F32  # (n, 3H) gates squashed
    cells: F32  # (n, H)

    @property
    def states(self) -> F32:
        return _opened(self.active[:, 2 * self.cells.shape[1] :]) * self.cells

    def shares(self, network: GateTables, strand: int) -> tuple[F32, float]:
        by_word, by_neighbour = self.moved
        quiet = _squashed(network.nothing[strand])
        for_maximum, for_mean = network.head[strand]
        multiplier, carried = self._multipliers(quiet, for_maximum, for_mean)
        moved = by_word + by_neighbour
        still = np.abs(moved) < 1e-3
        slope = (self.active - quiet) / np.where(still, 1, moved)
        at_quiet = 1.5 * (1 - np.minimum(network.nothing[strand] ** 2, 1))
        rate = multiplier * np.where(still, at_quiet, slope)
        found = (rate * by_word).sum(axis=1)
        found[:-1] += (rate * by_neighbour).sum(axis=1)[1:]
        candidate, _, output = np.split(quiet, 3)
        return found, float(candidate @ (_opened(output) * (for_maximum + for_mean) - carried))

    def _multipliers(self, quiet: F32, for_maximum: F32, for_mean: F32) -> tuple[F32, F32]:
        """(n, 3H): what the logit moves with each gate; (H,): and with the cells at the start."""
        (n, h), (candidate, forget, output) = self.cells.shape, np.split(self.active, 3, axis=1)
        quiet_candidate, quiet_forget, quiet_output = np.split(quiet, 3)
        of_state = np.broadcast_to(for_mean / np.float32(n), (n, h)).copy()
        of_state[self.states.argmax(axis=0), np.arange(h)] += for_maximum
        kept = (_opened(forget) + _opened(quiet_forget)) / 2
        of_cell = of_state * (_opened(output) + _opened(quiet_output)) / 2
        for t in range(n - 2, -1, -1):
            of_cell[t] += kept[t + 1] * of_cell[t + 1]
        before = np.vstack([np.zeros((1, h), np.float32), self.cells[:-1]])
        parts = (
            of_cell * (1 - kept),
            of_cell * (before - candidate) / 4,
            of_state * (self.cells + quiet_candidate) / 4,
        )
        return np.hstack(parts), of_cell[0] * kept[0]


def _order(network: GateTables, strand: int) -> slice:
    """The second half of the strands reads backward."""
    return slice(None, None, -1 if 2 * strand >= len(network.tables) else 1)


def _read(network: GateTables, ids: Ids, strand: int) -> _Reading:
    order, table, scale = (
        ids[_order(network, strand)],
        network.tables[strand],
        network.scale[strand],
    )
    nothing = network.nothing[strand]
    by_word = table[order, 0] * scale - nothing
    by_neighbour = np.vstack([np.zeros_like(by_word[:1]), table[order[:-1], 1] * scale])
    active = _squashed(by_word + by_neighbour + nothing)
    candidate, forget, _ = np.split(active, 3, axis=1)
    kept = _opened(forget)
    cells = (1 - kept) * candidate
    for t in range(1, len(cells)):
        cells[t] += kept[t] * cells[t - 1]
    return _Reading((by_word, by_neighbour), active, cells)


def _squashed(x: F32) -> F32:
    """As in inference_kernels.py, so that both give the same numbers."""
    u = np.clip(x, np.float32(-1), np.float32(1))
    squashed: F32 = u * (np.float32(1.5) - np.float32(0.5) * u * u)
    return squashed


def _opened(gate: F32) -> F32:
    """From what is squashed, -1 to 1, to what is let through, 0 to 1."""
    return (gate + np.float32(1)) / np.float32(2)
