"""Drivers, topics and typical reviews, from word shares that are known."""

import pandas as pd
import pytest

from dashboard.api.client import Client
from dashboard.insight import drivers, explained, topics, typical
from dashboard.results import NEGATIVE, POSITIVE, UNCERTAIN
from tests.dashboard.insight.files import explained as explanation
from tests.dashboard.insight.files import frame_of

SHARES = {"wonderful": 1.0, "dirty": -0.8, "waste": -0.9, "slow": -0.3, "never": -0.4}
REVIEWS = [
    ["A wonderful view.", "The staff is slow."],
    ["The room was dirty.", "What a waste of money, the staff slow."],
    ["Wonderful.", "My room is wonderful, the staff not."],
    ["A waste of money.", "The dirty room."],
    ["This room is wonderful.", "A staff so slow."],
    ["The waste of money.", "Dirty is the room.", "Our staff was slow."],
]


@pytest.fixture(scope="module")
def known() -> explained.Explained:
    return explanation(REVIEWS, SHARES)


def test_what_pushes_is_ranked_by_what_it_did(known: explained.Explained) -> None:
    table = drivers.drivers(known).set_index("phrase")
    assert list(table.index) == ["wonderful", "slow", "dirty", "waste of money"]
    assert table.effect["dirty"] == pytest.approx(-0.8)
    assert table.reviews["waste of money"] == 3
    assert table.total["waste of money"] == pytest.approx(-0.9 * 3 / 6)


def test_neither_frequent_nor_rare_words_drive(known: explained.Explained) -> None:
    phrases = set(drivers.drivers(known)["phrase"])
    assert not phrases & {"the", "room", "staff", "never", "money", "waste"}


def test_what_hardly_moves_a_verdict_drives_nothing() -> None:
    known = explanation([["fine", "food"]] * 4 + [["meh"]], {"fine": 0.3, "food": 0.01})
    assert list(drivers.drivers(known)["phrase"]) == ["fine"]


def test_each_driver_has_a_sentence_to_show(known: explained.Explained) -> None:
    shown = drivers.example(known, "waste of money", -0.9)
    assert shown is not None
    assert shown["text"] == "What a waste of money, the staff slow."
    assert drivers.example(known, "unheard of", 1) is None


def test_a_comma_parts_a_phrase() -> None:
    parted = explanation([["good, film"], ["good film"]], {})
    assert drivers.phrases(parted.words, 2)["row"].tolist() == [2]


def test_a_phrase_that_turns_its_word_stays_beside_it() -> None:
    reviews = [["not good"], ["not good at all"], ["not good"], ["good"], ["good"], ["good fun"],
               ["meh"]]  # fmt: skip
    known = explanation(reviews, {"good": 0.5, "not": -1.5})
    assert list(drivers.drivers(known)["phrase"]) == ["good", "not good"]


def test_what_nearly_all_say_explains_no_difference() -> None:
    signed = [[text, "Great to hear, Sam."] for text in ["A fine room."] * 5 + ["A room."] * 15]
    known = explanation(signed, {"fine": 0.4, "great": 1.0, "sam": 0.2})
    assert list(drivers.drivers(known)["phrase"]) == ["fine room"]
    assert drivers.in_nearly_all(known) == ["great", "hear", "room", "sam"]


def test_one_saying_is_named_once() -> None:
    """“a complete waste of money”, and money that is wanted back as well."""
    reviews = [["a complete waste of money"]] * 4 + [["i want my money"]] * 4 + [["meh"]] * 4
    shares = {"complete": -1.0, "waste": -2.0, "money": -0.5, "want": -0.7}
    found = drivers.drivers(explanation(reviews, shares))
    assert sorted(found["phrase"]) == ["complete waste", "want my money"]


def test_topics_are_what_people_speak_of(known: explained.Explained) -> None:
    table = topics.topics(known).set_index("topic")
    assert list(table.index) == ["room", "staff"]
    assert table.reviews["room"] == 5
    assert (table.positive["room"], table.negative["room"]) == pytest.approx((0.4, 0.6))
    assert table.low["room"] < table.liked["room"] < table.high["room"]
    assert topics.sentences_about(known, ["room"])["text"].tolist()[-1].endswith("wonderful.")


def test_plurals_are_the_same_topic() -> None:
    known = explanation([["the rooms are fine"]] * 5 + [["the room is fine"]] * 5, {"fine": 1.0})
    assert topics.topics(known)["topic"].tolist() == ["room"]
    assert topics.topics(known)["reviews"].tolist() == [10]


def test_was_is_no_plural_of_a_slip() -> None:
    known = explanation([["the bed was fine"]] * 5 + [["wa, fine"]] * 5, {"fine": 1.0})
    assert topics.topics(known)["topic"].tolist() == ["bed"]


