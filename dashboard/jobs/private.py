"""Files that nobody but their owner may read, whatever the folder and the umask allow."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def create(path: Path) -> Path:
    """The file, there and private; SQLite gives its -wal and -shm the rights of its database."""
    path.touch(mode=0o600)
    restrict([path, *path.parent.glob(f"{path.name}-*")])
    return path


def restrict(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):  # gone, or somebody else's, who has to do it
            path.chmod(0o600)
