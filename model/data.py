"""The Large Movie Review Dataset (Maas et al., ACL 2011, https://aclanthology.org/P11-1015/).

Reads the public archive, downloading it when asked, or the same reviews as parquet files.
Expected: 25,000 labelled training reviews, half of them positive, and 50,000 without a label.
The archive's test half is never read here.

A reviews frame has one row for each review: text, label (1, 0, or -1 for none), rating (1-10, or 0
for none), movie (IMDb title id).
"""

import gzip
import hashlib
import re
import tarfile
import zlib
from pathlib import Path

import numpy as np
import pandas as pd
import requests
from tqdm import tqdm

ARCHIVE_URL = "https://ai.stanford.edu/~amaas/data/sentiment/aclImdb_v1.tar.gz"
ARCHIVE_MD5 = "7c2ac02c03563afcf9b574c7e56c153a"  # of 84,125,825 bytes

_TIMEOUT_S = 30
_LABELS = {"pos": 1, "neg": 0, "unsup": -1}
_MEMBER = re.compile(r"aclImdb/train/(pos|neg|unsup)/(\d+)_(\d+)\.txt")
_URLS = re.compile(r"aclImdb/train/urls_(pos|neg|unsup)\.txt")
_MOVIE = re.compile(r"tt\d+")
_PARQUET = "train.parquet", "unsup.parquet"
_VALIDATION_SHARE = 0.1  # of the labelled films
_COLUMNS = ["text", "label", "rating", "movie"]


class DataError(Exception):
    """The data is missing or is not what it should be; the message says what to do."""


def download(path: Path, url: str = ARCHIVE_URL, md5: str = ARCHIVE_MD5) -> Path:
    """Fetch the archive to `path`, going on where a broken download stopped, and check it.

    Raises DataError if the checksum is wrong or the network fails.
    """
    if not path.exists():
        part = path.with_name(path.name + ".part")
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            _fetch(url, part)
        except requests.RequestException as error:
            raise DataError(
                f"The download broke off ({error}). Run the same command to go on."
            ) from error
        _check(part, md5)
        part.rename(path)
    return path


def _fetch(url: str, part: Path) -> None:
    have = part.stat().st_size if part.exists() else 0
    with requests.get(
        url, headers={"Range": f"bytes={have}-"}, stream=True, timeout=_TIMEOUT_S
    ) as answer:
        if answer.status_code == requests.codes.requested_range_not_satisfiable:
            return  # the part is whole already; the checksum decides
        answer.raise_for_status()
        resumed = answer.status_code == requests.codes.partial_content
        left = int(answer.headers.get("Content-Length", 0))
        with (
            part.open("ab" if resumed else "wb") as file,
            tqdm(total=left, unit="B", unit_scale=True, desc=part.stem) as bar,
        ):
            for chunk in answer.iter_content(1 << 16):
                bar.update(file.write(chunk))


def _check(part: Path, md5: str) -> None:
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "md5").hexdigest()
    if found != md5:
        part.unlink()
        raise DataError(f"{part.stem}: MD5 is {found}, not {md5}. It was deleted: run this again.")


def load(source: Path) -> pd.DataFrame:
    """Read reviews from the archive (.tar.gz) or from a folder of parquet files.

    Raises DataError if neither is there, or if it holds something else.
    """
    if source.is_dir() and all((source / name).is_file() for name in _PARQUET):
        reviews = read_parquet(source)
    elif source.is_file() and _is_tar(source):
        reviews = read_archive(source)
    else:
        raise DataError(
            f"{source} is neither the archive nor a folder with {' and '.join(_PARQUET)}. "
            "`python -m model.train` and `python -m model.cloud data`, without --data, download it."
        )
    if not (reviews.label >= 0).any():
        raise DataError(f"{source} has no review with a label to learn from.")
    return reviews


def read_parquet(folder: Path) -> pd.DataFrame:
    return pd.concat([_read_parquet(folder / name) for name in _PARQUET], ignore_index=True)


def _read_parquet(path: Path) -> pd.DataFrame:
    try:
        frame = pd.read_parquet(path)
    except (ValueError, OSError) as error:  # pyarrow's are among them
        raise DataError(f"{path} is not a parquet file, or not a whole one.") from error
    if missing := [name for name in _COLUMNS if name not in frame.columns]:
        raise DataError(f"{path} has no column {' and no column '.join(missing)}.")
    if not frame.label.isin(list(_LABELS.values())).all():
        raise DataError(f"{path}: every label must be 1 (positive), 0 (negative) or -1 (none).")
    return frame[_COLUMNS]


def _is_tar(path: Path) -> bool:
    try:
        return tarfile.is_tarfile(path)
    except (EOFError, zlib.error):  # cut or changed within the first file
        return True  # once: reading it says so


def read_archive(path: Path) -> pd.DataFrame:
    """Read the training half. Raises DataError if it is not all there."""
    try:
        return _read_archive(path)
    except (tarfile.TarError, zlib.error, EOFError, LookupError, ValueError, OSError) as error:
        raise DataError(
            f"{path} is damaged or another archive. Download it anew from {ARCHIVE_URL}."
        ) from error


def _read_archive(path: Path) -> pd.DataFrame:
    """A review's film is on line `id` of its folder's list of pages."""
    reviews, pages = [], {}
    # A stream: 100,000 members, each read once. Unlike tarfile's own, GzipFile notices where a file
    # was cut.
    with gzip.open(path) as file, tarfile.open(fileobj=file, mode="r|") as archive:
        for member in archive:
            if found := _MEMBER.fullmatch(member.name):
                kind, number, rating = found[1], int(found[2]), int(found[3])
                reviews.append((kind, number, rating, _content(archive, member)))
            elif found := _URLS.fullmatch(member.name):
                pages[found[1]] = _MOVIE.findall(_content(archive, member))
    rows = [
        (text, _LABELS[kind], rating, pages[kind][number]) for kind, number, rating, text in reviews
    ]
    return pd.DataFrame(rows, columns=_COLUMNS)


def _content(archive: tarfile.TarFile, member: tarfile.TarInfo) -> str:
    file = archive.extractfile(member)
    if file is None:
        raise DataError(f"{member.name} in the archive is not a file. Download it again.")
    return file.read().decode("utf-8")


def split_by_movie(reviews: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Split into (training, validation) so that no film is in both.

    Reviews of one film are alike, so a split by review would flatter. A tenth of the labelled
    films, always the same, is held out. Validation is labelled; reviews of its films are left out
    of training, labelled or not.
    """
    movies = np.array(sorted(reviews.movie[reviews.label >= 0].unique()))
    np.random.default_rng(0).shuffle(movies)
    held_out = reviews.movie.isin(movies[: round(len(movies) * _VALIDATION_SHARE)])
    return (
        reviews[~held_out].reset_index(drop=True),
        reviews[held_out & (reviews.label >= 0)].reset_index(drop=True),
    )
