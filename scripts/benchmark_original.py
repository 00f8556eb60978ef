"""The course project that many start from, rebuilt as a peer: a stemmed vocabulary and an LSTM.

Kinder than the original in three things that change no figure for the worse: one stemmer instead of
one for each word, stop words in a set, and batches of similar length in training, each cut to its
longest review (the state at a review's own end does not depend on the padding after it).
nltk's list of stop words is a download, so scikit-learn's longer one stands in.
"""

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

N_WORDS, LENGTH = 5000, 500
N_EMBEDDING, N_HIDDEN = 32, 100
BATCH, EPOCHS, LEARNING_RATE = 50, 5, 1e-3
PADDING, RARE = 0, 1

Texts = list[str]
Ids = list[int]
_OTHER = re.compile(r"[^a-z0-9]")


def words(stem: Callable[[str], str], stop_words: Collection[str]) -> Callable[[str], Texts]:
    """From a review to its stems, as the project reads it."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)

    def read(review: str) -> Texts:
        text = BeautifulSoup(review, "html.parser").get_text().lower()
        kept = (word for word in _OTHER.sub(" ", text).split() if word not in stop_words)
        return [stem(word) for word in kept]

    return read


def import_stop_words() -> frozenset[str]:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    return frozenset(ENGLISH_STOP_WORDS)


def stemmer() -> Callable[[str], str]:
    stem: Callable[[str], str] = import_module("nltk.stem").PorterStemmer().stem
    return stem


def network() -> "nn.ModuleDict":
    from torch import nn

    return nn.ModuleDict(
        {
            "embedding": nn.Embedding(N_WORDS, N_EMBEDDING, padding_idx=PADDING),
            "lstm": nn.LSTM(N_EMBEDDING, N_HIDDEN, batch_first=True),
            "out": nn.Linear(N_HIDDEN, 1),
        }
    )


def logits(parts: "nn.ModuleDict", ids: "Tensor", lengths: "Tensor") -> "Tensor":
    """(B,) from (B, T) word numbers: the state at each review's own end decides."""
    import torch

    states, _ = parts["lstm"](parts["embedding"](ids))
    result: Tensor = parts["out"](states[torch.arange(len(ids)), lengths - 1]).squeeze(1)
    return result


def padded(reviews: list[Ids], length: int) -> "tuple[Tensor, Tensor]":
    import torch

    rows = [ids[:length] + [PADDING] * (length - len(ids)) for ids in reviews]
    return torch.tensor(rows), torch.tensor([max(1, min(len(ids), length)) for ids in reviews])


def numbers(vocabulary: dict[str, int], stems: Texts) -> Ids:
    return [vocabulary.get(stem, RARE) for stem in stems[:LENGTH]]


def fit(folder: Path, texts: Texts, labels: list[int]) -> None:
    from safetensors.torch import save_model

    read = words(cache(stemmer()), stop_words := import_stop_words())
    documents = [read(text) for text in texts]
    counts = Counter(stem for stems in documents for stem in stems)
    vocabulary = {stem: i for i, (stem, _) in enumerate(counts.most_common(N_WORDS - 2), 2)}
    parts = train([numbers(vocabulary, stems) for stems in documents], labels)
    save_model(parts, str(folder / "weights.safetensors"))
    saved = {"vocabulary": vocabulary, "stop_words": sorted(stop_words)}
    (folder / "words.json").write_text(json.dumps(saved), "utf-8")


def train(reviews: list[Ids], labels: list[int]) -> "nn.ModuleDict":
    import torch

    torch.manual_seed(0)
    parts = network()
    optimizer = torch.optim.Adam(parts.parameters(), lr=LEARNING_RATE)
    loss = torch.nn.BCEWithLogitsLoss()
    target = torch.tensor(labels, dtype=torch.float32)
    for epoch in range(EPOCHS):
        for rows in batches([len(ids) for ids in reviews], epoch):
            ids = [reviews[row] for row in rows]
            optimizer.zero_grad()
            longest = max(1, *map(len, ids))
            loss(logits(parts, *padded(ids, longest)), target[rows]).backward()
            optimizer.step()
    return parts


def batches(lengths: list[int], seed: int) -> Iterator[Ids]:
    """Random batches of BATCH reviews that are about equally long."""
    import numpy as np

    rng = np.random.default_rng(seed)
    nearly = np.argsort(np.array(lengths) * rng.uniform(0.9, 1.1, len(lengths)))
    cuts = np.split(nearly, range(BATCH, len(nearly), BATCH))
    for i in rng.permutation(len(cuts)):
        yield cuts[i].tolist()


def load(folder: Path) -> tuple[Callable[[Any], list[float]], Callable[[Texts], list[Ids]]]:
    """The network on word numbers, and what makes the word numbers."""
    import torch
    from safetensors.torch import load_model

    saved = json.loads((folder / "words.json").read_text("utf-8"))
    read, vocabulary = words(stemmer(), set(saved["stop_words"])), saved["vocabulary"]
    load_model(parts := network(), str(folder / "weights.safetensors"))

    @torch.inference_mode()
    def probabilities(reviews: list[Ids]) -> list[float]:
        result: list[float] = logits(parts, *padded(reviews, LENGTH)).sigmoid().tolist()
        return result

    return probabilities, lambda texts: [numbers(vocabulary, read(text)) for text in texts]
