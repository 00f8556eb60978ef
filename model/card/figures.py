"""All that the model card says in numbers, measured in one go on the validation films."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from model import behaviour, data
from model.arrays import Labels
from model.artifact import Artifact
from model.card import slices
from model.card.agreement import Agreement, agreement
from model.card.faithfulness import Faithfulness, faithfulness
from model.card.robustness import Flips, flips
from model.card.slices import Slice
from model.contract.clean import clean
from model.evaluate import Figures, Verdicts, figures, judge_texts
from model.intervals import Interval, over_groups
from model.predict import Predictor
from model.text.tokenizer import split


@dataclass(frozen=True)
class Counts:
    """What was there to learn from, and what is measured on."""

    training_labelled: int
    training_unlabelled: int
    training_films: int
    validation_films: int
    seen_texts: int  # validation reviews whose text is, word for word, a training review's too


@dataclass(frozen=True)
class Measured:
    counts: Counts
    verdicts: Verdicts
    overall: Figures
    over_films: Interval  # of the accuracy, films drawn anew
    ece_by_chance: tuple[float, float]
    lengths: list[Slice]
    ratings: list[Slice]
    films: list[Slice]
    passages: dict[str, Figures]
    behaviour: list[behaviour.Row]
    flips: list[Flips]
    faithfulness: Faithfulness | None
    agreement: Agreement  # on all labelled reviews: labels play no part


def measure(artifact: Artifact, reviews: pd.DataFrame) -> Measured:
    """Measure on the validation films of these reviews (model.data)."""
    predictor = Predictor(artifact)
    training, validation = data.split_by_movie(reviews)
    counts = _counts(training, validation)
    texts = _clean(validation)
    labels = validation.label.to_numpy(dtype=np.int64)
    verdicts = judge_texts(predictor, texts, labels)
    n_tokens = np.array([len(split(text)) for text in texts])
    return Measured(
        counts,
        verdicts,
        figures(verdicts, labels),
        over_groups(verdicts.right, validation.movie),
        slices.ece_by_chance(verdicts.confidence),
        slices.by_length(n_tokens, verdicts.right),
        slices.by_rating(validation.rating.to_numpy(dtype=np.int64), verdicts.right),
        slices.by_film(validation.movie, verdicts.right),
        _passages(predictor, texts, labels),
        behaviour.table(behaviour.judge(predictor, behaviour.load_cases())),
        flips(predictor, texts, labels, verdicts),
        faithfulness(predictor, texts),
        agreement(predictor, artifact.weights, _clean(reviews[reviews.label >= 0])),
    )


def _clean(reviews: pd.DataFrame) -> list[str]:
    return [clean(text).text for text in reviews.text]


def _counts(training: pd.DataFrame, validation: pd.DataFrame) -> Counts:
    return Counts(
        int((training.label >= 0).sum()),
        int((training.label < 0).sum()),
        training.movie.nunique(),
        validation.movie.nunique(),
        int(validation.text.isin(training.text).sum()),
    )


def _passages(predictor: Predictor, texts: list[str], labels: Labels) -> dict[str, Figures]:
    cuts = {"first": slices.first_two_sentences, "last": slices.last_two_sentences}
    return {
        f"the {name} two sentences": figures(
            judge_texts(predictor, [cut(text) for text in texts], labels), labels
        )
        for name, cut in cuts.items()
    }
