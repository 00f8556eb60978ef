"""Explore, second tab: the words and topics behind the verdicts."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from dashboard.api.client import ApiError
from dashboard.charts import words
from dashboard.charts.style import Chart, Theme
from dashboard.insight.explained import Explained
from dashboard.insight.filters import MENTIONS, Choices
from dashboard.insight.findings import Findings
from dashboard.jobs.job import Job
from dashboard.review import quote_html
from dashboard.review.highlight import sign
from dashboard.review.quote_html import Quote
from dashboard.settings import InvalidSettings
from dashboard.views import explore_data
from dashboard.views.chart import picture, theme
from dashboard.views.explore_filters import draw
from dashboard.wording import count, escaped

_FEWEST = 15  # explained reviews, for words to repeat
_LONGEST_QUOTE = 240
_NAMED = 5  # words that are left out


def explained(job: Job, shown: pd.DataFrame) -> Explained | None:
    """A sample of what is looked at; None, and why, where there is none."""
    try:
        known = explore_data.explanations(job, shown)
    except (ApiError, InvalidSettings) as error:
        st.error(f"The words behind the verdicts need the model. {escaped(str(error))}")
        st.button("Try again", key="explain-again")
        return None
    read = so_far()
    read.clear()  # only the last look is asked for again, and each is some megabytes
    read[explore_data.looked_at(job, shown)] = known
    if known.n < _FEWEST:
        st.info(
            f"The model could read only {count(known.n, 'review')} of these word by word: too few "
            "for words to repeat."
        )
        return None
    return known


def so_far() -> dict[str, Explained]:
    """What has been read last, by what was looked at. A download holds on to it: made outside of
    any session, it could not ask for it."""
    read: dict[str, Explained] = st.session_state.setdefault("explained", {})
    return read


def figures_if_known(
    job: Job, shown: pd.DataFrame, theme: Theme, read: Mapping[str, Explained]
) -> dict[str, Chart]:
    """Of what has been read already; a download must not wait for the model."""
    known = read.get(explore_data.looked_at(job, shown))
    return figures(explore_data.found(job, known), theme) if known and known.n >= _FEWEST else {}


def figures(found: Findings, theme: Theme) -> dict[str, Chart]:
    drawn: dict[str, Chart] = {}
    if len(found.drivers):
        drawn["Words"] = words.drivers(found.drivers, found.n, theme)
    if len(found.topics):
        drawn["Topics"] = words.topics(found.topics, theme)
    return drawn


def show(found: Findings, choices: Choices) -> None:
    drawn = figures(found, theme())
    st.caption(
        f"From {count(found.n, 'review')} that the model read word by word, spread evenly over "
        "the verdicts and weighted back. Words count by what they did to the verdict, not by how "
        "often they occur. A click, or a pill, shows the reviews that mention it. "
        + _left_out(found.in_nearly_all)
    )
    left, right = st.columns(2, gap="medium")
    if "Words" in drawn:
        with left.container(border=True):
            says = "What each word added to the verdicts in all."
            draw(picture(drawn["Words"]), says, "phrase", MENTIONS, choices)
            _pills("Words", found.drivers["phrase"].tolist())
            _show_examples(found)
    if "Topics" in drawn:
        with right.container(border=True):
            draw(picture(drawn["Topics"]), "Praise and blame of each.", "topic", MENTIONS, choices)
            _pills("Topics", found.topics["topic"].tolist())
            _show_what_is_said(found)
    if not drawn:
        st.info("No words or topics come back often enough to say anything.")


def _left_out(words: list[str]) -> str:
    """A signature or a greeting tells no review from another."""
    if not words:
        return ""
    named = ", ".join(f"“{escaped(word)}”" for word in words[:_NAMED])
    more = f" and {len(words) - _NAMED:,} more" if len(words) > _NAMED else ""
    return (
        f"What stands in nearly all of them explains no difference and is left out: {named}{more}."
    )


def _pills(title: str, options: list[str]) -> None:
    chosen, key = st.session_state.get(MENTIONS), f"pills-{title}"  # one key: it keeps the focus
    st.session_state[key] = chosen if chosen in options else None
    st.pills(f"{title} to look into", options, key=key, on_change=_take, args=(key,))


def _take(key: str) -> None:
    """A pill becomes the filter, or takes it away."""
    st.session_state[MENTIONS] = st.session_state[key] or ""


def _show_examples(found: Findings) -> None:
    shown = []
    for phrase, effect, n, text in found.examples.itertuples(index=False):
        facts = f"“{phrase}” in {count(n, 'review')} of the sample, {effect:+.1f} on average"
        quote = Quote(text, facts.replace("-", "−"), sign(effect))
        shown.append(quote_html.as_html([quote], phrase, _LONGEST_QUOTE))
    st.html("".join(shown))


def _show_what_is_said(found: Findings) -> None:
    """The best and the worst of what was said of each topic, which may be all praise or blame."""
    shown = []
    said = dict(list(found.said.groupby("topic")))
    for topic, about in ((topic, said[topic]) for topic in found.topics["topic"] if topic in said):
        ends = about.iloc[[-1, 0]].drop_duplicates("text")
        told = [
            Quote(text, f"{topic}: {_place(is_best, share)} of {len(about):,}", sign(share))
            for is_best, (text, share) in zip(
                (True, False), ends[["text", "share"]].itertuples(index=False), strict=False
            )
        ]
        shown.append(quote_html.as_html(told, topic, _LONGEST_QUOTE))
    st.html("".join(shown))


def _place(is_best: bool, share: float) -> str:
    if is_best:
        return "best" if share > 0 else "mildest"
    return "worst" if share < 0 else "faintest praise"
