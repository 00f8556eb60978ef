"""Explore on files that are not as one would wish."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import connection
from dashboard.reading.roles import Roles
from dashboard.views import explore_data, explore_downloads
from model.contract.errors import ModelFailed
from tests.dashboard.conftest import Api, answer_all, refuse
from tests.dashboard.jobs.running import wait_for
from tests.dashboard.views.pages import explore, open_page, texts
from tests.dashboard.views.scored_files import file, scored, scored_table

HOSTILE = "![x](https://evil.example/x.png)"


@pytest.fixture(autouse=True)
def _api(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)


def rows(app: AppTest) -> int:
    return len(app.dataframe[0].value)


def test_rows_that_failed_and_are_scored_again_are_counted(api: Api) -> None:
    api.answer = lambda asked: (
        refuse(ModelFailed()) if any("bad" in r.text for r in asked.reviews) else answer_all(asked)
    )
    job = scored(file(30))
    assert rows(explore(job)) == 20
    api.answer = answer_all
    connection.jobs().resume(job, again=True)
    wait_for(lambda: job.progress().state == "done")
    assert rows(explore(job)) == 30


def test_the_report_counts_verdicts_not_rows() -> None:
    job = scored(b"review,note\na good film,a\n12,b\n,c\n")
    report = explore_downloads.report(job, explore_data.frame(job), {}, lambda _: {})
    assert "3 rows, of which 1 have a verdict" in report


def test_a_column_of_names_as_groups_does_not_break_the_page() -> None:
    n = 5_100
    films = [f"a good film {i % 7}" for i in range(n)]
    users = [f"user {i}" for i in range(n)]
    table = pd.DataFrame({"review": films, "Verdict": users}, dtype="str")
    job = scored_table(table, Roles("review", group="Verdict"))
    app = explore(job)
    assert set(app.dataframe[0].value["Verdict"]) == {"Positive"}
    assert "Verdict (2)" in app.dataframe[0].value
    assert not explore(job, tab="Compare").exception


def test_names_of_groups_are_shown_as_they_are_written() -> None:
    table = pd.DataFrame({"review": ["a good film"] * 60, "by": [HOSTILE, "b"] * 30}, dtype="str")
    table["review"] += pd.Series(range(60)).astype("str")
    job = scored_table(table, Roles("review", group="by"))
    app = explore(job, tab="Compare")
    written = [each.value for each in (*app.markdown, *app.caption)]
    assert any("evil" in value for value in written)
    assert not [value for value in written if "![" in value]


def test_a_file_in_another_language_is_said_to_be() -> None:
    foreign = scored(file(30, kinds=("foreign, not so {}", "a foreign film {}", "a good film {}")))
    app = explore(foreign, tab="Why")
    assert "20 reviews of 30 seem not to be in English" in texts(app)
    assert "The model could read only 10 reviews of these word by word" in texts(app)
    assert "seem not" not in texts(explore(foreign, verdict="Positive"))


def test_a_surveys_question_is_a_group_and_empty_answers_are_no_choice() -> None:
    question = "Which branch did you visit?"
    reviews = [f"a good film {i}" for i in range(90)]
    table = pd.DataFrame({"review": reviews, question: ["Graz", "Linz", ""] * 30}, dtype="str")
    job = scored_table(table, Roles("review", group=question))
    assert f"By {question}: no group is clearly better" in texts(explore(job))
    app = explore(job, tab="Compare")
    assert app.selectbox(key="compare-group-to").value == "Linz"


@pytest.mark.parametrize("page", ["explore", "evaluate", "queue"])
def test_where_no_row_could_be_scored_the_page_says_why_and_what_to_do(page: str) -> None:
    job = scored_table(pd.DataFrame({"n": ["1", "22", ""]}, dtype="str"), Roles("n"))
    app = open_page(page, job=job.id)
    assert "None of 3 rows could be scored" in app.warning[0].value
    assert "2 rows: There is no word to judge in it" in app.warning[0].value
    assert "column “n”" in app.warning[0].value
    batch = open_page("batch", job=job.id)
    assert "Explore what they say" not in [button.label for button in batch.button]
    assert "column “n”" in batch.warning[0].value
