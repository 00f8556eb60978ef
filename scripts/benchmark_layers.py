"""The layers that scripts/benchmark.py measures: each yields a function that scores reviews."""

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

THREADS = os.environ.get("BENCHMARK_THREADS", "1")  # one core, one review; --peers also tries more
os.environ |= {"OMP_NUM_THREADS": THREADS, "OPENBLAS_NUM_THREADS": THREADS}
ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

# The project's own parts are imported where they are needed: a row's process holds no other's.
N_CLIENTS = 4  # requests under way at once, where there is a server
PEER = "TF-IDF + logistic regression"
WORDS = 230  # of one review

Texts = list[str]
Score = Callable[[Texts], Any]


def samples() -> list[dict[str, str]]:
    with (ROOT / "dashboard/samples/reviews.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reviews(n: int) -> Texts:
    """Reviews of WORDS words, put together from the sample file."""
    words = " ".join(row["review"] for row in samples()).split()
    return [" ".join((words * 2)[i * 97 % len(words) :][:WORDS]) for i in range(n)]


def payload(texts: Texts) -> dict[str, Any]:
    return {"reviews": [{"id": str(i), "text": text} for i, text in enumerate(texts)]}


def tfidf() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    vectorizer = TfidfVectorizer(
        ngram_range=(1, 2), min_df=3, sublinear_tf=True, max_features=200_000
    )
    return make_pipeline(vectorizer, LogisticRegression(C=10, max_iter=300))


@contextmanager
def peer(data: Path | None) -> Iterator[Score]:
    pipeline = tfidf()
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


def ours() -> Callable[[Texts], Any]:
    """From raw texts to P(positive) of each: what ships, loaded."""
    from model.artifact import DEFAULT_ARTIFACT, load_artifact
    from model.predict import Predictor

    return Predictor(load_artifact(DEFAULT_ARTIFACT)).probabilities


@contextmanager
def model_alone(_data: Path | None, explain: bool = False) -> Iterator[Score]:
    from model.artifact import DEFAULT_ARTIFACT, load_artifact
    from model.contract.schema import PredictionRequest
    from model.predict import Predictor

    predictor = Predictor(load_artifact(DEFAULT_ARTIFACT))

    def score(texts: Texts) -> list[int]:
        request = payload(texts) | {"explain": explain}
        answer = predictor.predict(PredictionRequest.model_validate(request))
        return [int(getattr(item, "sentiment", "") == "positive") for item in answer.predictions]

    yield score


@contextmanager
def model_server(_data: Path | None) -> Iterator[Score]:
    from serverless.model_process import ModelProcess, free_port

    with ModelProcess(free_port()) as server:
        server.wait_until_ready()
        yield poster(f"http://127.0.0.1:{server.port}/invocations")


@contextmanager
def lambda_handler(_data: Path | None) -> Iterator[Score]:
    from serverless.model_process import ModelProcess, free_port

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
    with embedded_stack() as url:
        yield poster(f"{url}/v1/predictions")


@contextmanager
def embedded_stack() -> Iterator[str]:
    """Its URL."""
    from dashboard.api.embedded import EmbeddedStack

    stack = EmbeddedStack()
    try:
        yield stack.url()
    finally:
        stack.stop()


def poster(url: str) -> Score:
    import requests

    session = requests.Session()

    def score(texts: Texts) -> None:
        session.post(url, json=payload(texts), timeout=30).raise_for_status()

    return score


LAYERS: dict[str, tuple[Callable[[Path | None], AbstractContextManager[Score]], int]] = {
    PEER: (peer, 1),
    "model alone": (model_alone, 1),
    "model alone, explaining": (partial(model_alone, explain=True), 1),
    "model server, HTTP": (model_server, N_CLIENTS),
    "Lambda handler": (lambda_handler, N_CLIENTS),
    "full chain, HTTP": (full_chain, N_CLIENTS),
}
