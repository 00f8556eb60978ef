"""The model card's pictures. Each title says what is to be seen; `Picture.alt` says it in words."""

from dataclasses import dataclass

import altair as alt
import numpy as np
import pandas as pd

from model.card.figures import Measured
from model.card.slices import Slice, reliability
from model.evaluate import Verdicts
from model.intervals import wilson

Layers = alt.LayerChart | alt.FacetChart
Chart = Layers | alt.VConcatChart | alt.HConcatChart

_BLUE, _GREY, _TEXT, _GRID = "#2563eb", "#8b95a1", "#1f2933", "#e4e7eb"
_WIDTH, _HEIGHT = 480, 260
_POINTS = 200  # of a curve: more would not be seen
_FEWEST = 50  # reviews, before a share of them is worth drawing


@dataclass(frozen=True)
class Picture:
    """A chart, and what it shows for those who do not see it."""

    chart: Chart
    alt: str


def pictures(measured: Measured) -> dict[str, Picture]:
    """By file name."""
    return {
        "calibration.svg": calibration(measured.verdicts, measured.overall["ece"]),
        "selective.svg": selective(measured.verdicts),
        "slices.svg": by_slice(measured.lengths, measured.ratings),
    }


def calibration(verdicts: Verdicts, ece: float) -> Picture:
    """Reliability diagram: accuracy against confidence, and how many reviews each bin holds."""
    bins = reliability(verdicts.confidence, verdicts.right)
    finding = f"Confidence is off by {100 * ece:.1f} points on average"
    chart = alt.vconcat(_diagram(bins), _counts(bins)).resolve_scale(x="shared")
    said = ", ".join(f"{row.confidence:.0%}: {row.accuracy:.0%}" for row in bins.itertuples())
    return Picture(_styled(chart, finding), f"{finding}. Confidence and share right: {said}.")


def _diagram(bins: pd.DataFrame) -> Layers:
    domain = [min(0.4, bins.accuracy.min() - 0.05), 1]  # an interval may be cut, no point
    y = alt.Scale(domain=domain, nice=False)
    bins = bins.assign(low=bins.low.clip(lower=domain[0]))
    base = alt.Chart(bins).encode(x=_confidence("confidence"))
    exact = alt.Chart(pd.DataFrame({"confidence": [0.5, 1.0]}))
    exact = exact.mark_line(color=_GREY, strokeDash=[4, 4]).encode(
        x=_confidence("confidence"), y=alt.Y("confidence:Q", scale=y)
    )
    title = "Judged right (95% interval)"
    bars = base.mark_rule(color=_BLUE, strokeWidth=2).encode(
        y=alt.Y("low:Q", scale=y, title=title).axis(format=".0%"), y2="high:Q"
    )
    points = base.mark_point(filled=True, size=60, color=_BLUE, opacity=1).encode(y="accuracy:Q")
    return alt.layer(exact, bars, points, width=_WIDTH, height=_HEIGHT)


def _counts(bins: pd.DataFrame) -> alt.Chart:
    bars = alt.Chart(bins, width=_WIDTH, height=80).mark_bar(color=_GREY, stroke="white")
    y = alt.Y("n:Q", title="Reviews").axis(tickCount=4)
    counts: alt.Chart = bars.encode(x=_confidence("start").bin("binned"), x2="end:Q", y=y)
    return counts


def _confidence(column: str) -> alt.X:
    x = alt.X(f"{column}:Q", title="Confidence in the verdict")
    ticks = [i / 10 for i in range(5, 11)]
    return x.scale(domain=[0.5, 1], nice=False).axis(format=".0%", values=ticks)


