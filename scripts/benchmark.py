"""Speed and memory of each layer, side by side with TF-IDF and logistic regression.

    .venv/bin/python scripts/benchmark.py [--data ARCHIVE] [--out benchmark.json]

Each row runs in a process of its own, on the same reviews of about 230 words, one after the other.
Compare the ratios: the seconds are this machine's. With the IMDB reviews (--data, as for
model.train), the peer learns from them, and both are measured on the validation films.
"""

import csv
import json
import multiprocessing
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

os.environ |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import requests
import tyro

from model.contract.limits import MAX_REVIEWS
from serverless.model_process import ModelProcess, free_port

N_SINGLE = 300
N_BATCHES = 20
N_CLIENTS = 4  # requests under way at once, where there is a server
WORDS = 230
PEER = "TF-IDF + logistic regression"

Texts = list[str]
Score = Callable[[Texts], Any]


@dataclass(frozen=True)
class Settings:
    """Measure every layer and the peer."""

    data: Path | None = None
    """The archive or folder of IMDB reviews to fit the peer on; else it is the sample file."""
    out: Path = Path("benchmark.json")


def samples() -> list[dict[str, str]]:
    with (ROOT / "dashboard/samples/reviews.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reviews(n: int) -> Texts:
    """Reviews of WORDS words, put together from the sample file."""
    words = " ".join(row["review"] for row in samples()).split()
    return [" ".join((words * 2)[i * 97 % len(words) :][:WORDS]) for i in range(n)]


def payload(texts: Texts) -> dict[str, Any]:
    return {"reviews": [{"id": str(i), "text": text} for i, text in enumerate(texts)]}


# --- the layers: each yields a function that scores some reviews -----------------------------


@contextmanager
def peer(data: Path | None) -> Iterator[Score]:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), min_df=3, sublinear_tf=True, max_features=200_000
    )
    pipeline = make_pipeline(vectorizer, LogisticRegression(C=10, max_iter=300))
    if data:
        training, _ = films(data)
        pipeline.fit(training.text, training.label)
    else:
        pipeline.fit(*zip(*[(r["review"], int(r["stars"]) > 3) for r in samples()], strict=True))
    yield lambda texts: pipeline.predict(texts).astype(int).tolist()


def films(data: Path) -> tuple[Any, Any]:
    """The labelled IMDB reviews, clean: of the training films, of the validation films."""
    from model import data as imdb
    from model.contract.clean import clean

    reviews = imdb.load(data)
    reviews = reviews[reviews.label >= 0].reset_index(drop=True)
    reviews["text"] = [clean(text).text for text in reviews.text]
    return imdb.split_by_movie(reviews)


@contextmanager
def model_alone(_data: Path | None) -> Iterator[Score]:
    from model.artifact import DEFAULT_ARTIFACT, load_artifact
    from model.contract.schema import PredictionRequest
    from model.predict import Predictor

    predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))

    def score(texts: Texts) -> list[int]:
        answer = predictor.predict(PredictionRequest.model_validate(payload(texts)))
        return [int(getattr(item, "sentiment", "") == "positive") for item in answer.predictions]

    yield score


@contextmanager
def model_server(_data: Path | None) -> Iterator[Score]:
    with ModelProcess(free_port()) as server:
        server.wait_until_ready()
        yield poster(f"http://127.0.0.1:{server.port}/invocations")


@contextmanager
def lambda_handler(_data: Path | None) -> Iterator[Score]:
    with ModelProcess(free_port()) as server:
        server.wait_until_ready()
        os.environ |= {
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": f"http://127.0.0.1:{server.port}",
            "SAGEMAKER_ENDPOINT_NAME": "benchmark",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            "POWERTOOLS_LOG_LEVEL": "WARNING",
        }
        from serverless.gateway import Context
        from serverless.handler import handler

        http = {"method": "POST", "path": "/v1/predictions"}
        context = {"http": http, "requestId": "benchmark", "stage": "$default"}
        event = {"rawPath": http["path"], "headers": {}, "requestContext": context}

        def score(texts: Texts) -> None:
            answer = handler(event | {"body": json.dumps(payload(texts))}, Context())
            if answer["statusCode"] != 200:
                raise RuntimeError(answer["body"])

        yield score


