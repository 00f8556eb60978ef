"""Evaluate: what the comparison with the truth gives."""

import numpy as np
import pandas as pd
import streamlit as st

from dashboard.charts import evaluate as drawn
from dashboard.insight import agreement
from dashboard.results import UNCERTAIN
from dashboard.views.explore_filters import theme
from dashboard.views.explore_reviews import show_quote
from dashboard.wording import count, percent


def show(judged: pd.DataFrame) -> None:
    right = agreement.accuracy(judged)
    error, by_chance = _calibration(judged)
    _cards(judged, right, error, by_chance)
    left, right_side = st.columns(2, gap="medium")
    with left.container(border=True):
        chart = drawn.confusion(agreement.confusion(judged), theme())
        st.altair_chart(chart, alt=f"{chart.title}.")
    with right_side.container(border=True):
        chart = drawn.reliability(agreement.reliability(judged), theme(), error, by_chance)
        st.altair_chart(chart, alt=f"{chart.title}: probability against what was true, by tenths.")
    with left.container(border=True):
        _slices(judged, right.share)
    with right_side.container(border=True):
        _thresholds(judged)
    _worst(judged)


def _calibration(judged: pd.DataFrame) -> tuple[float, float]:
    confidence = judged["confidence"].to_numpy()
    error = agreement.calibration_error(confidence, judged["right"].to_numpy(dtype=float))
    few = confidence if len(confidence) <= 5_000 else np.random.default_rng(0).choice(
        confidence, 5_000)  # fmt: skip
    return error, agreement.error_by_chance(few)


def _cards(judged: pd.DataFrame, right: pd.Series, error: float, by_chance: float) -> None:
    certain = agreement.accuracy(judged[judged["verdict"] != UNCERTAIN])
    with st.container(horizontal=True):
        _card("Right", percent(right.share), f"{right.low:.1%} to {right.high:.1%}")
        _card(
            "Right where it is sure",
            percent(certain.share) if certain.n else "–",
            f"of {count(int(certain.n), 'review')}",
            "Without those that it calls hard to tell.",
        )
        _card(
            "Calibration error",
            f"{100 * error:.1f} points",
            f"chance alone: up to {100 * by_chance:.1f}",
            "How far its confidence is from how often it is right, on average (ECE, 15 bins).",
        )
        _card("Compared", f"{int(right.n):,}", "reviews")


def _card(name: str, value: str, below: str, explains: str | None = None) -> None:
    st.metric(
        name, value, below, delta_color="off", delta_arrow="off", border=True, width=230,
        help=explains,
    )  # fmt: skip


def _slices(judged: pd.DataFrame, overall: float) -> None:
    table = agreement.slices(judged)
    if table.empty:
        st.info("Too few reviews to look at parts of them.")
        return
    chart = drawn.slices(table, overall, theme())
    st.altair_chart(chart, alt=f"{chart.title}: share right by length, language and group.")


def _thresholds(judged: pd.DataFrame) -> None:
    table = agreement.thresholds(judged)
    chosen = st.slider("Call a review positive from", 1, 99, 50, format="%d%%", key="threshold")
    row = table[table["threshold"] == chosen].iloc[0]
    st.markdown(
        f"Right: **{percent(row['accuracy'])}** · right when it says positive: "
        f"**{_share(row['precision'])}** · positives found: **{_share(row['recall'])}** · "
        f"called positive: **{percent(row['said_positive'])}**"
    )
    chart = drawn.thresholds(table, chosen, theme())
    st.altair_chart(chart, alt=f"{chart.title}. Shares by threshold.")
    st.caption("A threshold chosen on these reviews flatters on these reviews.")


def _share(value: float) -> str:
    return percent(value) if value == value else "–"


def _worst(judged: pd.DataFrame) -> None:
    worst = agreement.worst_errors(judged)
    st.subheader("Sure, and wrong", anchor=False)
    if worst.empty:
        st.info("There is no error.")
    for review in worst.to_dict("records"):
        show_quote(review, f"Marked {str(review['truth']).lower()}")
