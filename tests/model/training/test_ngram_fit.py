"""Fitting n-grams: scikit-learn is the oracle."""

import numpy as np
import pytest
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from model.text.tokenizer import Tokenizer
from model.training import ngram_fit

RNG = np.random.default_rng(0)
WORDS = [f"w{chr(97 + i)}" for i in range(12)]
TEXTS = [" ".join(RNG.choice(WORDS, RNG.integers(3, 9))) for _ in range(120)]
LABELS = np.array([float(text.count("wa") + text.count("wb wc") > 0) for text in TEXTS])
TOKENIZER = Tokenizer(["<padding>", "<unknown>", *WORDS])
DOCUMENTS = [ngram_fit.ngrams_of(ids) for ids in TOKENIZER.encode_documents(TEXTS)]
KNOWN = ngram_fit.frequent(DOCUMENTS, at_least=2)
PRESENT = ngram_fit.presence(DOCUMENTS, KNOWN)


def test_phrases_are_those_of_scikit_learn() -> None:
    vectorizer = CountVectorizer(ngram_range=(1, 3), binary=True, min_df=2)
    counts = vectorizer.fit_transform(TEXTS)
    assert PRESENT.shape == counts.shape
    np.testing.assert_array_equal(
        np.sort(np.asarray(PRESENT.sum(axis=0)).ravel()),
        np.sort(np.asarray(counts.sum(axis=0)).ravel()),
    )
    np.testing.assert_array_equal(PRESENT.sum(axis=1), counts.sum(axis=1))


def test_a_phrase_unseen_before_counts_for_nothing() -> None:
    stranger = [ngram_fit.ngrams_of(np.array([2, 2, 2, 2], np.int32)), np.empty(0, np.uint64)]
    found = ngram_fit.presence(stranger, KNOWN[KNOWN > 2**20])
    assert found.shape[0] == 2
    assert not found[1].toarray().any()


def test_fit_is_logistic_regression_on_weighted_phrases() -> None:
    fitted = ngram_fit.fit(PRESENT, LABELS, c=0.5)
    weighted = PRESENT.toarray() * ngram_fit.log_ratio(PRESENT, LABELS)
    oracle = LogisticRegression(C=0.5, max_iter=2000, tol=1e-8).fit(weighted, LABELS)
    expected = oracle.decision_function(weighted)
    np.testing.assert_allclose(fitted.logits(PRESENT), expected, atol=0.02)


def test_it_learns_probabilities_too() -> None:
    """With a soft target of 0.7 everywhere, every logit is that of 0.7."""
    fitted = ngram_fit.fit(PRESENT, np.full(len(TEXTS), 0.7), c=0.5)
    assert fitted.logits(PRESENT) == pytest.approx(np.log(0.7 / 0.3), abs=0.05)
