"""Proves that a job that is killed, again and again, loses nothing and repeats nothing.

    python scripts/prove_kills.py [--kills 20] [--rows 100000] [--json FILE]

Runs `python -m dashboard.jobs` on a file against an API that counts what it is asked, kills it with
SIGKILL at random moments, starts it again, and at the end compares every row. What the journal held
at a kill may never be asked again; only the requests that were under way may.
"""

import argparse
import csv
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from model.contract.schema import (
    Failure,
    Health,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Tokens,
)

_PAUSE_S = 0.05  # that an answer takes
MODEL = ModelInfo(name="counting", version="1")


@dataclass(frozen=True)
class Proof:
    rows: int
    kills: int
    rows_in_the_output: int
    rows_wrong: int
    under_way_at_a_kill: int  # asked about again: nobody had got their answers
    known_and_asked_again: int


class CountingApi(ThreadingHTTPServer):
    """Judges by the number in the text, takes its time, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: Counter[str] = Counter()
        self.known: frozenset[bytes] = frozenset()  # hashes that the journal held at the last kill
        self.n_repeated = 0
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    server: CountingApi
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._reply(Health(status="ok", model=MODEL).model_dump_json())

    def do_POST(self) -> None:
        body = self.rfile.read(length := int(self.headers["Content-Length"]))
        if len(body) < length:  # the client was killed while it sent
            self.close_connection = True
            return
        reviews = PredictionRequest.model_validate_json(body).reviews
        for review in reviews:
            self.server.asked[review.text] += 1
            self.server.n_repeated += sha256(review.text.encode()).digest() in self.server.known
        time.sleep(_PAUSE_S)
        predictions: list[Prediction | Failure] = [judge(r.id, r.text) for r in reviews]
        self._reply(PredictionResponse(model=MODEL, predictions=predictions).model_dump_json())

    def _reply(self, text: str) -> None:
        self.send_response(200)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""

    def handle(self) -> None:
        with suppress(ConnectionError):  # the killed client's
            super().handle()


def judge(id_: str, text: str) -> Prediction:
    positive = int(text.rsplit(" ", 1)[1]) % 3 > 0
    return Prediction(
        id=id_,
        sentiment="positive" if positive else "negative",
        probability=0.9 if positive else 0.1,
        confidence=0.9,
        uncertain=False,
        tokens=Tokens(read=3, total=3),
        flags=[],
    )


def prove(rows: int, kills: int, folder: Path) -> Proof:
    api, chance = CountingApi(), random.Random(1)  # noqa: S311 - not a secret
    file, output = folder / "reviews.csv", folder / "out.csv"
    texts = [f"A film, number {i}" for i in range(rows)]
    file.write_text("\n".join(["review", *(f'"{text}"' for text in texts)]) + "\n")
    for n in range(kills):
        # Anywhere in what is left, but early enough to leave some for the other kills.
        left = rows - len(api.asked)
        limit = len(api.asked) + chance.randrange(max(1, 2 * left // (kills - n + 1)))
        process = start(api, file, output, folder)
        if n % 5 == 4:  # while it starts, reads the file and opens the journal
            limit = -1
            time.sleep(chance.uniform(0, 3))
        while len(api.asked) <= limit and process.poll() is None:
            time.sleep(chance.uniform(0, 0.01))
        assert process.poll() is None, "it was done before all kills: take more rows"
        process.kill()
        process.wait()
        sys.stderr.write(f"kill {n + 1} after {len(api.asked):,} of {rows:,} rows\n")
        api.known = known(folder)
    assert start(api, file, output, folder).wait() == 0
    return compare(texts, output, api, kills)


def start(api: CountingApi, file: Path, output: Path, folder: Path) -> "subprocess.Popen[bytes]":
    url = f"http://127.0.0.1:{api.server_port}"
    environment = os.environ | {
        "SENTIMENT_API_URL": url,
        "SENTIMENT_DATA_DIR": str(folder / "jobs"),
    }
    command = [sys.executable, "-m", "dashboard.jobs", str(file), "-o", str(output)]
    return subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL)


def known(folder: Path) -> frozenset[bytes]:
    try:
        with closing(sqlite3.connect(folder / "jobs/jobs.sqlite3")) as journal:
            return frozenset(text for (text,) in journal.execute("SELECT text FROM answers"))
    except sqlite3.OperationalError:  # killed before it was there
        return frozenset()


def compare(texts: list[str], output: Path, api: CountingApi, kills: int) -> Proof:
    with output.open(encoding="utf-8-sig", newline="") as file:
        found = [(row["review"], row["predicted_sentiment"]) for row in csv.DictReader(file)]
    wanted = [(text, judge("x", text).sentiment) for text in texts]
    return Proof(
        rows=len(texts),
        kills=kills,
        rows_in_the_output=len(found),
        rows_wrong=sum(a != b for a, b in zip(wanted, found, strict=False)),
        under_way_at_a_kill=sum(n - 1 for n in api.asked.values()),
        known_and_asked_again=api.n_repeated,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a job again and again.")
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--json", type=Path, help="also write the result here")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        proof = prove(arguments.rows, arguments.kills, Path(folder))
    text = json.dumps(asdict(proof), indent=2)
    print(text)
    if arguments.json:
        arguments.json.write_text(text + "\n")
    if proof.rows_wrong or proof.known_and_asked_again or proof.rows_in_the_output != proof.rows:
        sys.exit("A row was lost, wrong, or asked about again.")


if __name__ == "__main__":
    main()
