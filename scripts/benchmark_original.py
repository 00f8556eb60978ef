"""The course project that many start from, rebuilt as a peer: a stemmed vocabulary and an LSTM.

It reads a review as the project does: for each word nltk reads the list of stop words from its
file, and a stemmer is made. (It also asks for that list's download at each review, which is left
out.) A row of its own keeps both in memory, as training does here. nltk's list is a download, so as
many of scikit-learn's stand in. Training takes batches of similar length, each cut to its longest
review, which changes no figure: the state at a review's own end does not depend on what follows.
https://github.com/udacity/sagemaker-deployment/blob/master/Project/serve/utils.py
"""

import json
import re
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor, nn

N_WORDS, LENGTH = 5000, 500
N_EMBEDDING, N_HIDDEN = 32, 100
BATCH, EPOCHS, LEARNING_RATE = 50, 5, 1e-3
PADDING, RARE = 0, 1
N_STOP_WORDS = 179  # in nltk's list of English ones when the project was written
_STOP_WORDS = "corpora/stopwords/english"  # where nltk looks for it

Texts = list[str]
Ids = list[int]
Read = Callable[[str], Texts]
_OTHER = re.compile(r"[^a-z0-9]")


def words(stem: Callable[[str], str], is_stop_word: Callable[[str], bool]) -> Read:
    """From a review to its stems."""
    from bs4 import BeautifulSoup, MarkupResemblesLocatorWarning

    warnings.simplefilter("ignore", MarkupResemblesLocatorWarning)

    def read(review: str) -> Texts:
        text = BeautifulSoup(review, "html.parser").get_text().lower()
        kept = [word for word in _OTHER.sub(" ", text).split() if not is_stop_word(word)]
        return [stem(word) for word in kept]

    return read


def as_written(folder: Path) -> Read:
    import_module("nltk.data").path.append(str(folder))
    stop_words = import_module("nltk.corpus").stopwords
    stemmer = import_module("nltk.stem").PorterStemmer
    return words(
        lambda word: stemmer().stem(word), lambda word: word in stop_words.words("english")
    )


def kept_in_memory(folder: Path) -> Read:
    stem = import_module("nltk.stem").PorterStemmer().stem
    stop_words = frozenset((folder / _STOP_WORDS).read_text("utf-8").split())
    return words(stem, stop_words.__contains__)


def write_stop_words(folder: Path) -> None:
    from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS

    shortest = sorted(ENGLISH_STOP_WORDS, key=lambda word: (len(word), word))[:N_STOP_WORDS]
    (folder / _STOP_WORDS).parent.mkdir(parents=True)
    (folder / _STOP_WORDS).write_text("\n".join(shortest), "utf-8")


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

    write_stop_words(folder)
    read = kept_in_memory(folder)
    documents = [read(text) for text in texts]
    counts = Counter(stem for stems in documents for stem in stems)
    vocabulary = {stem: i for i, (stem, _) in enumerate(counts.most_common(N_WORDS - 2), 2)}
    parts = train([numbers(vocabulary, stems) for stems in documents], labels)
    save_model(parts, str(folder / "weights.safetensors"))
    (folder / "vocabulary.json").write_text(json.dumps(vocabulary), "utf-8")


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


def load(
    folder: Path, read: Read
) -> tuple[Callable[[Any], list[float]], Callable[[Texts], list[Ids]]]:
    """The network on word numbers, and what makes the word numbers."""
    import torch
    from safetensors.torch import load_model

    vocabulary = json.loads((folder / "vocabulary.json").read_text("utf-8"))
    load_model(parts := network(), str(folder / "weights.safetensors"))

    @torch.inference_mode()
    def probabilities(reviews: list[Ids]) -> list[float]:
        result: list[float] = logits(parts, *padded(reviews, LENGTH)).sigmoid().tolist()
        return result

    return probabilities, lambda texts: [numbers(vocabulary, read(text)) for text in texts]