@contextmanager
def full_chain(_data: Path | None) -> Iterator[Score]:
    command = [sys.executable, "-m", "serverless.stack", "--stop-with-parent"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as stack:
        assert stack.stdin is not None
        assert stack.stdout is not None
        yield poster(f"{stack.stdout.readline().strip()}/v1/predictions")
        stack.stdin.close()


def poster(url: str) -> Score:
    session = requests.Session()

    def score(texts: Texts) -> None:
        session.post(url, json=payload(texts), timeout=30).raise_for_status()

    return score


LAYERS = {
    PEER: (peer, 1),
    "model alone": (model_alone, 1),
    "model server, HTTP": (model_server, N_CLIENTS),
    "Lambda handler": (lambda_handler, N_CLIENTS),
    "full chain, HTTP": (full_chain, N_CLIENTS),
}


# --- measuring ------------------------------------------------------------------------------


def measure(layer: str, data: Path | None) -> dict[str, float]:
    make, n_clients = LAYERS[layer]
    texts = reviews(N_SINGLE)
    with make(data) as score:
        for text in texts[:20]:  # warm
            score([text])
        milliseconds = [1000 * seconds(partial(score, [text])) for text in texts]
        batches = [texts[i % 4 * MAX_REVIEWS :][:MAX_REVIEWS] for i in range(N_BATCHES)]
        with ThreadPoolExecutor(n_clients) as pool:
            total = seconds(lambda: list(pool.map(score, batches)))
        peak = peak_megabytes(resource.RUSAGE_SELF)
        accuracy = {"accuracy": validate(score, data)} if data and n_clients == 1 else {}
    peak = max(peak, peak_megabytes(resource.RUSAGE_CHILDREN))  # known once a server has ended
    cuts = statistics.quantiles(milliseconds, n=100)
    return {
        "p50_ms": round(cuts[49], 3),
        "p99_ms": round(cuts[98], 3),
        "reviews_per_s": round(N_BATCHES * MAX_REVIEWS / total),
        "peak_mb": round(peak),
    } | accuracy


def validate(score: Score, data: Path) -> float:
    """The share of the validation films' reviews that are judged right."""
    _, validation = films(data)
    texts, labels = validation.text.tolist(), validation.label.tolist()
    found = [label for i in range(0, len(texts), 64) for label in score(texts[i : i + 64])]
    return round(sum(map(int.__eq__, found, labels)) / len(labels), 4)


def seconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def peak_megabytes(whose: int) -> float:
    """Resident memory at its highest, of the largest process."""
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return resource.getrusage(whose).ru_maxrss / unit


def first_answer_s() -> float:
    """From ./scripts/run, already set up, to a verdict in the browser."""
    from playwright.sync_api import sync_playwright

    from tests.chromium import launch_arguments

    url = f"http://localhost:{(port := free_port())}"
    started = time.perf_counter()
    command = [str(ROOT / "scripts/run"), "--headless", "--port", str(port)]
    with (
        subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run,
        sync_playwright() as playwright,
    ):
        page = playwright.chromium.launch(**launch_arguments()).new_page()
        wait_for(f"{url}/_stcore/health")
        page.goto(url)
        page.get_by_label("Your review").fill("A warm, funny and clever film. I loved it.")
        page.get_by_label("Your review").press("Control+Enter")
        page.get_by_text("positive").first.wait_for()
        taken = time.perf_counter() - started
        run.terminate()
    return round(taken, 1)


def wait_for(url: str) -> None:
    while True:
        with suppress(requests.RequestException):
            return requests.get(url, timeout=5).raise_for_status()
        time.sleep(0.1)


def main(settings: Settings) -> None:
    results: dict[str, dict[str, float]] = {}
    for layer in LAYERS:
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, mp_context=context) as pool:
            results[layer] = pool.submit(measure, layer, settings.data).result()
        print_row(layer, results)
    record = {
        "machine": {"cores": os.cpu_count(), "python": platform.python_version()},
        "words_per_review": WORDS,
        "peer_fitted_on": "IMDB training films" if settings.data else "sample reviews",
        "layers": results,
        "first_answer_s": first_answer_s(),
    }
    print(f"\n./scripts/run to the first verdict in a browser: {record['first_answer_s']} s")
    settings.out.write_text(json.dumps(record, indent=1) + "\n")
    print(f"Written to {settings.out}")


def print_row(layer: str, results: dict[str, dict[str, float]]) -> None:
    if len(results) == 1:
        print(f"{'':30} {'p50':>10} {'p99':>10} {'reviews/s':>10} {'ratio':>7} {'peak':>8}")
    row = results[layer]
    ratio = row["reviews_per_s"] / results[PEER]["reviews_per_s"]
    print(
        f"{layer:30} {row['p50_ms']:>7.2f} ms {row['p99_ms']:>7.2f} ms "
        f"{row['reviews_per_s']:>10,} {ratio:>7.2f} {row['peak_mb']:>5,} MB"
        + (f"   {row['accuracy']:.1%} right" if "accuracy" in row else ""),
        flush=True,
    )


if __name__ == "__main__":
    main(tyro.cli(Settings))
