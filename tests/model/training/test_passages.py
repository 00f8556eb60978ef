"""A review is laid out in passages: whole sentences, every word three times, whoever cuts."""

import numpy as np
import pytest

from model.text.tokenizer import Tokenizer
from model.training.passages import LAYOUTS, passage_ends, passages

STOP = 2
ENDS = np.array([STOP], np.int32)
RNG = np.random.default_rng(0)
REVIEW = np.concatenate([np.append(RNG.integers(3, 99, 5), STOP) for _ in range(23)])


@pytest.mark.parametrize("key", [0, 5, 2**64 - 1])
def test_every_word_stands_once_in_each_layout(key: int) -> None:
    cut = passages(REVIEW, ENDS, key)
    np.testing.assert_array_equal(np.concatenate(cut), np.tile(REVIEW, len(LAYOUTS)))
    sizes = [int((ids == STOP).sum()) for ids in cut]
    assert all(ids[-1] == STOP for ids in cut), "whole sentences"
    layout = np.searchsorted(np.cumsum([len(ids) for ids in cut]), len(REVIEW) * np.arange(1, 4))
    for (fewest, most), first, last in zip(LAYOUTS, [0, *layout + 1], layout, strict=False):
        assert max(sizes[first : last + 1]) <= most
        assert min(sizes[first:last], default=fewest) >= fewest  # the last takes what is left


def test_the_key_decides() -> None:
    one, same, other = ([len(ids) for ids in passages(REVIEW, ENDS, key)] for key in (1, 1, 2))
    assert one == same != other


def test_a_sentence_without_an_end_is_a_passage() -> None:
    for ids in (np.array([5, 6, 7]), np.array([STOP]), np.array([5])):
        assert [cut.tolist() for cut in passages(ids, ENDS, 0)] == [ids.tolist()] * len(LAYOUTS)


def test_two_vocabularies_cut_at_the_same_places() -> None:
    text = "Good. Bad! Was it? Well... he said it , twice !! The end"
    large, small = Tokenizer.fit([text], 50), Tokenizer([*"<>", ".", "!", "?", "...", "it"])
    whole, narrow = (
        passages(vocabulary.encode(text).ids, passage_ends(vocabulary), 3)
        for vocabulary in (large, small)
    )
    assert [len(ids) for ids in whole] == [len(ids) for ids in narrow]
    assert len(whole) > len(LAYOUTS)


def test_what_a_vocabulary_lacks_ends_nothing() -> None:
    lacking = Tokenizer([*"<>", ".", "film"])
    assert len(passage_ends(lacking)) == 1
    unknown = lacking.encode("one two three").ids
    assert len(passages(unknown, passage_ends(lacking), 0)) == len(LAYOUTS)