def selective(verdicts: Verdicts) -> Picture:
    """Accuracy of the most certain reviews against how many of them are kept."""
    curve = coverage(verdicts)
    marked = curve[curve.coverage.isin([0.5, 0.8, 1.0])]
    half, most, every = marked.accuracy
    finding = f"Right in {every:.1%} of all reviews, in {most:.1%} of the most certain 80%"
    base = alt.Chart(curve).encode(
        x=alt.X("coverage:Q", title="Share of reviews kept, most certain first").axis(
            format=".0%", tickCount=5
        )
    )
    y = alt.Y("accuracy:Q", title="Judged right (95% interval)")
    y = y.scale(zero=False).axis(format=".0%")
    band = base.mark_area(color=_BLUE, opacity=0.15).encode(y=alt.Y("low:Q"), y2="high:Q")
    line = base.mark_line(color=_BLUE).encode(y=y)
    dots = alt.Chart(marked).mark_point(filled=True, size=70, color=_BLUE, opacity=1)
    dots = dots.encode(x="coverage:Q", y="accuracy:Q")
    chart = alt.layer(band, line, dots, width=_WIDTH, height=_HEIGHT)
    return Picture(_styled(chart, finding), f"{finding}, in {half:.1%} of the most certain half.")


def coverage(verdicts: Verdicts) -> pd.DataFrame:
    """For shares of the reviews, most certain first: how many of them are right."""
    right = verdicts.right[verdicts.surest_first]
    n, total = np.arange(1, len(right) + 1), np.cumsum(right)
    fewest = min(_FEWEST, len(right)) / len(right)
    shares = np.union1d(np.linspace(fewest, 1, _POINTS), [0.5, 0.8, 1.0])
    chosen = np.maximum(1, np.round(shares * len(right)).astype(int)) - 1
    low, high = wilson(total[chosen], n[chosen])
    accuracy = total[chosen] / n[chosen]
    return pd.DataFrame({"coverage": shares, "accuracy": accuracy, "low": low, "high": high})


def by_slice(lengths: list[Slice], ratings: list[Slice]) -> Picture:
    """Accuracy by length and by rating, side by side on one scale."""
    groups = {"Words and signs in the review": lengths, "Stars that the writer gave": ratings}
    hardest = {name: min(found, key=lambda s: s.accuracy) for name, found in groups.items()}
    length, rating = hardest.values()
    finding = (
        f"Hardest: {rating.name} stars ({rating.accuracy:.0%} right), "
        f"and {length.name} words ({length.accuracy:.0%})"
    )
    every = [bound for found in groups.values() for s in found for bound in s.interval]
    panels = [_panel(name, found, [min(every), max(every)]) for name, found in groups.items()]
    said = "; ".join(
        f"{name.lower()}: " + ", ".join(f"{s.name} {s.accuracy:.0%}" for s in found)
        for name, found in groups.items()
    )
    return Picture(_styled(alt.hconcat(*panels), finding), f"{finding}. Share right by {said}.")


def _panel(title: str, found: list[Slice], domain: list[float]) -> Layers:
    frame = pd.DataFrame(
        [(f"{s.name} (n = {s.n:,})", s.accuracy, *s.interval) for s in found],
        columns=["group", "accuracy", "low", "high"],
    )
    y = alt.Y("group:N", sort=None, title=title).axis(ticks=False, domain=False)
    base = alt.Chart(frame).encode(y=y)
    x = alt.X("low:Q", title="Judged right (95% interval)").axis(format=".0%", tickCount=5)
    rules = base.mark_rule(color=_BLUE, strokeWidth=2).encode(x=x.scale(domain=domain), x2="high:Q")
    points = base.mark_point(filled=True, size=70, color=_BLUE, opacity=1).encode(x="accuracy:Q")
    return alt.layer(rules, points, width=_WIDTH / 2, height=_HEIGHT)


def _styled(chart: Chart, title: str) -> Chart:
    styled: Chart = (
        chart.properties(title=title, background="white")
        .configure(font="sans-serif", padding=16)
        .configure_title(anchor="start", color=_TEXT, fontSize=15, fontWeight=600, offset=12)
        .configure_axis(
            labelColor=_TEXT, titleColor=_TEXT, gridColor=_GRID, labelFontSize=12,
            titleFontWeight="normal",
        )
        .configure_view(stroke=None)
    )  # fmt: skip
    return styled
