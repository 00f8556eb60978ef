"""What the network learns from, and in which batches it sees it."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from model.tokenizer import PADDING


@dataclass(frozen=True)
class Examples:
    """Reviews as the network reads them, with the probability of "positive" to learn."""

    ids: list[NDArray[np.int32]]
    targets: NDArray[np.float32]
    vectors: NDArray[np.float32]  # (n_words, n_embedding) to start from


def batches(examples: Examples, size: int, seed: int) -> Iterator[tuple[Tensor, Tensor]]:
    """One epoch in random order, reviews of like length together: (B, T) ids, (B,) targets."""
    rng = np.random.default_rng(seed)
    order = rng.permutation(len(examples.ids))
    pools = np.array_split(order, max(1, len(order) // (size * 50)))
    lengths = np.array([len(ids) for ids in examples.ids])
    sorted_pools = np.concatenate([pool[np.argsort(lengths[pool])] for pool in pools])
    groups = [sorted_pools[i : i + size] for i in range(0, len(sorted_pools), size)]
    for g in rng.permutation(len(groups)):
        ids = [torch.from_numpy(examples.ids[i]).long() for i in groups[g]]
        padded = pad_sequence(ids, batch_first=True, padding_value=PADDING)
        yield padded, torch.from_numpy(examples.targets[groups[g]])
