"""The Batch page before a job starts: what it understood of a file, and what it expects."""

import io
import shlex

import pandas as pd
import pytest
from openpyxl import Workbook
from streamlit.testing.v1 import AppTest

from dashboard.jobs import cost
from dashboard.reading.roles import Roles
from dashboard.views.batch_description import of_dates_and_stars, of_other_texts
from dashboard.wording import escaped
from model.contract.errors import ModelFailed
from tests.dashboard.conftest import Api, refuse
from tests.dashboard.views.batch import FILE, click, job_of, numbers, upload, wait
from tests.dashboard.views.pages import texts


def test_the_person_may_correct_how_the_file_is_read(app: AppTest) -> None:
    upload(app, b"great fun\nawful film\n")
    assert "2 rows" in texts(app)
    app.toggle[0].set_value(True).run()
    assert "1 row" in texts(app)
    assert app.selectbox[0].options == ["great fun"]


def test_a_title_is_left_out_and_may_be_taken_back(app: AppTest) -> None:
    upload(app, b"Survey\n" * 60 + b"date,text\n2024-07-06,great fun\n2024-07-07,awful film\n")
    assert "60 rows left out at the top" in texts(app)
    assert app.selectbox[0].value == "text"
    app.number_input[0].set_value(63).run()
    assert "a header and no rows" in app.error[0].value
    app.number_input[0].set_value(0).run()
    assert "62 rows" in texts(app)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"PK\x03\x04abc", "a zip file"),
        (b"", "The file is empty"),
        (b"id,review\n", "a header and no rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    app: AppTest, data: bytes, sentence: str
) -> None:
    upload(app, data)
    assert sentence in app.error[0].value


WITH_ROLES = "\n".join(
    f"good film {i},2025-03-{i:02},{'AB'[i % 2]},{i % 5 + 1}" if i else "text,day,hotel,stars"
    for i in range(29)
)


def choices(app: AppTest) -> dict[str, str]:
    return {box.label: str(box.value) for box in app.selectbox[:6]}


def test_every_role_is_guessed_and_can_be_changed(app: AppTest) -> None:
    upload(app, WITH_ROLES.encode())
    assert choices(app) == {
        "The reviews": "text", "Headline or first half": "none", "Dates": "day", "Groups": "hotel",
        "Stars": "stars", "Labels": "none",
    }  # fmt: skip
    app.selectbox[3].set_value("none").run()
    click(app, "Score 28 reviews")
    assert job_of(app).roles == Roles("text", date="day", stars="stars")
    wait(app)


def test_headlines_are_read_with_the_reviews(app: AppTest, api: Api) -> None:
    upload(
        app, b"title,text\nWhat a bad film,It rained\nAll good here,\nA good film,A good film!\n"
    )
    assert choices(app)["Headline or first half"] == "title"
    click(app, "Score 3 reviews")
    wait(app)
    sent = {review.text for request in api.requests for review in request.reviews}
    assert sent == {"What a bad film. It rained", "All good here.", "A good film!"}
    assert "Negative" in app.dataframe[0].value["Verdict"].tolist()


def test_a_column_without_reviews_is_said_to_be(app: AppTest) -> None:
    upload(app, b"review,note\n,a\n,b\n")
    app.selectbox[0].set_value("review").run()
    assert "There is no review in this column" in texts(app)


def test_rows_that_seem_merged_are_told(app: AppTest) -> None:
    rows = [f"{i},a good film {i},5" for i in range(8)]
    upload(app, "\n".join(["id,review,stars", *rows, '8,"oops,4', '9,"a bad one",1']).encode())
    assert "Line 11 looks like a row of its own" in app.warning[0].value


def test_what_is_wrong_with_rows_is_counted(app: AppTest) -> None:
    rows = ["review", *["the same, good"] * 3, '""', "x" * 20_001]
    upload(app, "\n".join(rows).encode())
    assert "1 empty; 1 too long (over 20,000 characters); 2 repeated, scored once" in texts(app)


def test_a_workbook_is_read_and_another_sheet_can_be_chosen(app: AppTest) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["review"])
    book.active.append(["a good film"])
    book.create_sheet("Old").append(["a bad film"])
    buffer = io.BytesIO()
    book.save(buffer)
    upload(app, buffer.getvalue(), "reviews.xlsx")
    assert "sheet “Sheet”" in texts(app)
    next(box for box in app.selectbox if box.label == "Sheet").set_value("Old").run()
    assert "1 row · 1 column · sheet “Old” · no row of names" in texts(app)


