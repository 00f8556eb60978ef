"""Reading the public archive, fetching it over a real connection, splitting it by film."""

import hashlib
import io
import random
import re
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal

import pandas as pd
import pytest

from model import data

REVIEWS = {  # folder: [(name, film, text)], laid out as in aclImdb_v1.tar.gz
    "pos": [("0_9", "tt0000001", "Good."), ("1_10", "tt0000002", "Très good.<br />")],
    "neg": [("0_1", "tt0000001", "Bad."), ("1_4", "tt0000003", "Poor.")],
    "unsup": [("0_0", "tt0000002", "Seen it.")],
}


def archive_bytes() -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:

        def add(name: str, text: str) -> None:
            member = tarfile.TarInfo(f"aclImdb/{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))

        add("test/pos/0_10.txt", "The test half is never read.")
        add("README", random.Random(0).randbytes(200_000).hex())  # larger than one read
        for folder, reviews in REVIEWS.items():
            for name, _, text in reviews:
                add(f"train/{folder}/{name}.txt", text)
            pages = [f"http://www.imdb.com/title/{film}/usercomments" for _, film, _ in reviews]
            add(f"train/urls_{folder}.txt", "\n".join(pages))
    return buffer.getvalue()


CONTENT = archive_bytes()
MD5 = hashlib.md5(CONTENT, usedforsecurity=False).hexdigest()
BREAK_AT = len(CONTENT) // 3


class ArchiveServer(BaseHTTPRequestHandler):
    """Serves the archive with ranges; the first download from /breaks is cut off."""

    def do_GET(self) -> None:
        found = re.fullmatch(r"bytes=(\d+)-", self.headers["Range"])
        start = int(found[1]) if found and self.path != "/no-ranges" else 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        broken = self.path == "/breaks" and not start
        self.wfile.write(CONTENT[start : BREAK_AT if broken else None])

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), ArchiveServer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_reads_the_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.tar.gz").write_bytes(CONTENT)
    reviews = data.load(tmp_path / "archive.tar.gz")
    assert reviews.to_dict("records") == [
        {"text": "Good.", "label": 1, "rating": 9, "movie": "tt0000001"},
        {"text": "Très good.<br />", "label": 1, "rating": 10, "movie": "tt0000002"},
        {"text": "Bad.", "label": 0, "rating": 1, "movie": "tt0000001"},
        {"text": "Poor.", "label": 0, "rating": 4, "movie": "tt0000003"},
        {"text": "Seen it.", "label": -1, "rating": 0, "movie": "tt0000002"},
    ]


def test_reads_parquet_alike(tmp_path: Path) -> None:
    (tmp_path / "archive.tar.gz").write_bytes(CONTENT)
    reviews = data.load(tmp_path / "archive.tar.gz")
    reviews[reviews.label >= 0].to_parquet(tmp_path / "train.parquet")
    reviews[reviews.label < 0].to_parquet(tmp_path / "unsup.parquet")
    pd.testing.assert_frame_equal(data.load(tmp_path), reviews)


@pytest.mark.parametrize("name", ["nothing-here", "."])
def test_says_what_it_needs(tmp_path: Path, name: str) -> None:
    with pytest.raises(data.DataError, match="neither the archive nor a folder"):
        data.load(tmp_path / name)


def test_says_who_downloads(tmp_path: Path) -> None:
    """Whoever reads the data may itself be unable to."""
    with pytest.raises(data.DataError, match=r"`python -m model\.train`.* download it"):
        data.load(tmp_path)


def test_a_folder_of_other_parquet_files_is_named(tmp_path: Path) -> None:
    pd.DataFrame({"text": ["Good."]}).to_parquet(tmp_path / "reviews.parquet")
    with pytest.raises(data.DataError, match="neither the archive nor a folder"):
        data.load(tmp_path)


