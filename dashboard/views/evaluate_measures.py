"""Evaluate: what the comparison with the truth gives."""

import pandas as pd
import streamlit as st

from dashboard.charts import evaluate as drawn
from dashboard.insight import agreement, shares
from dashboard.results import POSITIVE, UNCERTAIN
from dashboard.review import quote_html
from dashboard.views import cards
from dashboard.views import chart as chart_view
from dashboard.views.cards import Card
from dashboard.views.chart import theme
from dashboard.views.explore_reviews import quote
from dashboard.wording import between, count, percent


def show(judged: pd.DataFrame) -> None:
    right = agreement.accuracy(judged)
    read = shares.readable(judged)  # of the others it says itself that its number means little
    read = judged if read.empty else read
    error, by_chance = _calibration(read)
    cards.show(_cards(judged, right, error, by_chance))
    left, right_side = st.columns(2, gap="medium")
    with left.container(border=True):
        chart = drawn.confusion(agreement.confusion(judged), theme())
        chart_view.show(chart, "What the model says against what is true.")
    with right_side.container(border=True):
        chart = drawn.reliability(agreement.reliability(read), theme(), error, by_chance)
        chart_view.show(chart, "Probability against what was true, by tenths.")
    with left.container(border=True):
        _slices(judged, right.share)
    with right_side.container(border=True):
        _thresholds(judged)
    _worst(judged)


def _calibration(judged: pd.DataFrame) -> tuple[float, float]:
    probability = judged["probability"].to_numpy()
    positive = (judged["truth"] == POSITIVE).to_numpy().astype(float)
    error = agreement.calibration_error(probability, positive)
    return error, agreement.error_by_chance(probability)


def _cards(judged: pd.DataFrame, right: pd.Series, error: float, by_chance: float) -> list[Card]:
    certain = agreement.accuracy(judged[judged["verdict"] != UNCERTAIN])
    n_certain = count(int(certain.n), "review")
    return [
        Card("Right", percent(right.share), between(right.low, right.high)),
        Card(
            "Right when sure", _share(certain.share), f"of {n_certain}",
            "Without those that it calls hard to tell.",
        ),
        Card(
            "Calibration error", f"{100 * error:.1f} points",
            f"by chance: {100 * by_chance:.1f}",
            "How far its probabilities are from what is true, on average over tenths (ECE), where "
            "it can read. With so few reviews, perfect probabilities would be off by up to what "
            "stands below, 19 times in 20.",
        ),
        Card("Compared", f"{int(right.n):,}", "reviews"),
    ]  # fmt: skip


def _slices(judged: pd.DataFrame, overall: float) -> None:
    table = agreement.slices(judged)
    if table.empty:
        st.info("Too few reviews to look at parts of them.")
        return
    chart = drawn.slices(table, overall, theme())
    chart_view.show(chart, "Share right by length, language and group.")


def _thresholds(judged: pd.DataFrame) -> None:
    table = agreement.thresholds(judged)
    chosen = st.slider("Call a review positive from", 1, 99, 50, format="%d%%", key="threshold")
    row = table[table["threshold"] == chosen].iloc[0]
    st.markdown(
        f"Right: **{percent(row['accuracy'])}** · right when it says positive: "
        f"**{_share(row['precision'])}** · positives found: **{_share(row['recall'])}** · "
        f"called positive: **{percent(row['said_positive'])}**"
    )
    chart = drawn.thresholds(table, chosen, agreement.better_threshold(judged), theme())
    chart_view.show(chart, "Shares by threshold.")
    st.caption("A threshold chosen on these reviews looks better on them than it will on others.")


def _share(value: float) -> str:
    return percent(value) if value == value else "–"


def _worst(judged: pd.DataFrame) -> None:
    worst = agreement.worst_errors(judged)
    st.header("Sure, and wrong", anchor=False)
    if worst.empty:
        st.info("No verdict is wrong, but for what is hard to tell.")
    told = [quote(r, f"marked {str(r['truth']).lower()}") for r in worst.to_dict("records")]
    st.html(quote_html.as_html(told))
