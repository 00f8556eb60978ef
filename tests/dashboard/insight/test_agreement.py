"""Verdicts against what is true: against scikit-learn, the model's own measure, and simulation."""

import numpy as np
import pandas as pd
import pytest
from sklearn.calibration import calibration_curve
from sklearn.metrics import accuracy_score, confusion_matrix, precision_score, recall_score

from dashboard.corrections import SKIPPED
from dashboard.insight import agreement, prevalence
from dashboard.results import NEGATIVE, POSITIVE, VERDICTS
from tests.dashboard.insight.files import frame_of


def labelled(n: int, seed: int = 0) -> pd.DataFrame:
    """Labels drawn by the probabilities themselves: perfectly calibrated."""
    rng = np.random.default_rng(seed)
    p = rng.beta(0.4, 0.3, n).clip(0.001, 0.999)
    labels = np.where(rng.random(n) < p, "pos", "neg").tolist()
    return frame_of(p.tolist(), label=labels)


MEANING: dict[str, str | None] = {"pos": POSITIVE, "neg": NEGATIVE}


@pytest.fixture(scope="module")
def judged() -> pd.DataFrame:
    return agreement.by_labels(labelled(3_000), MEANING)


def test_measures_are_those_of_scikit_learn(judged: pd.DataFrame) -> None:
    truth, said = judged["truth"] == POSITIVE, judged["probability"] >= 0.5
    assert agreement.accuracy(judged).share == pytest.approx(accuracy_score(truth, said))
    at = agreement.thresholds(judged).set_index("threshold").loc[80]
    strict = judged["probability"] >= 0.8
    assert at.accuracy == pytest.approx(accuracy_score(truth, strict))
    assert at.precision == pytest.approx(precision_score(truth, strict))
    assert at.recall == pytest.approx(recall_score(truth, strict))


def test_the_confusion_matrix_counts_doubt_on_its_own(judged: pd.DataFrame) -> None:
    table = agreement.confusion(judged).set_index(["truth", "verdict"])["n"]
    truth = judged["truth"].map(VERDICTS.index)
    theirs = confusion_matrix(truth, judged["verdict"].map(VERDICTS.index), labels=[0, 1, 2])
    ours = [[table[t, v] for v in VERDICTS] for t in (POSITIVE, NEGATIVE)]
    assert ours == [theirs[0].tolist(), theirs[2].tolist()]


def test_the_calibration_error_is_the_mean_gap_of_the_curve(judged: pd.DataFrame) -> None:
    probability = judged["probability"].to_numpy()
    positive = (judged["truth"] == POSITIVE).to_numpy().astype(float)
    true, said = calibration_curve(positive, probability, n_bins=10)
    sizes = np.histogram(probability, np.linspace(0, 1, 11))[0]
    ours = agreement.calibration_error(probability, positive)
    assert ours == pytest.approx(np.average(abs(true - said), weights=sizes[sizes > 0]))
    assert ours < agreement.error_by_chance(probability)
    wrong = agreement.calibration_error(probability, 1 - positive)
    assert wrong > agreement.error_by_chance(probability)


def test_perfect_probabilities_lie_on_the_diagonal(judged: pd.DataFrame) -> None:
    table = agreement.reliability(judged)
    assert len(table) == 10
    assert table["n"].sum() == len(judged)
    assert (table["said"].between(table["low"], table["high"])).sum() >= 8


def test_the_worst_errors_are_wrong_and_sure(judged: pd.DataFrame) -> None:
    worst = agreement.worst_errors(judged)
    assert not worst["right"].any()
    assert worst["confidence"].min() > 0.9


def test_what_is_hard_to_tell_is_no_sure_error() -> None:
    frame = frame_of([0.6, 0.99], label=["neg", "neg"])
    worst = agreement.worst_errors(agreement.by_labels(frame, MEANING))
    assert worst["probability"].tolist() == [0.99]


def test_a_slice_that_is_worse_is_found() -> None:
    frame = labelled(3_000).assign(group=["odd", "even", "even"] * 1_000)
    spoiled = frame["label"].where(frame["group"] != "odd", "pos")
    table = agreement.slices(agreement.by_labels(frame.assign(label=spoiled), MEANING))
    groups = table[table["slice"] == "Group"].set_index("part")
    assert groups["clear"].tolist() == [True, True]
    assert groups["share"]["odd"] < groups["share"]["even"]
    calm = agreement.slices(agreement.by_labels(frame, MEANING))
    assert not calm["clear"].any()


