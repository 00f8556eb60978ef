"""What is read in an epoch: everything once, some of it as passages, whole sentences of them."""

from dataclasses import replace

import numpy as np

from model.training.examples import Examples, head_and_tail

STOP = 2
RNG = np.random.default_rng(0)
REVIEWS = [
    np.concatenate([np.append(RNG.integers(3, 99, 5), STOP) for _ in range(n)]).astype(np.int32)
    for n in RNG.integers(1, 9, 60)
]
SHORT = [np.array([50, STOP, 51, STOP], np.int32)] * 20
EXAMPLES = Examples(
    REVIEWS + SHORT, np.arange(80, dtype=np.float32), n_cut=60, sentence_ends=frozenset({STOP})
)


def epoch(passage_share: float, seed: int = 0) -> dict[float, np.ndarray]:
    """By target, which names the document here, what was read of it."""
    found: dict[float, np.ndarray] = {}
    for reviews, targets in EXAMPLES.batches(7, passage_share, 1000, (0, 2), seed):
        found |= dict(zip(targets.tolist(), reviews, strict=True))
    return found


def test_every_document_is_read_once_and_whole() -> None:
    read = epoch(passage_share=0)
    assert sorted(read) == list(range(80))
    for d, ids in read.items():
        np.testing.assert_array_equal(ids, EXAMPLES.ids[int(d)])


def test_a_passage_is_one_to_three_whole_sentences() -> None:
    read = epoch(passage_share=1)
    for d in range(60):
        ids, whole = read[d], EXAMPLES.ids[d]
        assert 1 <= (ids == STOP).sum() <= 3
        assert ids[-1] == STOP
        places = [
            i for i in range(0, len(whole), 6) if np.array_equal(whole[i : i + len(ids)], ids)
        ]
        assert places, "it stands so in the review, from the start of a sentence"


def test_short_documents_are_always_whole() -> None:
    read = epoch(passage_share=1)
    assert all(len(read[d]) == 4 for d in range(60, 80))


def test_rare_documents_are_read_once_in_all_epochs() -> None:
    examples = replace(EXAMPLES, n_rare=20)
    read = [
        [
            int(target)
            for _, targets in examples.batches(7, 0, 1000, (i, 3), 5)
            for target in targets
        ]
        for i in range(3)
    ]
    assert [len(epoch) for epoch in read] == [examples.per_epoch(3)] * 3 == [66] * 3
    assert all(set(epoch) >= set(range(60)) for epoch in read)
    rare = [target for epoch in read for target in epoch if target >= 60]
    assert len(set(rare)) == len(rare) == 18  # what three epochs cannot share equally stays away


def test_the_seed_decides() -> None:
    one, same, other = epoch(0.5, 1), epoch(0.5, 1), epoch(0.5, 2)
    assert list(one) == list(same)
    assert all((one[d] == same[d]).all() for d in one)
    assert list(one) != list(other)


def test_an_over_long_document_keeps_its_ends() -> None:
    ids = np.arange(100, dtype=np.int32)
    assert head_and_tail(ids, 9).tolist() == [0, 1, 2, *range(94, 100)]
    assert head_and_tail(ids, 100) is ids
