"""The rows of `scripts/benchmark.py --peers`: how each learns into a folder and is loaded from it.

Packages are imported where they are needed, so a row's process holds only what the row needs, and
a package that is missing fails its own row alone. Peers that are not in the project's lock come
through import_module: the type checker has not seen them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import benchmark_layers
import benchmark_ngrams as ngrams
import benchmark_original as original

Texts = list[str]
Labels = list[int]


class Loaded(NamedTuple):
    score: Callable[[Any], Any]  # prepared reviews -> P(positive) of each
    prepare: Callable[[Texts], Any] = list  # not measured; end to end, it does nothing


@dataclass(frozen=True)
class Row:
    title: str
    load: Callable[[Path], Loaded]
    fit: Callable[[Path, Texts, Labels], None] | None = None
    folder: str = ""  # where fit writes and load reads
    files: Callable[[Path], Iterable[Path]] = lambda folder: folder.rglob("*")  # the model on disk
    processes: int = 2  # at work at once for reviews/s; 1 where one process uses the cores itself
    batch: int = 300  # reviews a call for reviews/s
    calibrated: bool = True  # whether what it gives claims to be a probability
    published: float | None = None  # accuracy in the literature, where nothing here can measure it


def load_vader(_folder: Path) -> Loaded:
    analyzer = import_module("vaderSentiment.vaderSentiment").SentimentIntensityAnalyzer()
    return Loaded(lambda texts: [(analyzer.polarity_scores(t)["compound"] + 1) / 2 for t in texts])


def load_textblob(_folder: Path) -> Loaded:
    blob = import_module("textblob").TextBlob
    return Loaded(lambda texts: [(blob(text).sentiment.polarity + 1) / 2 for text in texts])


def package_files(name: str, pattern: str) -> Callable[[Path], Iterable[Path]]:
    """Of a peer that comes with its word list."""
    return lambda _folder: Path(str(import_module(name).__file__)).parent.glob(pattern)


def fit_tfidf(folder: Path, texts: Texts, labels: Labels) -> None:
    import_module("joblib").dump(
        benchmark_layers.tfidf().fit(texts, labels), folder / "pipeline.joblib"
    )


def load_tfidf(folder: Path) -> Loaded:
    pipeline = import_module("joblib").load(folder / "pipeline.joblib")
    return Loaded(lambda texts: pipeline.predict_proba(texts)[:, 1])


def load_nb_svm(folder: Path) -> Loaded:
    return Loaded(ngrams.load_nb_svm(folder))


def load_fasttext(folder: Path) -> Loaded:
    return Loaded(ngrams.load_fasttext(folder))


def load_original(folder: Path) -> Loaded:
    network, encode = original.load(folder, original.as_written(folder))
    return Loaded(lambda texts: network(encode(texts)))


def load_original_in_memory(folder: Path) -> Loaded:
    network, encode = original.load(folder, original.kept_in_memory(folder))
    return Loaded(lambda texts: network(encode(texts)))


def load_original_lstm(folder: Path) -> Loaded:
    network, encode = original.load(folder, original.kept_in_memory(folder))
    return Loaded(network, prepare=lambda texts: [ids for text in texts for ids in encode([text])])


def fit_distilbert(folder: Path, texts: Texts, _labels: Labels) -> None:
    """Random weights, as there is no download here; its words are learned from the texts."""
    transformers, tokenizers = import_module("transformers"), import_module("tokenizers")
    words = tokenizers.BertWordPieceTokenizer(lowercase=True)
    words.train_from_iterator(texts, vocab_size=30_522, show_progress=False)
    words.save_model(str(folder))
    transformers.utils.logging.disable_progress_bar()
    config = transformers.DistilBertConfig()
    transformers.DistilBertForSequenceClassification(config).save_pretrained(folder)


def load_distilbert(folder: Path) -> Loaded:
    import torch

    transformers = import_module("transformers")
    transformers.utils.logging.disable_progress_bar()
    model = transformers.DistilBertForSequenceClassification.from_pretrained(folder).eval()
    words = import_module("tokenizers").BertWordPieceTokenizer(str(folder / "vocab.txt"))
    words.enable_truncation(256)
    words.enable_padding()

    @torch.inference_mode()
    def probabilities(texts: Texts) -> list[float]:
        found = words.encode_batch(texts)
        ids, mask = (
            torch.tensor([getattr(f, a) for f in found]) for a in ("ids", "attention_mask")
        )
        result: list[float] = model(ids, mask).logits.softmax(-1)[:, 1].tolist()
        return result

    return Loaded(probabilities)


def load_ours(_folder: Path) -> Loaded:
    return Loaded(benchmark_layers.ours())


def ours_files(_folder: Path) -> Iterable[Path]:
    from model.artifact import DEFAULT_ARTIFACT

    return DEFAULT_ARTIFACT.rglob("*")


ROWS = {
    "vader": Row(
        "VADER", load_vader, files=package_files("vaderSentiment", "*.txt"), calibrated=False
    ),
    "textblob": Row(
        "TextBlob", load_textblob, files=package_files("textblob", "en/*.xml"), calibrated=False
    ),
    "tfidf": Row("TF-IDF + logistic regression", load_tfidf, fit_tfidf, "tfidf"),
    "nb-svm": Row("NB-SVM, 1 to 3 words", load_nb_svm, ngrams.fit_nb_svm, "nb-svm"),
    "fasttext": Row("fastText, 1 to 3 words", load_fasttext, ngrams.fit_fasttext, "fasttext"),
    "original": Row("The course project", load_original, original.fit, "original", batch=50),
    "original-in-memory": Row(
        "The course project, stop words in memory",
        load_original_in_memory, original.fit, "original", batch=50,
    ),
    "original-lstm": Row(
        "The course project, its LSTM alone",
        load_original_lstm, original.fit, "original", batch=50,
    ),
    "distilbert": Row(
        "DistilBERT (random weights)",
        load_distilbert, fit_distilbert, "distilbert", processes=1, batch=8, published=0.928,
    ),
    "ours": Row("Ours", load_ours, files=ours_files),
}  # fmt: skip
