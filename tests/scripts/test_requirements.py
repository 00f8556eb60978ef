"""The lock covers every part, exactly, and leaves out what only a GPU needs."""

from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
HOUSES = ("dashboard", "model", "model/contract", "serverless", "tests")
PARTS = sorted(path for house in HOUSES for path in (ROOT / house).glob("requirements*.txt"))


def requirements(path: Path) -> list[Requirement]:
    lines = (line.partition("#")[0].strip() for line in path.read_text("utf-8").splitlines())
    return [Requirement(line) for line in lines if line and not line.startswith("-r")]


LOCK: dict[str, list[str]] = {}
for locked in requirements(ROOT / "requirements.txt"):
    versions = [specifier.version for specifier in locked.specifier if specifier.operator == "=="]
    LOCK.setdefault(canonicalize_name(locked.name), []).extend(versions)


def test_every_locked_version_is_exact() -> None:
    assert all(LOCK.values())


@pytest.mark.parametrize("part", PARTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_lock_satisfies_each_part(part: Path) -> None:
    for wanted in requirements(part):
        assert all(wanted.specifier.contains(v) for v in LOCK[canonicalize_name(wanted.name)])


def test_no_gpu_packages() -> None:
    assert not [name for name in LOCK if name.startswith(("nvidia", "cuda", "triton"))]
