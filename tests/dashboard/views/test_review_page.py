"""The Review app, driven as a person would."""

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from model.contract.errors import ModelUnavailable
from tests.dashboard.conftest import Api, Reply, answer_all, refuse
from tests.dashboard.views.pages import APP, open_page, texts


@pytest.fixture
def app(api: Api, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    return open_page("review")


def judge(app: AppTest, text: str) -> str:
    app.text_area[0].set_value(text)
    button(app, "Judge this review").click()
    app.run()
    assert not app.exception
    return texts(app)


def button(app: AppTest, label: str) -> Button:
    return next(button for button in app.button if button.label == label)


def test_the_header_says_who_answers(app: AppTest, api: Api) -> None:
    host = api.url.removeprefix("http://")
    assert host in texts(app)


def test_a_clear_review_gets_a_verdict_with_its_numbers(app: AppTest) -> None:
    shown = judge(app, "a good film")
    assert "<h2>Clearly positive</h2>" in shown
    assert "<strong>97%</strong> likely positive" in shown
    said = "Measured on film reviews, about 97 of 100 that it was this sure of really were positive"
    assert said in shown
    shown = judge(app, "a bad film")
    assert "<h2>Probably negative</h2>" in shown
    assert "<strong>90%</strong> likely negative" in shown


def test_one_sentence_is_not_shown_sentence_by_sentence(app: AppTest) -> None:
    assert "Sentence by sentence" not in judge(app, "a good film")
    assert "Sentence by sentence" in judge(app, "a good film. a bad film.")


def test_an_uncertain_review_says_why_it_is_hard_to_tell(app: AppTest) -> None:
    shown = judge(app, "a foreign film")
    assert "Hard to tell" in shown
    assert "only reads English" in shown
    assert "not to be in English" in shown


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("  ", "Write at least one word"),
        ("x" * 20_001, "has 20,001 characters; the limit is 20,000"),
        ("12345", "no words to judge"),
    ],
)
def test_what_cannot_be_judged_is_told_so(app: AppTest, text: str, sentence: str) -> None:
    shown = judge(app, text)
    assert sentence in shown
    assert "<h2>" not in shown


def test_each_sample_is_judged_at_one_click(app: AppTest, api: Api) -> None:
    samples = [b for b in app.button if b.label != "Judge this review"]
    assert len(samples) == 3
    for sample in samples:
        sample.click()
        app.run()
        assert app.text_area[0].value == api.requests[-1].reviews[0].text
        assert "Hard to tell" in texts(app)  # none of them has a word that this API knows


def test_markup_in_a_review_stays_text(app: AppTest) -> None:
    judge(app, "<img src=x onerror=alert(1)> good")
    assert app.html
    assert not any("<img" in element.value for element in app.html)


def test_a_model_that_is_away_is_said_to_be_and_can_be_asked_again(app: AppTest, api: Api) -> None:
    api.answer = lambda _: refuse(ModelUnavailable())
    assert "starting or restarting" in judge(app, "a good film")
    api.answer = answer_all
    button(app, "Try again").click()
    app.run()
    assert "Clearly positive" in texts(app)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (403, "check SENTIMENT_API_KEY"),
        (429, "Try again in a moment"),
        (504, "did not answer in time"),
        (502, "error 502"),
    ],
)
def test_what_the_gateway_itself_refuses_is_a_sentence_and_a_way_on(
    app: AppTest, api: Api, status: int, sentence: str
) -> None:
    api.answer = lambda _: Reply(b'{"message": "Its own words"}', status)
    assert sentence in judge(app, "a good film")
    button(app, "Try again")


def test_without_an_api_there_is_one_sentence_and_a_way_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "http://127.0.0.1:1")
    app = open_page("review")
    assert not app.exception
    assert len(app.error) == 1
    assert "cannot be reached" in texts(app)
    button(app, "Try again").click().run()
    assert len(app.error) == 1


def test_a_question_asked_without_an_api_is_answered_when_there_is_one(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "http://127.0.0.1:1")
    app = open_page("review")
    judge(app, "a good film")
    assert len(app.error) == 1
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    button(app, "Try again").click().run()
    assert "Clearly positive" in texts(app)


def test_a_malformed_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", "not an address")
    app = open_page("review")
    assert not app.exception
    assert len(app.error) == 1
    assert "SENTIMENT_API_URL" in texts(app)


def test_an_answer_stays_when_something_else_is_clicked(app: AppTest, api: Api) -> None:
    judge(app, "a good film")
    asked = len(api.requests)
    app.run()
    assert "Clearly positive" in texts(app)
    assert len(api.requests) == asked


def test_the_address_may_stand_in_streamlits_secrets(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SENTIMENT_API_URL", raising=False)
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.secrets["SENTIMENT_API_URL"] = api.url
    assert api.url.removeprefix("http://") in texts(app.run())


def test_an_earlier_review_comes_back_without_being_asked_again(app: AppTest, api: Api) -> None:
    judge(app, "a good film")
    judge(app, "a bad *film*")
    asked = len(api.requests)
    button(app, "Clearly positive\\: a good film").click().run()
    assert app.text_area[0].value == "a good film"
    assert "Clearly positive" in texts(app)
    button(app, r"Probably negative\: a bad \*film\*").click().run()
    assert "Probably negative" in texts(app)
    assert len(api.requests) == asked


def test_a_review_that_cannot_be_judged_takes_no_earlier_one_away(app: AppTest) -> None:
    judge(app, "a good film")
    judge(app, " ")
    button(app, "Clearly positive\\: a good film").click().run()
    assert "Clearly positive" in texts(app)


def look_into(app: AppTest, tab: str) -> str:
    """As a click on the tab does."""
    app.session_state["more"] = tab
    return texts(app.run())


def test_code_is_there_once_somebody_looks(app: AppTest) -> None:
    judge(app, "a good film")
    assert not app.code
    look_into(app, "From code")
    assert [code.language for code in app.code] == ["bash", "python"]
    assert all("a good film" in code.value for code in app.code)


def test_a_review_is_in_the_address_only_after_a_click(app: AppTest, api: Api) -> None:
    judge(app, "a good film & more")
    assert "text" not in app.query_params
    look_into(app, "Link")
    button(app, "Put the review into a link").click().run()
    assert app.query_params["text"] == "a good film & more"
    assert any("?text=a%20good%20film%20%26%20more" in code.value for code in app.code)
    asked = len(api.requests)
    opened = open_page("review", text="a bad film")
    assert opened.text_area[0].value == "a bad film"
    assert "Probably negative" in texts(opened)
    assert len(api.requests) == asked + 1
    judge(opened, "a good film")
    assert "text" not in opened.query_params


def test_a_long_review_fits_into_no_link(app: AppTest) -> None:
    judge(app, "good " * 101)
    assert "this one has 505" in look_into(app, "Link")
    assert "Put the review into a link" not in [b.label for b in app.button]


def test_the_first_look_shows_an_example_and_announces_nothing(app: AppTest, api: Api) -> None:
    assert "An example, “A film I loved”" in texts(app)
    assert "<h2>" in texts(app)
    assert 'role="alert"' not in texts(app)
    assert 'role="alert"' in judge(app, "a good film")
    assert api.requests[0].reviews[0].text.startswith("My brother chose it")