def test_weights_carry_over_to_the_file(known: explained.Explained) -> None:
    heavy = explained.Explained(
        known.words, known.sentences, pd.Series([96, 1, 1, 1, 1, 0.0], index=range(1, 7))
    )
    assert drivers.drivers(heavy).set_index("phrase").total["wonderful"] == pytest.approx(0.99)


def test_no_topic_is_no_error() -> None:
    nothing = explanation([["fine"]], {})
    assert topics.topics(nothing).empty
    assert drivers.drivers(nothing).empty


def test_the_typical_review_is_the_one_like_most() -> None:
    reviews = [["the room was clean"], ["the room was clean and quiet"], ["quiet clean room"],
               ["zebras eat grass"]]  # fmt: skip
    frame = frame_of([0.9] * 4)
    found = typical.typical(frame, explanation(reviews, {}))
    assert found["row"].tolist()[-1] == 4


def test_each_verdict_gets_its_part_of_the_sample() -> None:
    frame = frame_of([0.95] * 900 + [0.05] * 80 + [0.6] * 20)
    sampled = explained.sample(frame, 100)
    counts = sampled["verdict"].value_counts()
    assert counts.to_dict() == {POSITIVE: 40, NEGATIVE: 40, UNCERTAIN: 20}
    assert sampled["weight"].sum() == pytest.approx(1_000)
    assert sampled.equals(explained.sample(frame, 100))
    assert len(explained.sample(frame.head(7), 100)) == 7


@pytest.mark.parametrize("flag", ["other_language", "short; unknown_words"])
def test_what_the_model_cannot_read_is_in_no_sample(flag: str) -> None:
    frame = frame_of([0.9, 0.8, 0.6]).assign(flags=["short", flag, ""])
    assert explained.sample(frame)["row"].tolist() == [1, 3]


def test_the_sample_is_read_through_the_api(client: Client) -> None:
    frame = frame_of([0.97, 0.1, 0.5], text=["good film", "bad film", "12345"])
    found = explained.explain(
        explained.sample(frame), lambda reviews: client.predict(reviews, explain=True)
    )
    assert found.n == 2  # digits are no words
    assert found.words["word"].tolist() == ["good", "bad"]


@pytest.mark.parametrize("address", ["@goodair", "https://good.example/a", "www.good.example"])
def test_an_address_is_no_word(client: Client, address: str) -> None:
    frame = frame_of([0.97] * 3, text=[f"{address} was late {i}" for i in range(3)])
    found = explained.explain(
        explained.sample(frame), lambda reviews: client.predict(reviews, explain=True)
    )
    assert found.n == 3
    assert drivers.drivers(found).empty


def test_the_same_words_are_typical_once() -> None:
    texts = ["the room was clean", "the room was clean", "clean room"]
    frame = frame_of([0.9] * 3, text=texts)
    found = typical.typical(frame, explanation([[text] for text in texts], {}))
    assert sorted(found["text"]) == ["clean room", "the room was clean"]


def test_a_not_belongs_to_the_phrase_that_never_comes_without_it() -> None:
    shares = {"not": -0.4, "worth": -0.3, "price": -0.2}
    known = explanation([["not worth the price"]] * 4 + [["meh"]], shares)
    assert list(drivers.drivers(known)["phrase"]) == ["not worth the price"]


def test_a_topic_needs_no_article() -> None:
    terse = ["breakfast was fine", "nice, breakfast is fine", "fine and breakfast was fine"]
    known = explanation([[text] for text in terse * 3], {"fine": 1.0, "nice": 1.0})
    assert topics.topics(known)["topic"].tolist() == ["breakfast"]
    verbs = explanation([["came fine for breakfast"]] * 9, {"fine": 1.0})
    assert topics.topics(verbs).empty


def test_a_topic_may_have_a_share_of_its_own() -> None:
    """The model need not take “lobby” for neutral, if it is praised and blamed all the same."""
    reviews = [["The lobby was lovely."]] * 6 + [["The lobby was dark."]] * 6
    reviews += [["The joke was dark."]] * 6
    known = explanation(reviews, {"lobby": -0.4, "joke": -0.4, "lovely": 1.5, "dark": -1.5})
    assert topics.topics(known)["topic"].tolist() == ["lobby"]


def test_what_nobody_judges_is_no_topic_and_the_most_judged_comes_first() -> None:
    reviews = [["The bar was dull.", "My wife came along."]] * 6 + [["The bar was blue."]] * 6
    reviews += [["The pool was dull."]] * 7
    known = explanation(reviews, {"dull": -1.0})
    assert topics.topics(known)["topic"].tolist() == ["pool", "bar"]


def test_what_is_said_in_one_phrase_alone_is_no_topic() -> None:
    reviews = [
        ["It exceeded my expectations."],
        ["The pool is fine, it exceeded all expectations."],
    ] * 6
    known = explanation(reviews, {"exceeded": 2.0})
    assert topics.topics(known)["topic"].tolist() == ["pool"]
