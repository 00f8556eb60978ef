"""What the network learns from, with and without a large teacher that has judged passages."""

from pathlib import Path

import numpy as np
import pytest

from model import data
from model.train import network_examples, table_examples
from model.training import verdicts
from model.training.corpus import Corpus, read
from model.training.passages import passage_ends, passages
from tests.model.toy_language import toy_reviews


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reviews")
    toy_reviews(90, unlabelled=False, seed=1).to_parquet(folder / "train.parquet")
    toy_reviews(60, unlabelled=True, seed=2).to_parquet(folder / "unsup.parquet")
    return folder


def corpus(reviews: Path, large_teacher: Path) -> Corpus:
    return read(reviews, None, large_teacher, n_words=30, n_synthetic=20, seed=0)


@pytest.fixture(scope="module")
def alone(reviews: Path) -> Corpus:
    """Learned without a large teacher: the one that ships has not read toys."""
    return corpus(reviews, verdicts.SHIPPED)


@pytest.fixture(scope="module")
def taught(reviews: Path, alone: Corpus) -> Corpus:
    """By a teacher that finds every passage of the i-th review i in 255 positive."""
    texts = data.load(reviews)
    known, ends = verdicts.keys(texts.text), passage_ends(alone.tokenizer)
    cut = [
        passages(ids, ends, key)
        for ids, key in zip(alone.tokenizer.encode_documents(texts.text), known, strict=True)
    ]
    said = [np.full(len(each), i / 255) for i, each in enumerate(cut)]
    verdicts.save(reviews / "said.npz", known, np.ones((1, len(known))), said)
    return corpus(reviews, reviews / "said.npz")


def test_passages_come_with_the_verdict_on_them(reviews: Path, taught: Corpus) -> None:
    loaded = data.load(reviews)
    known = verdicts.keys(loaded.text).tolist()
    training = verdicts.keys(data.split_by_movie(loaded)[0].text)
    ends = passage_ends(taught.tokenizer)
    cut = [passages(ids, ends, key) for ids, key in zip(taught.documents, training, strict=True)]
    said = [known.index(key) for key, each in zip(training, cut, strict=True) for _ in each]
    assert [ids.tolist() for ids in taught.passages] == [ids.tolist() for p in cut for ids in p]
    np.testing.assert_allclose(taught.passage_targets * 255, said, atol=1e-3)


def test_they_take_the_place_of_passages_by_chance(alone: Corpus, taught: Corpus) -> None:
    assert len(alone.passages) == 0 < len(taught.passages)
    targets = np.full(len(taught.documents), 0.9, np.float32)
    one, other = (network_examples(table_examples(each, targets), each) for each in (alone, taught))
    assert (one.n_cut, other.n_cut) == (len(targets), 0)
    assert one.n_rare == len(alone.sentences)
    assert other.n_rare == one.n_rare + len(taught.passages)
    assert len(other.ids) == len(other.targets) == len(targets) + other.n_rare
    np.testing.assert_array_equal(other.targets[-len(taught.passages) :], taught.passage_targets)
    np.testing.assert_array_equal(other.targets[: len(targets)], targets)
