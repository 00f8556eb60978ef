"""Explore, driven as a person would: open, filter, compare, look into words, take home."""

import csv
import io
import re
from collections.abc import Callable

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard.insight.filters import chosen
from dashboard.jobs.job import Job
from dashboard.results import POSITIVE
from dashboard.views import (
    decisions,
    explore_data,
    explore_downloads,
    explore_overview,
)
from dashboard.views.explore_overview import Look
from dashboard.views.explore_reviews import quote
from tests.dashboard.conftest import Api
from tests.dashboard.views.pages import explore, open_page, texts
from tests.dashboard.views.scored_files import N, file, scored

HOSTILE = "<script>alert(1)</script> ![x](https://evil.example/x.png) bad {}"


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def rows(app: AppTest) -> int:
    return len(app.dataframe[0].value)


def test_a_scored_file_is_opened_and_narrowed_from_the_address(job: Job) -> None:
    app = explore(job)
    assert numbers(app)["Positive"] == "33%"
    assert numbers(app)["Net sentiment"] == "0"
    assert numbers(app)["Stars"] == "3.0 of 5"
    assert rows(app) == N
    narrowed = explore(job, verdict="Negative", group="north")
    assert rows(narrowed) == N // 6
    assert numbers(narrowed) == {"Negative": f"{N // 6}", "Stars": "1.0 of 5"}
    narrowed.button(key="chip-group-north").click().run()
    assert not narrowed.exception
    assert rows(narrowed) == N // 3
    assert narrowed.query_params["verdict"] == "Negative"
    assert "group" not in narrowed.query_params


def test_stars_narrow_like_any_other_column(job: Job) -> None:
    app = explore(job, rating="5 stars")
    assert numbers(app)["Stars"] == "5.0 of 5"
    assert 0 < rows(app) < N
    assert app.button(key="chip-rating-5 stars").label == "5 stars"


def test_a_pill_narrows_and_one_button_shows_all_again(job: Job) -> None:
    app = explore(job)
    app.text_input(key="mentions").set_value("some kind").run()
    assert rows(app) == N // 3
    app.button(key="clear").click().run()
    assert not app.exception
    assert rows(app) == N


def test_filters_that_leave_nothing_say_so(job: Job) -> None:
    app = explore(job, mentions="unheard of")
    assert "No review meets all" in app.warning[0].value
    assert "whole words" in app.warning[0].value
    assert not app.dataframe