def test_stars_are_labels_too() -> None:
    frame = frame_of([0.9, 0.9, 0.1], stars=["5", "3", "4"])
    assert agreement.by_stars(frame)["right"].tolist() == [True, False]


def test_fifty_labels_cover_the_true_share_as_often_as_they_say() -> None:
    """The model flatters: of its negatives a fifth are positive, of its positives a tenth not."""
    rng = np.random.default_rng(1)
    frame = frame_of(rng.choice([0.03, 0.2, 0.5, 0.9, 0.97], 500).tolist())
    chance = (
        frame["verdict"].astype("str").map({"Positive": 0.9, "Hard to tell": 0.4, "Negative": 0.2})
    )
    hits = 0
    for seed in range(40):
        true = np.random.default_rng(seed).random(len(frame)) < chance
        drawn = prevalence.to_label(frame, seed=seed)
        labels = {int(row): POSITIVE if true[row - 1] else NEGATIVE for row in drawn["row"]}
        found = prevalence.estimate(frame, labels)
        hits += found.low <= true.mean() <= found.high
        assert found.n == 50
    assert hits / 40 >= 0.9


def test_skipping_what_takes_no_side_does_not_bend_the_share() -> None:
    """Half of what is called positive takes no side: left out alone, it would count as the rest."""
    rng = np.random.default_rng(2)
    frame = frame_of(rng.choice([0.03, 0.2, 0.5, 0.9, 0.97], 1_000).tolist())
    verdict = frame["verdict"].astype("str")
    chance = verdict.map({"Positive": 0.9, "Hard to tell": 0.4, "Negative": 0.1})
    silent = verdict.map({"Positive": 0.5, "Hard to tell": 0.3, "Negative": 0.0})
    hits, off = 0, []
    for seed in range(60):
        dice = np.random.default_rng(seed)
        true = np.where(dice.random(len(frame)) < chance, POSITIVE, NEGATIVE)
        true[dice.random(len(frame)) < silent] = SKIPPED
        drawn = prevalence.to_label(frame, seed=seed)
        found = prevalence.estimate(frame, {int(row): true[row - 1] for row in drawn["row"]})
        share = (true == POSITIVE).sum() / (true != SKIPPED).sum()
        hits += found.low <= share <= found.high
        off.append(found.share - share)
        assert found.n < 50
        assert 0.5 < found.sided < 1
    assert abs(np.mean(off)) < 0.02  # 0.1 without weighing anew
    assert hits / 60 >= 0.9


def test_if_all_are_skipped_nothing_is_known() -> None:
    frame = frame_of([0.9, 0.1, 0.6, 0.95] * 25)
    found = prevalence.estimate(frame, dict.fromkeys(frame["row"], SKIPPED))
    assert found.n == 0
    assert found.sided < 0.05
    assert found.high - found.low > 0.5


def test_without_a_label_the_share_is_not_known() -> None:
    frame = frame_of([0.9, 0.1, 0.6, 0.95] * 25)
    nothing = prevalence.estimate(frame, {})
    assert nothing.n == 0
    assert nothing.high - nothing.low > 0.5
    everything = prevalence.estimate(frame, dict.fromkeys(frame["row"], POSITIVE))
    assert everything.share == 1
    assert everything.low > 0.9


def test_a_lean_to_one_side_shows_in_the_probabilities() -> None:
    """Praise of which too little is said, and blame of which too much, cancel in the confidence."""
    rng = np.random.default_rng(1)
    true = rng.uniform(0.2, 0.8, 4_000)
    positive = (rng.random(4_000) < true).astype(float)
    said = true - 0.1
    lean = agreement.calibration_error(said, positive)
    assert lean == pytest.approx(0.1, abs=0.02)
    assert lean > agreement.error_by_chance(said)
    honest = agreement.calibration_error(true, positive)
    assert honest < agreement.error_by_chance(true)


def test_chance_shrinks_with_the_root_of_the_number() -> None:
    few = np.random.default_rng(0).uniform(0.5, 1, 5_000)
    many = np.tile(few, 4)
    ratio = agreement.error_by_chance(few) / agreement.error_by_chance(many)
    assert ratio == pytest.approx(2, rel=0.15)
