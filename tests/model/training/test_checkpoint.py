"""What a run keeps is whole or not there, whenever the run is broken off."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from model.training import checkpoint, teacher
from model.training.teacher import TeacherLogits

TEACHERS = [TeacherLogits(np.arange(999.0), np.arange(99.0))]
SETTINGS = {"seed": 0, "name": "a long one" * 50}


@contextmanager
def broken_off(after: int) -> Iterator[None]:
    """A file can have so many bytes at most, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (after, before[1]))
    try:
        with pytest.raises(OSError, match=r"File too large|requested and"):
            yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_vectors_are_never_half_written(tmp_path: Path) -> None:
    cache, vectors = tmp_path / "vectors.npy", np.ones(99_999, np.float32)
    with broken_off(after=500):
        checkpoint.once(cache, lambda: vectors)
    np.testing.assert_array_equal(checkpoint.once(cache, lambda: vectors), vectors)
    np.testing.assert_array_equal(checkpoint.once(cache, lambda: vectors + 1), vectors)


def test_teacher_logits_are_never_half_written(tmp_path: Path) -> None:
    with broken_off(after=500):
        teacher.save(tmp_path / "teacher-logits.npz", TEACHERS)
    assert not (tmp_path / "teacher-logits.npz").exists()
    teacher.save(tmp_path / "teacher-logits.npz", TEACHERS)
    (kept,) = teacher.read(tmp_path / "teacher-logits.npz")
    np.testing.assert_array_equal(kept.training, TEACHERS[0].training)


def test_settings_are_never_half_written(tmp_path: Path) -> None:
    with broken_off(after=100):
        checkpoint.claim(tmp_path, SETTINGS)
    checkpoint.claim(tmp_path, SETTINGS)
    with pytest.raises(checkpoint.OtherRunError, match="another seed"):
        checkpoint.claim(tmp_path, SETTINGS | {"seed": 1})
