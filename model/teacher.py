"""The teacher that gives the unlabelled reviews their soft labels.

Logistic regression on n-grams weighted by naive Bayes (Wang and Manning 2012,
https://aclanthology.org/P12-2018/). It knows rare phrases; the small network learns them from it.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, diags
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from model.tokenizer import split

Labels = NDArray[np.int64]


def soft_labels(
    texts: list[str], labels: Labels, unlabelled: list[str], regularisation: float = 0.1
) -> NDArray[np.float64]:
    """Fit on the labelled texts, give P(positive) of the unlabelled ones.

    `regularisation` is scikit-learn's C: larger fits harder.
    """
    vectorizer = CountVectorizer(
        analyzer=_ngrams, min_df=2, binary=True, dtype=np.float32, lowercase=False
    )
    counts = csr_matrix(vectorizer.fit_transform(texts))
    ratio = diags(_log_ratio(counts, labels))
    model = LogisticRegression(
        C=regularisation, solver="liblinear", dual=True, max_iter=300, random_state=0
    )
    model.fit(counts @ ratio, labels)
    result: NDArray[np.float64] = model.predict_proba(vectorizer.transform(unlabelled) @ ratio)
    return result[:, 1]


def _ngrams(text: str) -> list[str]:
    words = split(text)
    return [" ".join(words[i : i + n]) for n in (1, 2, 3) for i in range(len(words) - n + 1)]


def _log_ratio(counts: csr_matrix, labels: Labels) -> NDArray[np.float64]:
    """log P(n-gram | positive) / P(n-gram | negative), smoothed by one."""
    positive = 1 + np.asarray(counts[labels == 1].sum(axis=0)).ravel()
    negative = 1 + np.asarray(counts[labels == 0].sum(axis=0)).ravel()
    result: NDArray[np.float64] = np.log((positive / positive.sum()) / (negative / negative.sum()))
    return result
