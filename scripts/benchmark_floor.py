"""The floor of `scripts/benchmark.py --floor`: how fast this machine could judge one review at all.

What the network has to compute and read for each token, against the rates at which one core of this
machine computes and reads, measured here by loops that do nothing else. Two bounds: everything at
once (the longest part alone counts), and one part after the other.
"""

import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, NamedTuple

import numpy as np
from benchmark_layers import WORDS, reviews
from numpy.typing import NDArray

from model.artifact import DEFAULT_ARTIFACT, Artifact, load_artifact

DIRECTIONS, GATES = 2, 3
MADDS_PER_GATE = 4  # its scale and a cubic
MADDS_PER_STATE = 4  # the recurrence, the output gate, maximum and mean
ROWS_PER_DIRECTION = 2  # the word's own gates and those of the word beside it, int8 at the least
LOOKUPS_PER_TOKEN = 3  # n-grams ending here
N_REVIEWS = 300
_REPEATS = 7

Ints = NDArray[np.int64]


class Work(NamedTuple):
    """What one review of WORDS words takes, and the tables it reads from."""

    tokens: float
    n_hidden: int
    n_words: int
    n_slots: int  # of the table of n-grams: a fingerprint and a weight each
    ids: Ints  # of all reviews in a row

    @property
    def gates(self) -> float:
        return self.tokens * DIRECTIONS * GATES * self.n_hidden

    @property
    def row(self) -> int:
        return GATES * self.n_hidden


class Part(NamedTuple):
    name: str
    amount: float  # for each review
    rate: float  # a second

    @property
    def microseconds(self) -> float:
        return 1e6 * self.amount / self.rate


def work(artifact: Artifact) -> Work:
    ids = [artifact.tokenizer.encode(text).ids for text in reviews(N_REVIEWS)]
    tokens = sum(map(len, ids)) / len(ids)
    n_slots, config = len(artifact.ngrams.fingerprints), artifact.config
    read = np.concatenate(ids).astype(np.int64)
    return Work(tokens, config.n_hidden, config.n_words, n_slots, read)


def parts(needed: Work) -> Iterator[Part]:
    """In the order in which they happen."""
    rows = needed.tokens * DIRECTIONS * ROWS_PER_DIRECTION
    yield Part(f"rows of {needed.row} bytes", rows, row_rate(needed))
    yield Part("look-ups of a byte", needed.tokens * LOOKUPS_PER_TOKEN, lookup_rate(needed))
    states = needed.tokens * DIRECTIONS * needed.n_hidden
    madds = needed.gates * MADDS_PER_GATE + states * MADDS_PER_STATE
    yield Part("multiply-adds", madds, madd_rate())


def row_rate(needed: Work) -> float:
    """Rows a second from a table of the real size, for the words of real reviews in their order."""
    eights = needed.row // 8  # of bytes, so that adding up takes less time than reading
    table = np.ones((DIRECTIONS * needed.n_words * ROWS_PER_DIRECTION, eights), np.int64)
    first = np.arange(DIRECTIONS) * needed.n_words + needed.ids[:, None]
    rows = first[:, :, None] * ROWS_PER_DIRECTION + np.arange(ROWS_PER_DIRECTION)
    return rows.size / best(_add_rows, table, rows.ravel())


def lookup_rate(needed: Work) -> float:
    """Slots a second of a table of hashes, for the pairs of words of real reviews."""
    slots, ids = np.ones(needed.n_slots, np.uint8), needed.ids
    mixed = (ids * 0x9E3779B1 + np.roll(ids, 1) * 0x85EBCA6B) & (needed.n_slots - 1)
    return len(mixed) / best(_add_slots, slots, mixed)


def madd_rate() -> float:
    values, result = np.full(2048, 0.5, np.float32), np.zeros(2048, np.float32)
    return 2048 * 16 * 500 / best(_polynomials, values, result, 500)


def best(function: Callable[..., Any], *arguments: Any) -> float:
    """Seconds of the fastest of several runs, compiled and warm."""
    compiled = import_module("numba").njit(function, fastmath=True, error_model="numpy")
    compiled(*arguments)
    taken = []
    for _ in range(_REPEATS):
        started = time.perf_counter()
        compiled(*arguments)
        taken.append(time.perf_counter() - started)
    return min(taken)


def _add_rows(table: Any, rows: Any) -> Any:
    total = 0
    for row in rows:
        for column in range(table.shape[1]):
            total += table[row, column]
    return total


def _add_slots(slots: Any, places: Any) -> Any:
    total = 0
    for place in places:
        total += slots[place]
    return total


def _polynomials(values: Any, result: Any, times: int) -> None:
    for _ in range(times):
        for i in range(len(values)):
            x = y = values[i]
            for _step in range(16):
                y = y * x + values[0]
            result[i] += y


def report(p50_ms: float) -> dict[str, Any]:
    """Print and return the parts, the two bounds, and how far a review's p50 is from them."""
    artifact = load_artifact(DEFAULT_ARTIFACT)
    needed = work(artifact)
    found = list(parts(needed))
    took = [part.microseconds for part in found]
    print(f"\nOne review of {WORDS} words, {needed.tokens:.0f} tokens, on one core:")
    for part in found:
        each = f"{part.rate:>10.3g}/s {part.microseconds:>7.1f} µs"
        print(f"{part.name:25} {part.amount:>12,.0f} {each}")
    print(
        f"Floor: {max(took):.1f} µs all at once, {sum(took):.1f} µs one after the other. "
        f"p50: {1000 * p50_ms:.0f} µs, {1000 * p50_ms / sum(took):.1f} times the latter."
    )
    return {
        "tokens": round(needed.tokens),
        "parts": {
            p.name: {"amount": round(p.amount), "per_s": float(f"{p.rate:.3g}")} for p in found
        },
        "all_at_once_us": round(max(took), 2),
        "one_after_the_other_us": round(sum(took), 2),
        "p50_us": round(1000 * p50_ms, 1),
    }
