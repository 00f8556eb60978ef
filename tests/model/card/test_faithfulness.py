"""Faithfulness of explanations: known ones, and those of a real predictor."""

from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest

from model.artifact import Artifact
from model.card.faithfulness import faithfulness
from model.contract.schema import Explanation, Prediction, PredictionRequest, WordShare
from model.predict import Predictor
from model.text.tokenizer import Encoding, Tokenizer
from tests.columns import columns

PLAIN = " ".join(["plain"] * 15)
TEXTS = [f"{PLAIN} great great great great great {PLAIN}"] * 3


class Sum(Predictor):
    """Each "great" adds one to the logit and is said to add `claimed`."""

    def __init__(self, claimed: float = 1.0) -> None:
        self.artifact = cast("Artifact", SimpleNamespace(tokenizer=Tokenizer(["great"])))
        self.claimed = claimed

    def logits(self, encodings: list[Encoding]) -> Any:
        return np.array([float((encoding.ids == 0).sum()) for encoding in encodings])

    def predict(self, request: PredictionRequest) -> Any:
        return SimpleNamespace(predictions=[self._explain(r.text) for r in request.reviews])

    def _explain(self, text: str) -> Prediction:
        words, place = [], 0
        for word in text.split():
            share = self.claimed if word == "great" else 0.0
            end = place + len(word)
            words.append(WordShare(start=place, end=end, share=share, so_far=0.5))
            place = end + 1
        said: dict[str, Any] = {"text": text, "baseline": 0.0, "words": columns(words)}
        logit = float(text.split().count("great"))
        explanation = Explanation.model_construct(**said, logit=logit)
        only: dict[str, Any] = {"explanation": explanation}  # all that is looked at
        return Prediction.model_construct(**only)


def test_true_shares_are_faithful() -> None:
    found = faithfulness(Sum(), TEXTS)
    assert found is not None
    assert (found.n, found.completeness) == (3, 0)
    assert found.telling == pytest.approx(5)
    assert found.random < 3
    assert found.ratio > 1


def test_wrong_shares_are_found_out() -> None:
    found = faithfulness(Sum(claimed=0.0), TEXTS)
    assert found is not None
    assert found.telling < 5  # all shares alike: the first words go, which say nothing
    assert found.completeness == 5


def test_short_texts_are_left_out() -> None:
    assert faithfulness(Sum(), ["great plain"]) is None


def test_of_a_real_predictor(artifact: Artifact) -> None:
    texts = ["the film was not very good , it's dull ! the fun was bad .", "", "fun"] * 40
    found = faithfulness(Predictor(artifact), texts)
    assert found is not None
    assert found.n == 40
    assert found.completeness < 1e-4
    assert found.telling > 0