def test_quotes_are_shown_as_they_are(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = explore(scored(file(kinds=("a good long film {}", HOSTILE))), tab="Reviews")
    app.segmented_control(key="quotes").set_value("Most negative").run()
    assert "&lt;script&gt;alert(1)" in texts(app)
    assert "<script" not in texts(app)


def test_two_groups_are_compared_and_do_not_differ(job: Job) -> None:
    app = explore(job, tab="Compare")
    assert "No clear difference" in texts(app)


def branches(**sizes: int) -> bytes:
    """The branch “abroad” has no review that the model can read."""
    rows = [
        f"a {'foreign' if branch == 'abroad' else 'good'} film {branch} {i},{branch}"
        for branch, n in sizes.items()
        for i in range(n)
    ]
    return "\n".join(["review,branch", *rows]).encode()


def test_compare_begins_with_the_two_largest_groups(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = explore(scored(branches(airport=10, harbour=30, market=50, station=40)), tab="Compare")
    chosen = [app.selectbox(key=f"compare-group-{side}").value for side in ("from", "to")]
    assert chosen == ["market", "station"]


def test_a_side_that_cannot_be_read_is_not_compared(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = explore(scored(branches(abroad=30, harbour=30)), tab="Compare")
    assert not app.exception
    assert "Too few reviews to compare: each side needs 20 that can be read." in texts(app)


def test_a_file_compared_with_itself_does_not_differ(job: Job) -> None:
    other = scored(file(), "again.csv")
    app = explore(other, tab="Compare")
    app.segmented_control(key="compare-by").set_value("file").run()
    assert not app.exception
    assert "No clear difference" in texts(app)
    assert job.file_name in texts(app)


def test_what_a_person_decided_counts(job: Job) -> None:
    store = decisions.store()
    for i in range(2, N, 3):
        store.decide(f"a film of some kind {i}", POSITIVE)
    app = explore(job)
    assert numbers(app)["Positive"] == "67%"
    assert numbers(app)["Decided by you"] == "40"


def test_nothing_scored_yet_teaches_and_the_sample_helps(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    app = open_page("explore")
    assert "Once a file is scored" in texts(app)
    next(button for button in app.button if button.label == "Use the sample file").click().run()
    assert not app.exception
    assert app.query_params["job"]


def test_a_filter_by_verdict_leaves_the_charts_of_shares_as_they_are(job: Job) -> None:
    frame = explore_data.frame(job)
    look = Look("", frame, {"verdict": [POSITIVE], "group": ["north"]}, "Month", "branch")
    assert set(look.but("group")["verdict"]) == {POSITIVE}
    assert set(look.judged("group")["verdict"]) == set(frame["verdict"])
    assert set(look.judged("length")["group"]) == {"north"}


def test_a_quote_says_who_decided(job: Job) -> None:
    review = explore_data.frame(job).assign(corrected=True).iloc[0].to_dict()
    assert "Positive, as you decided · 5 of 5 stars" in quote(review).facts
    assert "likely positive" in quote(review | {"corrected": False}).facts


def test_the_menu_leads_to_the_file_that_was_looked_at(job: Job) -> None:
    newer = scored(file())
    app = explore(job)
    app.switch_page("views/evaluate.py")
    del app.query_params["job"]
    app.run()
    assert app.query_params["job"] == job.id != newer.id
    # Two of one name are told apart by when they were begun.
    assert all(re.search(r" \d{4}, \d\d:\d\d$", name) for name in app.selectbox[0].options)


def test_a_file_that_is_gone_leads_to_the_newest(job: Job) -> None:
    app = open_page("explore", job="unknown")
    assert "The file at this address is gone" in app.warning[0].value
    assert rows(app) == N
    assert app.query_params["job"] == job.id


def test_the_rows_taken_home_are_those_looked_at(job: Job) -> None:
    decisions.store().decide("a bad one, no 1", POSITIVE)
    shown = chosen(explore_data.frame(job), {"group": ["north"], "verdict": [POSITIVE]})
    told = list(csv.DictReader(io.StringIO(explore_downloads.rows(job, shown).decode("utf-8-sig"))))
    assert {row["branch"] for row in told} == {"north"}
    assert told[0]["review"] == "a bad one, no 1"
    assert told[0]["decided"] == "Positive"
    assert told[0]["predicted_sentiment"] == "negative"
    assert {row["decided"] for row in told[1:]} == {""}


def test_the_report_needs_nothing_else_and_runs_nothing(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    data = file(kinds=("a good film {}", HOSTILE)).replace(
        b"north", b"<img src=x onerror=alert(2)>"
    )
    job = scored(data, "<b>reviews</b>.csv")
    frame = explore_data.frame(job)
    report = explore_downloads.report(
        job, frame, {},
        lambda theme: explore_overview.figures(Look("", frame, {}, "Month", "branch"), theme),
    )  # fmt: skip
    assert not re.search(r"<script|<img|<b>|onerror=alert\(2\)>", report.replace("&lt;", ""))
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#|data:)|url\((?!["']?#)""", report)
    assert report.count("<svg") == 6
    assert job.file_hash in report
    assert "words 7" in report
    assert "33%" not in report
    assert "50%" in report


def test_a_filter_by_verdict_is_said_to_leave_shares_alone(job: Job) -> None:
    said = "of the chosen ones they would be 100%"
    assert said not in texts(explore(job))
    assert said in texts(explore(job, verdict=POSITIVE))


@pytest.mark.parametrize(
    ("column", "noun"),
    [("Hotel_Name", "hotel name"), ("reviewVersion", "review version"), ("Which one?", "group")],
)
def test_a_value_of_a_group_is_named_in_words(column: str, noun: str) -> None:
    assert explore_overview._noun(column) == noun


def test_no_charts_are_kept_for_rows_that_came_after_them(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def frame(_: Job, frame: Callable[[Job], pd.DataFrame] = explore_data.frame) -> pd.DataFrame:
        seen.append("frame")
        return frame(job)

    def version(_: Job) -> str:
        seen.append("version")
        return "early"

    monkeypatch.setattr(explore_data, "frame", frame)
    monkeypatch.setattr(explore_data, "version", version)
    explore(job)
    assert seen[:2] == ["version", "frame"]
