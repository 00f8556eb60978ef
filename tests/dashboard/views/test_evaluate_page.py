"""Evaluate and Queue, driven as a person would."""

import io
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from dashboard import corrections, sign_in
from dashboard.corrections import SKIPPED, Corrections
from dashboard.jobs.job import Job
from dashboard.jobs.journal_error import JournalError
from dashboard.reading.roles import Roles
from dashboard.results import NEGATIVE, POSITIVE
from dashboard.views import decisions
from dashboard.wording import escaped
from model.labelled import read_labelled
from tests.dashboard.conftest import Api
from tests.dashboard.views.pages import open_page, texts
from tests.dashboard.views.scored_files import N, file, scored, scored_table


def numbers(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def click(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception


def test_labels_are_compared_with_the_verdicts(job: Job) -> None:
    app = open_page("evaluate", job=job.id)
    assert not app.exception
    assert numbers(app)["Right"] == "100%"  # what is hard to tell leans positive, and is
    assert app.metric[0].delta == "97% to 100%"
    assert numbers(app)["Compared"] == str(N)
    app.segmented_control(key=f"means-{job.id}-pos").set_value(NEGATIVE).run()
    assert numbers(app)["Right"] == "33%"
    assert "marked negative" in texts(app)
    app.slider(key="threshold").set_value(99).run()
    assert "positives found: **–**" in texts(app)


def test_what_labels_mean_is_asked_for_each_file(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    rows = [f"a {'good' if i % 2 else 'bad'} film {i}" for i in range(20)]
    twos = "\n".join(f"{row},{1 + i % 2}" for i, row in enumerate(rows))
    ones = "\n".join(f"{row},{i % 2}" for i, row in enumerate(rows))
    first = scored(f"review,label\n{twos}\n".encode(), "twos.csv")
    second = scored(f"review,label\n{ones}\n".encode(), "ones.csv")
    app = open_page("evaluate", job=first.id)
    assert numbers(app)["Right"] == "100%"
    app.query_params["job"] = second.id
    app.selectbox[0].set_value(next(o for o in app.selectbox[0].options if "ones" in o)).run()
    assert numbers(app)["Right"] == "100%"


def test_rare_labels_are_not_left_out(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    rows = {f"a {'good' if i >= 20 else 'bad'} film {i}": f"{i / 4}" for i in range(40)}
    table = pd.DataFrame(rows.items(), columns=["review", "of ten"], dtype="str")
    app = open_page("evaluate", job=scored_table(table, Roles("review", label="of ten")).id)
    assert "28 rarer labels count as they were understood" in texts(app)
    assert int(numbers(app)["Compared"]) > 20


def test_classes_stand_in_their_order(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    rows = [(f"a good film {i}", label) for i, label in enumerate("2211133330444")]
    table = pd.DataFrame([*rows, ("a bad film", "1,5")], columns=["review", "of"], dtype="str")
    app = open_page("evaluate", job=scored_table(table, Roles("review", label="of")).id)
    asked = [each.label for each in app.segmented_control if "means-" in str(each.key)]
    assert asked == ["0", "1", escaped("1,5"), "2", "3", "4"]


def test_a_label_for_the_true_share_can_be_taken_back(job: Job) -> None:
    app = open_page("evaluate", job=job.id, part="True share")
    click(app, "Positive")
    assert list(decisions.decided().values()) == [POSITIVE]
    click(app, "Undo")
    assert decisions.decided() == {}


def test_a_review_without_a_side_is_skipped_and_said_to_be_left_out(job: Job) -> None:
    app = open_page("evaluate", job=job.id, part="True share")
    click(app, "Positive")
    share = app.metric[1].delta
    click(app, "Skip")
    assert list(decisions.decided().values()) == [POSITIVE, SKIPPED]
    assert "1 of 50 reviews labelled, 1 skipped" in app.get("progress")[0].proto.text
    assert app.metric[1].delta != share
    assert "is of reviews that take a side, about" in texts(app)
    click(app, "Undo")
    assert "left out: the true share" not in texts(app)


def test_the_question_comes_before_its_answers(job: Job) -> None:
    app = open_page("evaluate", job=job.id, part="True share")
    read = [f"{getattr(part, 'label', '')}{getattr(part, 'value', '')}" for part in app.main]
    question = next(i for i, text in enumerate(read) if "What would its writer say?" in text)
    assert question < next(i for i, text in enumerate(read) if text.startswith("Positive"))


def test_stars_are_labels_too(job: Job) -> None:
    app = open_page("evaluate", job=job.id)
    app.segmented_control(key="truth").set_value("stars").run()
    assert not app.exception
    assert numbers(app)["Compared"] == str(N * 2 // 3)
    assert f"{N // 3} reviews in the middle left out" in texts(app)


def test_without_labels_the_page_says_what_to_do(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    job = scored(b"review\na good film\na bad film\n")
    app = open_page("evaluate", job=job.id)
    assert "no labels or stars to compare with" in texts(app)
    decisions.store().decide("a bad film", POSITIVE)
    again = open_page("evaluate", job=job.id)
    assert numbers(again)["Compared"] == "1"
    assert numbers(again)["Right"] == "0%"


def test_labels_by_hand_narrow_the_true_share(job: Job) -> None:
    app = open_page("evaluate", job=job.id, part="True share")
    assert numbers(app)["True share of positive"] == "–"
    wide = app.metric[1].delta
    for _ in range(3):
        click(app, "Positive")
    assert "3 of " in app.get("progress")[0].proto.text
    assert app.metric[1].delta != wide


def test_labels_by_hand_are_those_of_who_signed_in(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    monkeypatch.setattr(sign_in, "owner", lambda: "ann")
    app = open_page("evaluate", job=scored(file()).id, part="True share")
    click(app, "Positive")
    assert "1 of 50 " in app.get("progress")[0].proto.text


def test_a_full_disk_is_told_and_takes_nothing_back(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: str) -> None:
        raise JournalError("The disk is full. Free some space.")

    app = open_page("queue", job=job.id)
    click(app, "Positive")
    monkeypatch.setattr(Corrections, "forget", full)
    click(app, "Undo")
    assert "The disk is full" in app.error[0].value
    assert "1 of 40 uncertain" in app.get("progress")[0].proto.text
    monkeypatch.setattr(Corrections, "decide", full)
    share = open_page("evaluate", job=job.id, part="True share")
    click(share, "Negative")
    assert "The disk is full" in share.error[0].value
    monkeypatch.setattr(Corrections, "decided", full)
    assert "The disk is full" in open_page("queue", job=job.id).error[0].value


def test_the_queue_asks_for_the_uncertain_and_remembers(job: Job) -> None:
    app = open_page("queue", job=job.id)
    assert "0 of 40 uncertain reviews decided" in app.get("progress")[0].proto.text
    for label in ("Positive", "Skip", "Negative"):
        click(app, label)
    decided = list(decisions.store().decided().values())
    assert decided == [POSITIVE, SKIPPED, NEGATIVE]
    click(app, "Undo")
    assert list(decisions.store().decided().values()) == [POSITIVE, SKIPPED]
    again = open_page("queue", job=job.id)
    assert "1 of 40 uncertain reviews decided, 1 skipped" in again.get("progress")[0].proto.text
    assert "1 decided by you" in texts(again)


def test_keys_do_what_buttons_do(job: Job) -> None:
    app = open_page("queue", job=job.id)
    keys = {button.label: button.proto.shortcut for button in app.button if button.proto.shortcut}
    assert keys == {"Positive": "p", "Negative": "n", "Skip": "s", "Undo": "u"}


def test_an_empty_queue_is_done(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    job = scored(b"review\na good film\na bad film\n")
    app = open_page("queue", job=job.id)
    assert "Nothing is left to decide" in app.success[0].value
    assert all(b.disabled for b in app.button if b.label in {"Positive", "Negative", "Skip"})


def test_the_training_file_is_what_the_model_reads(tmp_path: Path) -> None:
    """Texts stay as they are, formulas and all; what was skipped is not in it."""
    decided = {"=good": POSITIVE, "bad\r\n": NEGATIVE, "eh": SKIPPED}
    data = corrections.training_file(decided)
    assert pd.read_parquet(io.BytesIO(data))["text"].tolist() == ["=good", "bad\r\n"]
    path = tmp_path / "decided.parquet"
    path.write_bytes(data)
    assert read_labelled(path)["label"].tolist() == [1, 0]


def test_corrections_are_each_owners_own_and_outlive_the_process(data_dir: Path) -> None:
    Corrections(data_dir).decide("so so", POSITIVE, "ann")
    Corrections(data_dir).decide("so so", NEGATIVE, "bob")
    Corrections(data_dir).decide("so so", SKIPPED, "ann")
    again = Corrections(data_dir)
    assert again.decided("ann") == {"so so": SKIPPED}
    again.forget_all("ann")
    assert again.decided("ann") == {}
    assert again.decided("bob") == {"so so": NEGATIVE}
    assert b"so so" in (data_dir / "corrections.sqlite3").read_bytes()
    again.forget_all("bob")
    assert b"so so" not in (data_dir / "corrections.sqlite3").read_bytes()


def test_labels_of_neither_side_and_of_one_side_alone_are_told(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SENTIMENT_API_URL", api.url)
    rows = [f"good film {i},{'positive' if i % 4 else 'neutral'}" for i in range(40)]
    job = scored(("review,label\n" + "\n".join(rows)).encode(), "one side.csv")
    app = open_page("evaluate", job=job.id)
    assert numbers(app)["Compared"] == "30"
    assert "10 reviews of neither side left out." in texts(app)
    assert "All of these are positive" in app.warning[0].value
