"""Topics of two words, from sentences whose answer is plain."""

import pytest

from dashboard.insight import topics
from dashboard.insight.compounds import joined
from tests.dashboard.insight.files import explained

DESK = [["The front desk was slow.", "Our room was fine."]] * 4 + [["Our front desk, so kind."]] * 4


def test_two_words_that_stay_together_are_one_topic() -> None:
    table = topics.topics(explained(DESK, {"slow": -1.0, "kind": 1.0})).set_index("topic")
    assert table.reviews.to_dict() == {"front desk": 8}
    assert (table.positive["front desk"], table.negative["front desk"]) == (0.5, 0.5)
    said = topics.sentences_about(explained(DESK, {"kind": 1.0}), ["front desk"])
    assert said["text"].tolist()[-1] == "Our front desk, so kind."
    assert len(said) == 8


def test_a_word_that_often_stands_elsewhere_is_its_own_topic() -> None:
    reviews = [["The hotel room was small."]] * 5
    reviews += [["The room was small."], ["The hotel was small."]] * 10
    found = topics.topics(explained(reviews, {"small": -0.5}))
    assert set(found["topic"]) == {"room", "hotel"}


def test_praise_is_no_part_of_a_topic() -> None:
    known = explained([["The great coffee was cheap."]] * 6, {"great": 0.9})
    assert topics.topics(known)["topic"].tolist() == ["coffee"]


def test_the_share_of_two_words_is_their_sum() -> None:
    words = joined(explained(DESK, {"front": 0.2, "desk": -0.05}).words, fewest=3)
    found = words.loc[words["word"] == "front desk", "share"]
    assert found.tolist() == [pytest.approx(0.15)] * 8


def test_two_that_praise_together_stay_two() -> None:
    words = joined(explained(DESK, {"front": 0.2, "desk": 0.2}).words, fewest=3)
    assert "front desk" not in set(words["word"])


def test_a_verb_or_a_full_stop_ends_a_topic() -> None:
    reviews = [["The carpet smelled of smoke."], ["A carpet. Stains, the wall."]] * 5
    assert "carpet" in topics.topics(explained(reviews, {"smelled": -0.9}))["topic"].tolist()
    assert not topics.topics(explained(reviews, {}))["topic"].str.contains(" ").any()
