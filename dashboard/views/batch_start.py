"""Third step: a forecast from a sample, and the start."""

import pandas as pd
import streamlit as st

from dashboard import connection
from dashboard.api.client import ApiError
from dashboard.insight.forecast import SAMPLE_ROWS, Forecast, forecast
from dashboard.jobs import cost
from dashboard.jobs.job import NOTHING, Known
from dashboard.jobs.rows import Source
from dashboard.jobs.texts import review_texts
from dashboard.views import batch_upload, cards
from dashboard.views.batch_understood import Understood
from dashboard.views.batch_upload import Upload
from dashboard.views.cards import Card
from dashboard.wording import between, count, destination, escaped, money, percent


def show(upload: Upload, understood: Understood, connected: bool) -> None:
    st.header("What to expect", anchor=False)
    seen = show_forecast(upload, understood) if connected else None
    rows = len(understood.table)
    if seen and rows >= cost.TRANSFORM_FROM and connection.settings().api_url:
        show_batch_transform(upload, understood, seen)
    label = f"Score {count(rows, 'review')}"
    if st.button(label, type="primary", disabled=not connected):
        start(upload, understood, seen)


def show_forecast(upload: Upload, understood: Understood) -> Forecast | None:
    """At once where nothing leaves the machine; where it does, when the person says so."""
    table, roles = understood.table, understood.roles
    url = connection.settings().api_url
    read_as = repr(understood.file_format), roles.text, roles.headline, *table.columns
    key = f"forecast-{upload.key}-{hash(read_as)}"
    if url and key not in st.session_state:
        st.markdown(f"Nothing has been sent yet. {where(url)}")
        n = min(SAMPLE_ROWS, len(table))
        if not st.button(f"Send {count(n, 'row')} for a forecast"):
            return None
    try:
        if key not in st.session_state:
            with st.spinner("Trying a few rows…"):
                st.session_state[key] = ask(review_texts(table, roles))
    except ApiError as error:
        st.warning(f"No forecast: {escaped(str(error))}")
        return None
    seen: Forecast = st.session_state[key]
    show_numbers(seen, url)
    return seen


def ask(texts: pd.Series) -> Forecast:
    return forecast(texts, connection.client())


def show_numbers(seen: Forecast, url: str | None) -> None:
    n_read = len(seen.read)
    if not n_read:
        said = "None of the sampled rows could be read. Are they in English, in the right column?"
        st.markdown(said)
        return
    low, high = seen.interval
    dollars = cost.api_dollars(seen.n_texts, seen.n_characters)
    is_all = seen.n_texts <= len(seen.answers)
    prices = (
        "API Gateway and Lambda, at list prices of November 2025 for us-east-1; "
        "the endpoint behind them costs by the hour, whether it is asked or not."
    )
    cards.show(
        [
            Card(
                "Positive",
                percent(seen.positive / n_read) if is_all else between(low, high),
                f"from {count(n_read, 'row')}",
            ),
            Card(
                "Hard to tell",
                percent(seen.uncertain / n_read),
                count(seen.uncertain, "review"),
            ),
            Card("Time", brief(seen.seconds_for_all), "for all of them"),
            Card("Cost", money(dollars), "for the API", prices)
            if url
            else Card("Cost", "Nothing", f"AWS: {money(dollars)}", prices),
        ]
    )
    st.markdown(f"{enough(seen)} {language(seen)} {where(url)}")


def brief(seconds: float) -> str:
    """A duration that fits into a figure."""
    if seconds < 60:
        return "< 1 min"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"


def enough(seen: Forecast) -> str:
    """What scoring all of them adds to what the sample says."""
    if seen.n_texts <= len(seen.answers):
        return "The sample is the whole file."
    low, high = seen.interval
    points = max(1, round(50 * (high - low)))
    return (
        f"**Is the sample enough?** For the overall share within {count(points, 'point')}, yes. "
        "To compare groups and dates, to find words and single reviews, score them all."
    )


def language(seen: Forecast) -> str:
    if not seen.unread:
        return ""
    return (
        f"The model reads only English; of the sampled rows it cannot read {percent(seen.unread)}."
    )


def where(url: str | None) -> str:
    if url is None:
        return "The reviews stay on this machine."
    return f"The reviews go to {destination(url)}."


def show_batch_transform(upload: Upload, understood: Understood, seen: Forecast) -> None:
    dollars = money(cost.batch_dollars(seen.n_characters))
    st.info(
        "A file this large is better scored on a machine of its own, by SageMaker Batch Transform: "
        f"{dollars} for it. This prints what it will cost; without `--dry-run` it starts."
    )
    st.code(cost.transform_command(upload.name, understood.roles.text), language="sh")
    if understood.roles.headline:
        st.caption(f"It reads “{escaped(understood.roles.text)}” alone.")


def start(upload: Upload, understood: Understood, seen: Forecast | None) -> None:
    job = connection.jobs().start(
        understood.table,
        understood.roles,
        Source.of(upload.name, upload.data),
        Known(seen.answers, seen.model) if seen else NOTHING,
    )
    batch_upload.forget()
    st.query_params["job"] = job.id
    st.rerun()
