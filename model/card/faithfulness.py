"""Whether the explanation explains: do the words it names move the verdict, and do they add up?

The "comprehensiveness" of DeYoung et al. 2020 (ERASER, https://aclanthology.org/2020.acl-main.408/)
against random words: take the most telling words out of the text and read it again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from model.arrays import F64
from model.contract.clean import clean
from model.contract.schema import Explanation, Prediction
from model.predict import Predictor

N_REVIEWS = 200
N_WORDS = 5
_MIN_WORDS = 3 * N_WORDS  # with fewer, "random" words are mostly the telling ones


@dataclass(frozen=True)
class Faithfulness:
    """Of n reviews: medians of how far the logit moves, and the worst gap in an explanation."""

    n: int
    telling: float  # without the words of the largest shares
    random: float  # without as many random ones
    ratio: float  # the median of each review's own ratio
    completeness: float  # largest |baseline + shares - logit|


def faithfulness(predictor: Predictor, texts: list[str]) -> Faithfulness | None:
    """None if no text is long enough."""
    rng = np.random.default_rng(0)
    drawn = rng.permutation(len(texts))[:N_REVIEWS]
    explained = [e for e in _explain(predictor, [texts[i] for i in drawn]) if _long_enough(e)]
    if not explained:
        return None
    without_telling = _moves(predictor, explained, [_telling(e) for e in explained])
    without_random = _moves(predictor, explained, [_random(e, rng) for e in explained])
    ratio = without_telling / np.maximum(without_random, 1e-9)
    telling, random, middle = map(_median, (without_telling, without_random, ratio))
    gap = max(_gap(e) for e in explained)
    return Faithfulness(len(explained), telling, random, middle, gap)


def _median(values: F64) -> float:
    return float(np.median(values))


def _explain(predictor: Predictor, texts: list[str]) -> Iterator[Explanation]:
    """A text without a word, or too long to be sent, has none."""
    for answer in predictor.predict_texts(texts, explain=True):
        if isinstance(answer, Prediction) and answer.explanation:
            yield answer.explanation


def _long_enough(explanation: Explanation) -> bool:
    return len(explanation.words) >= _MIN_WORDS


def _telling(explanation: Explanation) -> list[int]:
    sizes = -np.abs(explanation.words.share)
    return [int(i) for i in np.argsort(sizes, kind="stable")[:N_WORDS]]


def _random(explanation: Explanation, rng: np.random.Generator) -> list[int]:
    return [int(i) for i in rng.choice(len(explanation.words), N_WORDS, replace=False)]


def _moves(predictor: Predictor, explained: list[Explanation], removed: list[list[int]]) -> F64:
    """|change of the logit| of each review without these words."""
    cut = [_without(e, words) for e, words in zip(explained, removed, strict=True)]
    after = predictor.logits(
        [predictor.artifact.tokenizer.encode(clean(text).text) for text in cut]
    )
    moved: F64 = np.abs(after - np.array([e.logit for e in explained]))
    return moved


def _without(explanation: Explanation, words: list[int]) -> str:
    """A space in each one's place, or its neighbours would become one word."""
    text = explanation.text
    for i in sorted(words, reverse=True):
        text = f"{text[: explanation.words.start[i]]} {text[explanation.words.end[i] :]}"
    return text


def _gap(explanation: Explanation) -> float:
    total = explanation.baseline + sum(explanation.words.share)
    return abs(total - explanation.logit)