def test_each_sheet_has_a_forecast_of_its_own(app: AppTest) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["review"], ["a good film"], ["a good one"]):
        book.active.append(row)
    other = book.create_sheet("Old")
    for row in (["review"], ["a bad film"]):
        other.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    upload(app, buffer.getvalue(), "reviews.xlsx")
    click(app, "Send 2 rows for a forecast")
    assert numbers(app)["Positive"] == "100%"
    next(box for box in app.selectbox if box.label == "Sheet").set_value("Old").run()
    assert "Positive" not in numbers(app)
    click(app, "Send 1 row for a forecast")
    assert numbers(app)["Positive"] == "0%"


def test_nothing_is_sent_before_the_person_says_so(app: AppTest, api: Api) -> None:
    upload(app, WITH_ROLES.encode())
    assert not api.requests
    assert "Nothing has been sent yet" in texts(app)
    assert "not encrypted" in texts(app)
    click(app, "Send 28 rows for a forecast")
    assert sum(len(request.reviews) for request in api.requests) == 28
    assert numbers(app)["Positive"] == "100%"
    assert "The sample is the whole file" in texts(app)
    click(app, "Score 28 reviews")
    wait(app)
    assert sum(len(request.reviews) for request in api.requests) == 28  # none of them twice


def test_a_large_file_is_told_from_a_sample(app: AppTest, api: Api) -> None:
    said = ["good", "bad", "good", "foreign"]
    rows = [f"{said[i % 4]} film {i}" for i in range(2_000)]
    upload(app, "\n".join(["review", *rows]).encode())
    click(app, "Send 200 rows for a forecast")
    assert sum(len(request.reviews) for request in api.requests) == 200
    low, high = (int(word.strip("%")) for word in numbers(app)["Positive"].split(" to "))
    assert low < 67 < high  # of what is read
    assert numbers(app)["Cost"] == "under 1 cent"
    assert "within" in texts(app)
    assert "reads only English" in texts(app)


def test_a_very_large_file_is_offered_a_machine_of_its_own(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cost, "TRANSFORM_FROM", 300)
    upload(app, "\n".join(["review", *["good film"] * 299]).encode())
    click(app, "Send 200 rows for a forecast")
    assert not app.code
    upload(app, "\n".join(["$(review)", *["good film"] * 300]).encode(), "it's.csv")
    click(app, "Send 200 rows for a forecast")
    assert "Batch Transform: about $0.01" in texts(app)
    assert shlex.split(app.code[0].value)[3:] == [
        "transform", "it's.csv", "--column", "$(review)", "--dry-run"
    ]  # fmt: skip
    click(app, "Score 300 reviews")
    wait(app)
    assert numbers(app)["Positive"] == "100%"


def test_a_forecast_that_fails_says_why_and_the_start_stays(app: AppTest, api: Api) -> None:
    api.answer = lambda _: refuse(ModelFailed())
    upload(app, FILE.encode())
    click(app, "Send 5 rows")
    assert escaped(ModelFailed.default_detail) in app.warning[0].value
    assert any(button.label == "Score 5 reviews" for button in app.button)


def test_the_order_of_day_and_month_is_asked_where_the_file_does_not_tell(app: AppTest) -> None:
    upload(app, b"when,text\n03/04/2024,great fun\n05/06/2024,awful film\n")
    (order,) = [box for box in app.selectbox if box.label.endswith("is")]
    assert order.options == ["4 March 2024", "3 April 2024"]
    assert "Dates: 4 March 2024 to 6 May 2024" in texts(app)
    order.select(True).run()
    assert "Dates: 3 April 2024 to 5 June 2024" in texts(app)
    click(app, "Score 2 reviews")
    job = job_of(app)
    assert job.roles.day_first


def test_what_dates_and_stars_were_read_as_is_said() -> None:
    table = pd.DataFrame(
        {"text": list("abc"), "when": ["2024-03-03", "?", "2024-05-01"], "stars": ["5", "1", "3"]},
        dtype="str",
    )
    said = of_dates_and_stars(table, Roles("text", date="when", stars="stars"))
    assert said == "Dates: 3 March 2024 to 1 May 2024, 1 row without. Stars: 1 to 5."
    unread = of_dates_and_stars(table, Roles("text", date="text"))
    assert unread == "**Dates: none of 3 rows could be read.**"
    assert of_dates_and_stars(table, Roles("text")) == ""


def test_a_number_that_stands_for_no_answer_is_named() -> None:
    table = pd.DataFrame({"text": "a", "stars": [*"12345" * 5, "99", "99"]})
    said = of_dates_and_stars(table, Roles("text", stars="stars"))
    assert said == "Stars: 1 to 5, 2 rows without. 99 counts as no answer."


def test_a_second_column_of_reviews_is_said_to_be_left_out() -> None:
    told = [f"The towels were thin and the tea was cold on day {i}" for i in range(9)]
    table = pd.DataFrame({"liked": told, "disliked": told, "room": ["12"] * 9})
    assert of_other_texts(table, Roles("liked")).startswith("“disliked” holds text too")
    assert of_other_texts(table[["liked", "room"]], Roles("liked")) == ""
