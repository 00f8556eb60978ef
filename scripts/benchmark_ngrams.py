"""Two linear peers on runs of one to three words: NB-SVM and fastText.

Both use an expression of their own for words, so that scoring imports nothing of ours.
"""

import json
import math
import random
import re
from collections.abc import Callable
from importlib import import_module
from itertools import pairwise, repeat
from pathlib import Path

Texts = list[str]
Labels = list[int]

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:/\d+)?|[!?]+|[.,;:()\"*$%&-]")


def split(text: str) -> Texts:
    return _WORD.findall(text.lower())


def ngrams(text: str) -> set[str]:
    words = split(text)
    triples = zip(words, words[1:], words[2:])  # noqa: B905 - the last two begin none
    return {*words, *map(" ".join, pairwise(words)), *map(" ".join, triples)}


def fit_nb_svm(folder: Path, texts: Texts, labels: Labels) -> None:
    """As model/training/teacher.py: the ratio of naive Bayes times the model's weight."""
    import numpy as np
    from scipy.sparse import diags
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = CountVectorizer(analyzer=ngrams, min_df=2, binary=True, dtype=np.float32)
    counts, positive = vectorizer.fit_transform(texts), np.array(labels) == 1
    share = [1 + np.asarray(counts[rows].sum(axis=0)).ravel() for rows in (positive, ~positive)]
    ratio = np.log((share[0] / share[0].sum()) / (share[1] / share[1].sum()))
    model = LogisticRegression(C=0.1, solver="liblinear", dual=True, max_iter=300, random_state=0)
    model.fit(counts @ diags(ratio), labels)
    weights = (model.coef_[0] * ratio).round(5).tolist()
    names = vectorizer.get_feature_names_out().tolist()
    saved = {"bias": model.intercept_[0], "weights": dict(zip(names, weights, strict=True))}
    (folder / "weights.json").write_text(json.dumps(saved), "utf-8")


def load_nb_svm(folder: Path) -> Callable[[Texts], list[float]]:
    """Pure Python: a set of n-grams, one look-up for each, a sum."""
    saved = json.loads((folder / "weights.json").read_text("utf-8"))
    bias, weight = saved["bias"], saved["weights"].get

    def probability(text: str) -> float:
        return 1 / (1 + math.exp(-bias - sum(map(weight, ngrams(text), repeat(0.0)))))

    return lambda texts: list(map(probability, texts))


def fit_fasttext(folder: Path, texts: Texts, labels: Labels) -> None:
    fasttext = import_module("fasttext")
    path = folder / "training.txt"
    lines = [f"__label__{n} {' '.join(split(t))}\n" for t, n in zip(texts, labels, strict=True)]
    random.Random(0).shuffle(lines)  # noqa: S311 - they come sorted by label, and it takes them so
    path.write_text("".join(lines), "utf-8")
    model = fasttext.train_supervised(  # one thread: with more, each run learns something else
        str(path), wordNgrams=3, dim=10, epoch=10, lr=0.5, minCount=2, thread=1, verbose=0
    )
    path.unlink()
    model.save_model(str(folder / "model.bin"))


def load_fasttext(folder: Path) -> Callable[[Texts], list[float]]:
    model = import_module("fasttext").load_model(str(folder / "model.bin"))

    def probabilities(texts: Texts) -> list[float]:
        found = zip(*model.predict([" ".join(split(text)) for text in texts]), strict=True)
        return [p if label == "__label__1" else 1 - p for (label,), (p,) in found]

    return probabilities
