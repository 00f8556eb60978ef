"""The artifact as SageMaker wants it: one model.tar.gz, the same bytes each time."""

import gzip
import io
import tarfile
import zlib
from pathlib import Path

from model.artifact import load_artifact
from model.cloud.errors import CloudError

NAME = "model.tar.gz"


def pack(artifact: Path, target: Path) -> Path:
    """Write the artifact's files to `target`. Raises ArtifactError if it is not whole."""
    load_artifact(artifact)
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for path in sorted(artifact.iterdir()):
            archive.addfile(_entry(path), io.BytesIO(path.read_bytes()))
    # Weights hardly get smaller: a higher level takes seconds for nothing.
    target.write_bytes(gzip.compress(content.getvalue(), compresslevel=1, mtime=0))
    return target


def unpack(archive: Path, target: Path) -> Path:
    """The folder with the artifact; `filter="data"` refuses paths that lead out of it.

    Raises CloudError if it is no archive, or not a whole one.
    """
    try:
        with tarfile.open(archive) as file:
            file.extractall(target, filter="data")
    except (tarfile.TarError, EOFError, zlib.error) as error:
        raise CloudError(
            f"{archive} is neither a model's folder nor a whole {NAME}: {error}."
        ) from error
    return target


def _entry(path: Path) -> tarfile.TarInfo:
    """Without times, owners and permissions, which differ between machines."""
    entry = tarfile.TarInfo(path.name)
    entry.size = path.stat().st_size
    return entry
