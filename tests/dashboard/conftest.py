"""A small API on loopback that speaks the contract, so that client and jobs meet real HTTP."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from dashboard.api.client import Client
from dashboard.jobs.journal import Journal
from model.contract.errors import ModelError, NoWords, SentimentError, problem
from model.contract.schema import (
    Explanation,
    Failure,
    Health,
    ModelInfo,
    Prediction,
    PredictionRequest,
    PredictionResponse,
    Review,
    SentenceShare,
    Tokens,
    WordShare,
)
from tests.columns import columns

MODEL = ModelInfo(name="words", version="7")


@dataclass
class Reply:
    body: bytes
    status: int = 200
    content_type: str = "application/json"
    retry_after: str = ""


Answer = Callable[[PredictionRequest], Reply]


def judge(review: Review, explain: bool = False) -> Prediction | Failure:
    """“good” is positive, “bad” negative, digits are no words, anything else is hard to tell."""
    if review.text.isdigit():
        return Failure(id=review.id, error=NoWords().item())
    probability = 0.97 if "good" in review.text else 0.1 if "bad" in review.text else 0.5
    end = len(review.text.split()[0])
    words = [WordShare(start=0, end=end, share=probability - 0.5, so_far=probability)]
    sentences = [
        SentenceShare(start=part.start(), end=part.end(), share=probability - 0.5)
        for part in re.finditer(r"(?s).+?\. |.+", review.text)
    ]
    return Prediction(
        id=review.id,
        sentiment="positive" if probability >= 0.5 else "negative",
        probability=probability,
        confidence=max(probability, 1 - probability),
        uncertain=probability == 0.5,
        tokens=Tokens(read=9, total=9),
        flags=["other_language"] if "foreign" in review.text else [],
        explanation=Explanation(
            text=review.text,
            altered=[],
            baseline=0,
            logit=1,
            words=columns(words),
            sentences=sentences,
        )
        if explain
        else None,
    )


def answer_all(request: PredictionRequest) -> Reply:
    predictions = [judge(review, request.explain) for review in request.reviews]
    response = PredictionResponse(model=MODEL, predictions=predictions)
    return Reply(response.model_dump_json().encode())


def refuse(error: SentimentError) -> Reply:
    body = problem(error).model_dump_json().encode()
    retry_after = "" if error.retry_after_s is None else str(error.retry_after_s)
    return Reply(body, error.status, "application/problem+json", retry_after)


@dataclass
class Api:
    """`answer` can be replaced by a test; `requests` remembers what came."""

    url: str
    answer: Answer = answer_all
    requests: list[PredictionRequest] = field(default_factory=list)
    healthy: bool = True
    model: ModelInfo = MODEL


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test may touch the jobs of the person who runs it."""
    monkeypatch.setenv("SENTIMENT_DATA_DIR", str(tmp_path / "jobs"))
    return tmp_path / "jobs"


@pytest.fixture
def journal(data_dir: Path) -> Iterator[Journal]:
    journal = Journal(data_dir)
    yield journal
    journal.close()


@pytest.fixture
def api() -> Iterator[Api]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    server.api = Api(f"http://127.0.0.1:{server.server_port}")  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server.api  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def client(api: Api) -> Iterator[Client]:
    client = Client(lambda: api.url)
    yield client
    client.close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def api(self) -> Api:
        return self.server.api  # type: ignore[attr-defined,no-any-return]

    def do_GET(self) -> None:
        health = Health(status="ok", model=self.api.model).model_dump_json().encode()
        self._reply(Reply(health) if self.api.healthy else refuse(ModelError()))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        request = PredictionRequest.model_validate_json(body)
        self.api.requests.append(request)
        self._reply(self.api.answer(request))

    def _reply(self, reply: Reply) -> None:
        if not reply.status:  # the connection breaks off
            self.close_connection = True
            return
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        if reply.retry_after:
            self.send_header("Retry-After", reply.retry_after)
        self.end_headers()
        self.wfile.write(reply.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Quiet."""
