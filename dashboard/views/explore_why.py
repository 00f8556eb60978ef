"""Explore, second tab: the words and topics behind the verdicts."""

import pandas as pd
import streamlit as st

from dashboard.api.client import ApiError
from dashboard.charts import explore as drawn
from dashboard.charts.style import Chart, Theme
from dashboard.insight import drivers, topics
from dashboard.insight.explained import Explained
from dashboard.insight.filters import MENTIONS, Choices
from dashboard.jobs.job import Job
from dashboard.settings import InvalidSettings
from dashboard.views import explore_data
from dashboard.views.explore_filters import choose_words, draw, theme
from dashboard.wording import count, escaped

_FEWEST = 15  # explained reviews, for words to repeat
_QUOTED = 5
_LONGEST_QUOTE = 240


def explained(job: Job, frame: pd.DataFrame, shown: pd.DataFrame) -> Explained | None:
    """The sample, as far as it is looked at; None, and why, where there is none."""
    try:
        everything = explore_data.explanations(job.id, job.progress().done, frame)
    except (ApiError, InvalidSettings) as error:
        st.error(f"The words behind the verdicts need the model. {escaped(str(error))}")
        st.button("Try again", key="explain-again")
        return None
    st.session_state[f"explained-{job.id}"] = everything
    part = everything.within(shown["row"])
    if part.n < _FEWEST:
        st.info(
            f"Only {count(part.n, 'review')} of the sample {'is' if part.n == 1 else 'are'} left: "
            "too few for words to repeat. Take a filter away."
        )
        return None
    return part


def figures_if_known(job: Job, shown: pd.DataFrame, theme: Theme) -> dict[str, Chart]:
    """What has been read already; a download must not wait for the model."""
    known = st.session_state.get(f"explained-{job.id}")
    part = known.within(shown["row"]) if known else None
    return figures(part, theme) if part and part.n >= _FEWEST else {}


def figures(known: Explained, theme: Theme) -> dict[str, Chart]:
    pushing, spoken = drivers.drivers(known), topics.topics(known)
    found: dict[str, Chart] = {}
    if len(pushing):
        found["Words"] = drawn.drivers(pushing, known.n, theme)
    if len(spoken):
        found["Topics"] = drawn.topics(spoken, theme)
    return found


def show(known: Explained, choices: Choices) -> None:
    found = figures(known, theme())
    st.caption(
        f"From {count(known.n, 'review')} that the model read word by word, spread evenly over "
        "the verdicts and weighted back. Words count by what they did to the verdict, not by how "
        "often they occur. A click, or a pill, shows the reviews that mention it."
    )
    left, right = st.columns(2, gap="medium")
    if "Words" in found:
        with left.container(border=True):
            draw(found["Words"], f"{found['Words'].title}.", "phrase", MENTIONS, choices)
            table = drivers.drivers(known)
            _pills("Words", table["phrase"].tolist())
            _examples(known, table)
    if "Topics" in found:
        with right.container(border=True):
            draw(found["Topics"], f"{found['Topics'].title}.", "topic", MENTIONS, choices)
            spoken = topics.topics(known)
            _pills("Topics", spoken["topic"].tolist())
            _said_about(known, spoken["topic"].head(4).tolist())
    if not found:
        st.info("No words or topics come back often enough to say anything.")


def _pills(title: str, options: list[str]) -> None:
    chosen = st.session_state.get(MENTIONS)
    for_all = st.pills(
        f"{title} to look into", options, default=chosen if chosen in options else None,
        key=f"pills-{title}-{hash((tuple(options), chosen))}",
    )  # fmt: skip
    if for_all != (chosen if chosen in options else None):
        st.session_state["words-to-choose"] = for_all or chosen or ""
        st.rerun()


def take_pill() -> None:
    """Before the filters are drawn: a pill of the last run becomes the filter."""
    if words := st.session_state.pop("words-to-choose", None):
        choose_words(words)


def _examples(known: Explained, table: pd.DataFrame) -> None:
    best = pd.concat([table.head(_QUOTED), table.tail(_QUOTED)]).drop_duplicates("phrase")
    for title, side in (("Lifts", best[best["total"] > 0]), ("Sinks", best[best["total"] < 0])):
        lines = [
            _line(phrase, count(n, "review"), example["text"])
            for phrase, effect, n in side[["phrase", "effect", "reviews"]].itertuples(index=False)
            if (example := drivers.example(known, phrase, effect)) is not None
        ]
        if lines:
            st.markdown(f"**{title} the verdict**\n\n" + "\n".join(lines))


def _said_about(known: Explained, spoken: list[str]) -> None:
    for topic in spoken:
        said = topics.sentences_about(known, topic)
        best, worst = said.iloc[-1], said.iloc[0]
        st.markdown(
            f"**{escaped(topic)}**\n\n"
            + "\n".join(
                [_line("best", "", best["text"]), _line("worst", "", worst["text"])]
                if best["share"] > 0 > worst["share"]
                else [_line("said", "", best["text"])]
            )
        )


def _line(name: str, aside: str, text: str) -> str:
    quoted = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    between = f" ({aside})" if aside else ""
    return f"- **{escaped(name)}**{between}: “{escaped(quoted)}”"