GOOD = pd.DataFrame({"text": ["Good."], "label": [1], "rating": [9], "movie": ["tt0000001"]})


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (GOOD.drop(columns=["label", "movie"]), "has no column label and no column movie"),
        (GOOD.assign(label=5), "every label must be"),
        (GOOD.assign(label="good"), "every label must be"),
        (GOOD[:0], "no review with a label"),
        (GOOD.assign(label=-1), "no review with a label"),
    ],
)
def test_bad_parquet_is_one_sentence(tmp_path: Path, frame: pd.DataFrame, said: str) -> None:
    frame.to_parquet(tmp_path / "train.parquet")
    GOOD[:0].to_parquet(tmp_path / "unsup.parquet")
    with pytest.raises(data.DataError, match=said):
        data.load(tmp_path)


def test_a_cut_parquet_file_is_named(tmp_path: Path) -> None:
    for name in ("train", "unsup"):
        GOOD.to_parquet(tmp_path / f"{name}.parquet")
    whole = (tmp_path / "unsup.parquet").read_bytes()
    for length in (0, 3, len(whole) // 2, len(whole) - 1):
        (tmp_path / "unsup.parquet").write_bytes(whole[:length])
        with pytest.raises(data.DataError, match=r"unsup\.parquet is not a parquet file"):
            data.load(tmp_path)


def test_an_archive_cut_anywhere_is_named(tmp_path: Path) -> None:
    path = tmp_path / "archive.tar.gz"
    for length in [*range(40), *range(40, len(CONTENT) - 400, 997), *range(-400, -8, 7)]:
        path.write_bytes(CONTENT[:length])
        with pytest.raises(data.DataError, match=r"damaged|neither the archive"):
            data.load(path)


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2"])
def test_another_archive_is_named(tmp_path: Path, mode: Literal["w", "w:gz", "w:bz2"]) -> None:
    (tmp_path / "hello").write_text("Hello.")
    with tarfile.open(tmp_path / "other.tar", mode) as archive:
        archive.add(tmp_path / "hello", "hello")
    with pytest.raises(data.DataError, match=r"another archive|no review with a label"):
        data.load(tmp_path / "other.tar")


def test_an_archive_without_the_list_of_films_is_named(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("aclImdb/train/pos/0_9.txt")
        archive.addfile(member, io.BytesIO())
    with pytest.raises(data.DataError, match="damaged"):
        data.load(tmp_path / "a.tar.gz")


@pytest.mark.parametrize("page", ["/whole", "/no-ranges"])
def test_downloads(url: str, tmp_path: Path, page: str) -> None:
    path = data.download(tmp_path / "new" / "a.tar.gz", url + page, MD5)
    assert path.read_bytes() == CONTENT


def test_a_broken_download_goes_on_where_it_stopped(url: str, tmp_path: Path) -> None:
    path, part = tmp_path / "a.tar.gz", tmp_path / "a.tar.gz.part"
    with pytest.raises(data.DataError, match="Run the same command to go on"):
        data.download(path, f"{url}/breaks", MD5)
    assert 0 < part.stat().st_size <= BREAK_AT
    assert not path.exists()
    assert data.download(path, f"{url}/breaks", MD5).read_bytes() == CONTENT
    assert not part.exists()


def test_a_whole_part_is_only_checked(url: str, tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz.part").write_bytes(CONTENT)
    assert data.download(tmp_path / "a.tar.gz", url, MD5).read_bytes() == CONTENT


def test_a_wrong_checksum_is_refused_and_deleted(url: str, tmp_path: Path) -> None:
    with pytest.raises(data.DataError, match="run this again"):
        data.download(tmp_path / "a.tar.gz", url, "0" * 32)
    assert list(tmp_path.iterdir()) == []


def test_an_archive_at_hand_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "a.tar.gz").write_bytes(CONTENT)
    data.download(tmp_path / "a.tar.gz", "http://127.0.0.1:9/nobody", MD5)


def test_no_film_is_in_both_halves() -> None:
    rows = [(f"text {i}", i % 3 - 1, 0, f"tt{i % 20:07}") for i in range(300)]
    reviews = pd.DataFrame(rows, columns=["text", "label", "rating", "movie"])
    training, validation = data.split_by_movie(reviews)
    assert not set(training.movie) & set(validation.movie)
    assert validation.movie.nunique() == 2  # of 20
    assert set(validation.label) == {0, 1}
    left_out = reviews[reviews.movie.isin(validation.movie) & (reviews.label == -1)]
    assert len(training) + len(validation) + len(left_out) == len(reviews)
