"""From a request to a response: clean, tokenise, run the network, calibrate, judge."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from model import explain, recurrence
from model.artifact import Artifact
from model.contract.clean import Cleaned
from model.contract.review import clean_reviews
from model.contract.schema import (
    Explanation,
    Failure,
    Flag,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Tokens,
    WordShare,
)
from model.tokenizer import UNKNOWN, Encoding

SHORT_BELOW = 8  # tokens: under this a review says too little to be surely right about
UNKNOWN_ABOVE = 0.25  # share of unknown words: above this it is probably not English
_TOKENS_AT_ONCE = 16_384  # bounds the memory of a batch


class Predictor:
    """Holds one loaded model. Safe to call from several threads."""

    def __init__(self, artifact: Artifact) -> None:
        self.artifact = artifact
        self.info = ModelInfo(name=artifact.config.name, version=artifact.version)

    def predict(self, request: PredictionRequest) -> PredictionResponse:
        """Judge every review; one that cannot be judged gets a Failure in its place."""
        texts, failures = clean_reviews(request.reviews)
        items: dict[int, Prediction | Failure] = {**failures}
        encodings = [self.artifact.tokenizer.encode(cleaned.text) for cleaned in texts.values()]
        shares = self.shares(encodings)
        for (i, cleaned), encoding, share in zip(texts.items(), encodings, shares, strict=True):
            items[i] = self._judge(request, i, cleaned, encoding, share)
        return PredictionResponse(
            model=self.info, predictions=[items[i] for i in range(len(request.reviews))]
        )

    def logits(self, texts: list[str]) -> NDArray[np.float64]:
        """(B,) logits of texts that are already clean."""
        encodings = [self.artifact.tokenizer.encode(text) for text in texts]
        bias = explain.baseline(self.artifact.weights)
        return np.array([bias + share.sum() for share in self.shares(encodings)])

    def shares(self, encodings: list[Encoding]) -> list[NDArray[np.float64]]:
        """For each review the shares in the logit of the tokens read, in order."""
        weights = self.artifact.weights
        ids = [read_ids(encoding.ids, self.artifact.config.max_tokens) for encoding in encodings]
        shares: dict[int, NDArray[np.float64]] = {}
        for group in _groups([len(i) for i in ids]):
            for i, states in zip(
                group, recurrence.states(weights, [ids[i] for i in group]), strict=True
            ):
                shares[i] = explain.shares(weights, states)
        return [shares[i] for i in range(len(encodings))]

    def _judge(
        self, request: PredictionRequest, i: int, cleaned: Cleaned, encoding: Encoding,
        share: NDArray[np.float64],
    ) -> Prediction:  # fmt: skip
        baseline = explain.baseline(self.artifact.weights)
        logit = baseline + float(share.sum())
        probability = self.artifact.calibration.probability(logit)
        verdict = self.artifact.calibration.verdict(probability)
        flags = _flags(cleaned, encoding, len(share))
        explanation = None
        if request.explain:
            explanation = Explanation(
                text=cleaned.text,
                altered=cleaned.altered,
                baseline=baseline,
                logit=logit,
                words=_word_shares(encoding, share),
            )
        return Prediction(
            id=request.reviews[i].id,
            sentiment=verdict.sentiment,
            probability=probability,
            confidence=verdict.confidence,
            uncertain=verdict.uncertain or "unknown_words" in flags,
            tokens=Tokens(read=len(share), total=len(encoding.ids)),
            flags=flags,
            explanation=explanation,
        )


def read_ids(ids: NDArray[np.int32], max_tokens: int) -> NDArray[np.int32]:
    """The first and the last half of an over-long review: openings and conclusions judge."""
    return ids[_read(len(ids), max_tokens)]


def _read(total: int, max_tokens: int) -> NDArray[np.intp]:
    places = np.arange(total)
    if total <= max_tokens:
        return places
    head = max_tokens // 2
    return np.concatenate([places[:head], places[head - max_tokens :]])


def _groups(lengths: list[int]) -> Iterator[list[int]]:
    """Review numbers in groups of similar length, each group bounded in tokens."""
    group: list[int] = []
    for i in sorted(range(len(lengths)), key=lengths.__getitem__):
        if group and (len(group) + 1) * lengths[i] > _TOKENS_AT_ONCE:
            yield group
            group = []
        group.append(i)
    if group:
        yield group


def _flags(cleaned: Cleaned, encoding: Encoding, n_read: int) -> list[Flag]:
    found: list[tuple[Flag, bool]] = [
        ("altered", cleaned.disguised),
        ("short", len(encoding.ids) < SHORT_BELOW),
        ("truncated", n_read < len(encoding.ids)),
        ("unknown_words", float(np.mean(encoding.ids == UNKNOWN)) > UNKNOWN_ABOVE),
    ]
    return [flag for flag, holds in found if holds]


def _word_shares(encoding: Encoding, share: NDArray[np.float64]) -> list[WordShare]:
    places = _read(len(encoding.ids), len(share))
    return [
        WordShare(start=encoding.spans[place][0], end=encoding.spans[place][1], share=float(part))
        for place, part in zip(places, share, strict=True)
    ]
