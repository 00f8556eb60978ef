"""Learning weights of n-grams: naive Bayes weighted logistic regression (Wang and Manning 2012,
https://aclanthology.org/P12-2018/), on labels or on the probabilities of a teacher.

D documents of word numbers, V different n-grams of one to three words.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags

from model.arrays import F32, F64, Ids, Keys
from model.network.ngrams import all_keys

_STEPS = 60  # of the minimiser, at most


def ngrams_of(ids: Ids) -> Keys:
    """The keys of the different n-grams of one document, sorted."""
    found = np.unique(all_keys(ids))
    return found[found > 0]


def frequent(documents: Sequence[Keys], at_least: int) -> Keys:
    """(V,) n-grams that stand in so many documents, sorted."""
    ngrams, n_documents = np.unique(np.concatenate(documents), return_counts=True)
    return ngrams[(n_documents >= at_least) & (ngrams > 0)]


def presence(documents: Sequence[Keys], ngrams: Keys) -> csr_matrix:
    """(D, V) of ones where a document has an n-gram."""
    everything = np.concatenate(documents)
    place = np.searchsorted(ngrams, everything)
    place[place == len(ngrams)] = 0
    known = ngrams[place] == everything
    ends = np.cumsum([0, *map(len, documents)])
    before = np.concatenate([[0], np.cumsum(known)])
    data = np.ones(before[-1], np.float32)
    shape = (len(documents), len(ngrams))
    return csr_matrix((data, place[known].astype(np.int32), before[ends]), shape)


@dataclass(frozen=True)
class Linear:
    """A logit for each document: presence @ weights + bias."""

    weights: F32  # (V,)
    bias: float

    def logits(self, presence: csr_matrix) -> F64:
        """(D, V) presence -> (D,) logits."""
        result: F64 = presence @ self.weights.astype(np.float64) + self.bias
        return result


def fit(presence: csr_matrix, positive: F64, c: float) -> Linear:
    """Fit to (D,) probabilities of positive; a larger `c` fits harder, as in scikit-learn."""
    ratio = log_ratio(presence, positive)
    scaled = csr_matrix(presence @ diags(ratio))
    transposed = csr_matrix(scaled.T)

    def loss(parameters: F64) -> tuple[float, F64]:
        logits = scaled @ parameters[:-1].astype(np.float32) + parameters[-1]
        probability = 1 / (1 + np.exp(-logits))
        surprise = np.logaddexp(0, logits) - positive * logits
        slope = probability - positive
        value = c * surprise.sum() + 0.5 * parameters[:-1] @ parameters[:-1]
        gradient = np.append(
            c * (transposed @ slope.astype(np.float32)) + parameters[:-1], c * slope.sum()
        )
        return float(value), gradient

    found = minimize(
        loss, np.zeros(presence.shape[1] + 1), jac=True, method="L-BFGS-B",
        options={"maxiter": _STEPS, "maxcor": 6},
    ).x  # fmt: skip
    return Linear((found[:-1] * ratio).astype(np.float32), float(found[-1]))


def log_ratio(presence: csr_matrix, positive: F64) -> F32:
    """(V,) log P(n-gram | positive) / P(n-gram | negative), smoothed by one."""
    well = 1 + presence.T @ positive
    badly = 1 + presence.T @ (1 - positive)
    result: F32 = np.log((well / well.sum()) / (badly / badly.sum())).astype(np.float32)
    return result
