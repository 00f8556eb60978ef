"""The model card's tables and sentences, as markdown."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from model.arrays import Bools
from model.artifact import Artifact
from model.behaviour import FLOORS, MAX_CONFIDENTLY_WRONG, Row
from model.card.agreement import Agreement
from model.card.faithfulness import N_REVIEWS, N_WORDS, Faithfulness
from model.card.figures import Measured
from model.card.robustness import Flips
from model.card.slices import MIN_OF_FILM, Slice
from model.evaluate import Figures, surest
from model.intervals import of_share

_SHOWN_FILMS = 5


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def percent(share: float, digits: int = 1) -> str:
    return f"{100 * share:.{digits}f} %"


def between(interval: Iterable[float]) -> str:
    low, high = interval
    return f"{100 * low:.1f} to {percent(high)}"


def overall(measured: Measured) -> str:
    verdicts, found, every = measured.verdicts, measured.overall, f"{measured.overall['n']:,}"
    right, certain = verdicts.right, verdicts.certain
    rows = [
        _share("judged right (accuracy)", right),
        ("the same, bootstrapped by film", "", between(measured.over_films), every),
        _share("right among the most certain 90 %", right[surest(verdicts, 0.9)]),
        _share("right among the most certain 80 %", right[surest(verdicts, 0.8)]),
        _share("called uncertain", ~certain),
        _share("right among those not called uncertain", right[certain]),
        ("negative log-likelihood", f"{found['nll']:.4f}", "", every),
        ("expected calibration error (15 bins)", f"{found['ece']:.4f}", "", every),
    ]
    return table(["", "", "95 % interval", "reviews"], rows)


def _share(name: str, hits: Bools) -> tuple[str, str, str, str]:
    if not len(hits):
        return name, "none", "", "0"
    return name, percent(hits.mean()), between(of_share(hits)), f"{len(hits):,}"


def recorded(metrics: dict[str, Any]) -> str:
    """What the training run itself measured, to be held against this."""
    accuracy = metrics.get("group_split_validation", {}).get("accuracy")
    return f"The training run itself recorded {percent(accuracy)} judged right." if accuracy else ""


def slice_table(name: str, found: list[Slice]) -> str:
    rows = [(s.name, f"{s.n:,}", percent(s.accuracy), between(s.interval)) for s in found]
    return table([name, "reviews", "right", "95 % interval"], rows)


def films(found: list[Slice]) -> str:
    """The extremes as counts: a film's name would say whose reviews these are."""
    if not found:
        return f"No film has {MIN_OF_FILM} reviews here."
    shown = min(_SHOWN_FILMS, (len(found) + 1) // 2)
    middle = np.median([film.accuracy for film in found])
    return (
        f"{len(found)} films have at least {MIN_OF_FILM} reviews here; the median film has "
        f"{percent(middle)} judged right. The {shown} hardest: {_films(found[:shown])}. "
        f"The {shown} easiest: {_films(found[::-1][:shown])}. With so few reviews of each, "
        "much of the difference is chance."
    )


def _films(found: list[Slice]) -> str:
    return ", ".join(f"{film.right} of {film.n} ({percent(film.accuracy, 0)})" for film in found)


def passages(measured: Measured) -> str:
    read: dict[str, Figures] = {"the whole review": measured.overall, **measured.passages}
    rows = [
        (
            name, percent(f["accuracy"]), between(f["accuracy_interval"]), f"{f['ece']:.4f}",
            percent(f["uncertain_share"]),
        )
        for name, f in read.items()
    ]  # fmt: skip
    header = ["read was", "right", "95 % interval", "calibration error", "called uncertain"]
    return table(header, rows)


def behaviour(rows: list[Row]) -> str:
    """Every kind with its floor and limit, and a word where one is missed."""
    return table(
        ["kind", "cases", "right", "floor", "uncertain", "surely wrong", "limit", ""],
        (
            (
                row.kind.replace("_", " "), row.n, percent(row.right), _bound(FLOORS, row),
                percent(row.uncertain), percent(row.confidently_wrong),
                _bound(MAX_CONFIDENTLY_WRONG, row),
                "missed" if _missed(row) else "",
            )
            for row in rows
        ),
    )  # fmt: skip


def _bound(bounds: Any, row: Row) -> str:
    return percent(bounds[row.kind]) if row.kind in bounds else "none"


def _missed(row: Row) -> bool:
    too_wrong = row.confidently_wrong > MAX_CONFIDENTLY_WRONG.get(row.kind, 1)
    return row.right < FLOORS.get(row.kind, 0) or too_wrong


def behaviour_finding(rows: list[Row]) -> str:
    missed = [row.kind.replace("_", " ") for row in rows if _missed(row)]
    if missed:
        return f"Floor or limit missed: {', '.join(missed)}."
    return "Every kind that has a floor and a limit keeps them."


def robustness(found: list[Flips]) -> str:
    header = ["change", "turned", "share", "turned and certain", "limit", ""]
    return table(header, map(_flips, found))


def _flips(one: Flips) -> Sequence[str]:
    limit = "none" if one.limit is None else percent(one.limit)
    missed = one.limit is not None and one.share > one.limit
    return (
        one.name, f"{one.turned:,} of {one.n:,}", percent(one.share, 2), f"{one.turned_certain:,}",
        limit, "missed" if missed else "",
    )  # fmt: skip


def faithful(found: Faithfulness | None) -> str:
    if found is None:
        return "No review here is long enough to measure it."
    return (
        f"Out of {found.n} reviews (at most {N_REVIEWS}, drawn at random, the shortest left out) "
        f"the {N_WORDS} words with the largest shares were taken, and the rest was read again. The "
        f"logit moved by {found.telling:.2f} (median); by {found.random:.2f} without {N_WORDS} "
        f"random words. In the same review the telling words move it {found.ratio:.1f} times as "
        "far (median of the ratios). "
        f"Baseline and shares add up to the logit within {found.completeness:.1g}."
    )


def agreement(found: Agreement) -> str:
    other = (
        f"The label differs in {found.other_labels:,}, where torch's probability is within "
        f"{found.tie:.1g} of one half."
        if found.other_labels
        else "All have the same label."
    )
    return (
        f"Over all {found.n:,} labelled reviews the probability differs from torch's by at most "
        f"{found.largest:.4f}, and in 99 % of them by at most {found.of_99_percent:.4f}. {other}"
    )


def seeds(runs: Sequence[Artifact]) -> str:
    """The spread over training runs of one recipe, of which these are the artifacts."""
    if len(runs) < 2:
        return "One training run is known of; how far others fall from it was not measured."
    accuracy = np.array([run.metrics["group_split_validation"]["accuracy"] for run in runs])
    rows = [
        (f"`{run.version}`", percent(right, 2)) for run, right in zip(runs, accuracy, strict=True)
    ]
    deviation = 100 * accuracy.std(ddof=1)
    said = f"Mean {percent(accuracy.mean(), 2)}, standard deviation {deviation:.2f} points."
    return "\n\n".join(
        [
            "Runs from different seeds; the others were given with `--others`.",
            table(["version", "right"], rows),
            said,
        ]
    )


def training(metrics: dict[str, Any]) -> str:
    """Whatever the training run recorded of itself."""
    if not metrics.get("training"):
        return "The artifact does not say."
    rows = ((f"`{name}`", value) for name, value in flat(metrics["training"]))
    return table(["setting", ""], rows)


def flat(value: Any, name: str = "") -> Iterator[tuple[str, object]]:
    """(dotted name, value) of all that is in nested dictionaries."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{name}.{key}" if name else str(key))
    else:
        yield name, value
