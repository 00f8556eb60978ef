"""All reviews as one text, which a language model reads in rows side by side."""

import numpy as np
import torch
from torch import Tensor

from model.arrays import Ids
from model.text.tokenizer import PADDING

END = PADDING  # between two reviews; the number stands for no word


class Text:
    """Documents one after the other, an end sign before each: (N,) word numbers."""

    def __init__(self, ids: Tensor, lengths: Tensor) -> None:
        self.ids, self.lengths = ids, lengths
        self.starts = lengths.cumsum(0) - lengths

    @classmethod
    def of(cls, documents: list[Ids], backward: bool, device: torch.device) -> "Text":
        end, direction = np.array([END], np.int32), -1 if backward else 1
        ids = np.concatenate([part for ids in documents for part in (end, ids[::direction])])
        lengths = torch.tensor([len(document) + 1 for document in documents])
        return cls(torch.from_numpy(ids).to(device), lengths.to(device))

    def rows(self, n_rows: int, seed: int) -> Tensor:
        """(n_rows, T): the documents in random order as one text, cut into rows."""
        shuffled = np.random.default_rng(seed).permutation(len(self.lengths))
        order = torch.from_numpy(shuffled).to(self.ids.device)
        lengths = self.lengths[order]
        moved = self.starts[order] - (lengths.cumsum(0) - lengths)
        places = torch.arange(len(self.ids), device=self.ids.device)
        text = self.ids[places + moved.repeat_interleave(lengths)]
        each = len(text) // n_rows
        return text[: n_rows * each].view(n_rows, each).long()
