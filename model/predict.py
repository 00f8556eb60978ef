"""From a request to a response: clean, tokenise, read, calibrate, judge."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import numpy as np

from model.arrays import F64
from model.artifact import Artifact
from model.contract.clean import Cleaned, clean
from model.contract.errors import BodyTooLarge, NoWords
from model.contract.limits import MAX_ANSWER_BYTES, MAX_REVIEWS
from model.contract.lines import Line, LineAnswer, LineError
from model.contract.review import clean_reviews
from model.contract.schema import (
    NOT_READ,
    Failure,
    Flag,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Review,
    Tokens,
)
from model.network import explain, recurrence
from model.network.explain import Reading, Shares
from model.network.gate_tables import fold
from model.text.language import Languages
from model.text.tokenizer import Encoding

SHORT_BELOW = 8  # tokens: under this a review says too little to be surely right about
# The fewest that a word adds to an explanation: a digit in two columns, 0.0 in two, four commas.
_BYTES_OF_A_WORD = 12

Encoded = dict[int, tuple[Cleaned, Encoding]]  # by the review's position in the request


class Predictor:
    """Holds one loaded model. Safe to call from several threads."""

    def __init__(self, artifact: Artifact) -> None:
        # Once folded, the weights are not needed: they would keep 15 MB.
        self.artifact = replace(artifact, weights={})
        self.info = ModelInfo(name=artifact.config.name, version=artifact.version)
        self._network = fold(artifact.weights, artifact.largest_gates)
        self._languages = Languages(artifact.tokenizer)

    def predict(self, request: PredictionRequest) -> PredictionResponse:
        """Judge every review; one that cannot be judged gets a Failure in its place.

        Raises BodyTooLarge for more explanations than an answer holds.
        """
        encoded, failures = self._encode(request.reviews)
        encodings = [encoding for _, encoding in encoded.values()]
        shares = self._shares_of_all(encoded) if request.explain else None
        logits = [share.logit for share in shares] if shares else self.logits(encodings)
        items: dict[int, Prediction | Failure] = {**failures}
        for k, (i, (cleaned, encoding)) in enumerate(encoded.items()):
            reading = Reading(cleaned, encoding, float(logits[k]), shares[k] if shares else None)
            items[i] = self._judge(request.reviews[i].id, reading)
        return PredictionResponse(
            model=self.info, predictions=[items[i] for i in range(len(request.reviews))]
        )

    def predict_lines(self, lines: list[Line]) -> list[LineAnswer]:
        """Judge any number of reviews; what is no review keeps its place."""
        reviews = [line for line in lines if isinstance(line, Review)]
        answers = self._in_batches(reviews)
        return [line if isinstance(line, LineError) else next(answers) for line in lines]

    def predict_texts(
        self, texts: Iterable[str], explain: bool = False
    ) -> Iterator[Prediction | Failure]:
        """Judge any number of raw texts, in their order."""
        reviews = [Review(id=str(i), text=text) for i, text in enumerate(texts)]
        return self._in_batches(reviews, explain)

    def _in_batches(
        self, reviews: list[Review], explain: bool = False
    ) -> Iterator[Prediction | Failure]:
        for start in range(0, len(reviews), MAX_REVIEWS):
            batch = reviews[start : start + MAX_REVIEWS]
            request = PredictionRequest(reviews=batch, explain=explain)
            yield from self.predict(request).predictions

    def probabilities(self, texts: list[str]) -> F64:
        """(B,) calibrated probabilities of positive for raw texts; 0.5 where there is no word."""
        encode = self.artifact.tokenizer.encode
        logits = self.logits([encode(clean(text).text) for text in texts])
        return self.artifact.calibration.probabilities(logits)

    def logits(self, encodings: list[Encoding]) -> F64:
        """(B,) logits; 0 for a text without a word."""
        logits = np.zeros(len(encodings))
        if read := [i for i, encoding in enumerate(encodings) if len(encoding.ids)]:
            reviews = [encodings[i].ids for i in read]
            logits[read] = recurrence.logits(self._network, reviews)
            logits[read] += [self.artifact.ngrams.score(ids) for ids in reviews]
        return logits

    def _encode(self, reviews: list[Review]) -> tuple[Encoded, dict[int, Failure]]:
        """By position: the reviews that have words, and the failures of the others."""
        texts, failures = clean_reviews(reviews)
        encoded: Encoded = {}
        for i, cleaned in texts.items():
            encoding = self.artifact.tokenizer.encode(cleaned.text)
            if len(encoding.ids):
                encoded[i] = cleaned, encoding
            else:  # as of “1,2,3/4,5,6”, whose 3/4 is no score but a piece of numbers
                failures[i] = Failure(id=reviews[i].id, error=NoWords().item())
        return encoded, failures

    def _shares_of_all(self, encoded: Encoded) -> list[Shares]:
        _check_size(encoded)
        return [self.shares(encoding) for _, encoding in encoded.values()]

    def shares(self, encoding: Encoding) -> Shares:
        """The parts of the logit of one review of n words, at least one."""
        of_network = recurrence.shares(self._network, encoding.ids)
        return Shares(of_network + self.artifact.ngrams.shares(encoding.ids), self._network.bias)

    def _judge(self, review_id: str, reading: Reading) -> Prediction:
        calibration, n = self.artifact.calibration, len(reading.encoding.ids)
        probability = calibration.probability(reading.logit)
        verdict = calibration.verdict(probability)
        flags = self._flags(reading)
        return Prediction(
            id=review_id,
            sentiment=verdict.sentiment,
            probability=probability,
            confidence=verdict.confidence,
            uncertain=verdict.uncertain or not NOT_READ.isdisjoint(flags),
            tokens=Tokens(read=n, total=n),
            flags=flags,
            explanation=explain.explanation(reading, calibration),
        )

    def _flags(self, reading: Reading) -> list[Flag]:
        ids = reading.encoding.ids
        not_read = self._languages.not_read(reading.cleaned.text, ids)
        found: list[tuple[Flag, bool]] = [
            ("altered", reading.cleaned.disguised),
            ("other_language", not_read == "other_language"),
            ("short", len(ids) < SHORT_BELOW),
            ("unknown_words", not_read == "unknown_words"),
        ]
        return [flag for flag, holds in found if holds]


def _check_size(encoded: Encoded) -> None:
    """Before anything is explained, as it takes many times the room of what it is about.

    Refuses only what cannot fit; the Lambda measures what it sends.
    """
    n_characters = sum(len(cleaned.text) for cleaned, _ in encoded.values())
    n_words = sum(len(encoding.ids) for _, encoding in encoded.values())
    if n_characters + n_words * _BYTES_OF_A_WORD > MAX_ANSWER_BYTES:
        raise BodyTooLarge(
            f"The answer would have more than {MAX_ANSWER_BYTES:,} bytes. "
            "Ask for fewer explanations at once."
        )
