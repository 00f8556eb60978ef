"""Reasons: they add up, they say what they claim, and integrated gradients say much the same."""

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr

from model.artifact import DEFAULT_ARTIFACT, Artifact, load_artifact
from model.contract.schema import Explanation, Prediction, PredictionRequest
from model.network.qrnn import Network, beside_each_other, ragged
from model.predict import Predictor
from tests.model import samples

TEXT = "The film was not very good, it's dull dull dull. Fun? Not! 8/10"


def explained(predictor: Predictor, text: str) -> tuple[Prediction, Explanation]:
    request = {"reviews": [{"id": "1", "text": text}], "explain": True}
    (answer,) = predictor.predict(PredictionRequest.model_validate(request)).predictions
    assert isinstance(answer, Prediction)
    assert answer.explanation is not None
    return answer, answer.explanation


def reference_logit(artifact: Artifact, ids: NDArray[np.int32]) -> float:
    with torch.no_grad():
        of_network = float(Network.of(artifact.weights)(*ragged([ids])))
    return of_network + artifact.ngrams.score(ids)


def test_shares_and_baseline_are_the_logit_of_torch(artifact: Artifact) -> None:
    _, explanation = explained(Predictor(artifact), TEXT)
    total = explanation.baseline + sum(explanation.words.share)
    assert total == pytest.approx(explanation.logit, abs=1e-4)
    ids = artifact.tokenizer.encode(TEXT).ids
    assert total == pytest.approx(reference_logit(artifact, ids), abs=0.2)  # of 8-bit gates


def test_explaining_changes_no_verdict(shipped: Predictor) -> None:
    for text in samples.reviews()[:50]:
        answer, explanation = explained(shipped, text)
        assert answer.probability == pytest.approx(shipped.probabilities([text])[0], abs=1e-4)
        total = explanation.baseline + sum(explanation.words.share)
        assert total == pytest.approx(explanation.logit, abs=1e-4)


def test_each_word_and_sentence_has_its_share(shipped: Predictor) -> None:
    answer, explanation = explained(shipped, TEXT)
    words = [TEXT[word.start : word.end] for word in explanation.words]
    assert words[:5] == ["The", "film", "was", "not", "very"]
    sentences = [TEXT[s.start : s.end].strip() for s in explanation.sentences]
    assert sentences == ["The film was not very good, it's dull dull dull.", "Fun?", "Not!", "8/10"]
    assert sum(s.share for s in explanation.sentences) == pytest.approx(
        sum(explanation.words.share)
    )
    assert explanation.words.so_far[-1] == pytest.approx(answer.probability, abs=1e-6)


def test_a_word_without_weight_has_no_share(artifact: Artifact) -> None:
    artifact.weights["head.weight"][:] = 0
    artifact.ngrams.weights[:] = 0
    _, explanation = explained(Predictor(artifact), TEXT)
    assert not any(explanation.words.share)


def integrated_gradients(artifact: Artifact, ids: NDArray[np.int32]) -> NDArray[np.float64]:
    """(n,) of torch's network, from no word vectors at all (Sundararajan et al. 2017)."""
    network, (numbers, starts) = Network.of(artifact.weights), ragged([ids])
    vectors = network.embedding(numbers).detach()
    total = torch.zeros_like(vectors)
    steps = 32
    for k in range(steps):
        point = (vectors * (k + 0.5) / steps).requires_grad_()
        gates = beside_each_other(network.own(point), network.beside(point), starts)
        logit = network.logits(gates, starts).sum()
        total += torch.autograd.grad(logit, point)[0] / steps
    of_network: NDArray[np.float64] = (total * vectors).sum(dim=1).numpy().astype(np.float64)
    return of_network + artifact.ngrams.shares(ids)


def test_integrated_gradients_agree(shipped: Predictor) -> None:
    """Rank correlation of the words' shares, over the sample reviews."""
    found, artifact = [], load_artifact(DEFAULT_ARTIFACT)
    for text in samples.reviews()[::6]:
        encoding = shipped.artifact.tokenizer.encode(text)
        if len(encoding.ids) >= 8:
            other = integrated_gradients(artifact, encoding.ids)
            found.append(spearmanr(shipped.shares(encoding).by_word, other).statistic)
    assert len(found) >= 20
    assert np.mean(found) >= 0.85


def test_taking_out_the_strongest_words_moves_most(shipped: Predictor) -> None:
    """Five words with the largest shares against five random ones, in the sample reviews."""
    rng = np.random.default_rng(0)
    strongest: list[float] = []
    random: list[float] = []
    for text in samples.reviews():
        encoding = shipped.artifact.tokenizer.encode(text)
        n = len(encoding.ids)
        if n < 20:
            continue
        (logit,) = shipped.logits([encoding])
        out = np.argsort(-np.abs(shipped.shares(encoding).by_word))[:5]
        for moved, taken in ((strongest, out), (random, rng.choice(n, 5, replace=False))):
            places = np.delete(np.stack([encoding.starts, encoding.ends], axis=1), taken, axis=0)
            kept = [text[start:end] for start, end in places]
            rest = shipped.artifact.tokenizer.encode(" ".join(kept))
            moved.append(abs(shipped.logits([rest])[0] - logit))
    assert len(strongest) > 50
    assert np.mean(strongest) >= 3 * np.mean(random)
