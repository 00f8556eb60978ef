"""Explore, second tab: the words and topics behind the verdicts."""

import pandas as pd
import streamlit as st

from dashboard.api.client import ApiError
from dashboard.charts import words
from dashboard.charts.style import Chart, Theme
from dashboard.insight import drivers, topics
from dashboard.insight.explained import Explained
from dashboard.insight.filters import MENTIONS, Choices
from dashboard.jobs.job import Job
from dashboard.review import quotes
from dashboard.review.highlight import sign
from dashboard.review.quotes import Quote
from dashboard.settings import InvalidSettings
from dashboard.views import explore_data
from dashboard.views.chart import picture, theme
from dashboard.views.explore_filters import choose_words, draw
from dashboard.wording import count, escaped

_FEWEST = 15  # explained reviews, for words to repeat
_QUOTED = 4  # words of each side
_TOPICS_QUOTED = 5
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
        found["Words"] = words.drivers(pushing, known.n, theme)
    if len(spoken):
        found["Topics"] = words.topics(spoken, theme)
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
            draw(
                picture(found["Words"]),
                "What each word did to the verdicts.",
                "phrase",
                MENTIONS,
                choices,
            )
            table = drivers.drivers(known)
            _pills("Words", table["phrase"].tolist())
            _examples(known, table)
    if "Topics" in found:
        with right.container(border=True):
            draw(picture(found["Topics"]), "Praise and blame of each.", "topic", MENTIONS, choices)
            spoken = topics.topics(known)["topic"].tolist()
            _pills("Topics", spoken)
            _said_about(known, spoken[:_TOPICS_QUOTED])
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
    """For the words that push most, the sentence that shows it best."""
    best = pd.concat([table.head(_QUOTED), table.tail(_QUOTED)]).drop_duplicates("phrase")
    shown = []
    for phrase, effect, n in best[["phrase", "effect", "reviews"]].itertuples(index=False):
        example = drivers.example(known, phrase, effect)
        if example is not None:
            facts = f"“{phrase}” in {count(n, 'review')} of the sample, {effect:+.1f} on average"
            quote = Quote(example["text"], facts.replace("-", "−"), sign(effect))
            shown.append(quotes.as_html([quote], phrase, _LONGEST_QUOTE))
    st.html("".join(shown))


def _said_about(known: Explained, spoken: list[str]) -> None:
    """The best and the worst of what was said of each topic."""
    said = topics.sentences_about(known, spoken)
    shown = []
    for topic in spoken:
        about = said[said["topic"] == topic]
        ends = about.iloc[[-1, 0]].drop_duplicates("text")
        told = [
            Quote(
                text, f"{topic}: {'best' if share > 0 else 'worst'} of {len(about):,}", sign(share)
            )
            for text, share in ends[["text", "share"]].itertuples(index=False)
        ]
        shown.append(quotes.as_html(told, topic, _LONGEST_QUOTE))
    st.html("".join(shown))
