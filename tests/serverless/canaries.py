"""Requests with a canary in every place where a caller can put words, sent through the chain.

What the Lambda and the model server write meanwhile, log and metrics, must hold no canary.
"""

import io
import itertools
import json
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from serverless.settings import Settings
from tests.serverless.model_server import model_server
from tests.serverless.runtime_stub import endpoint_at, fine, serving
from tests.serverless.stand_ins import Api, event

CANARY = "canary5e2f"
PATH = "/v1/predictions"


def _json(body: object) -> dict[str, Any]:
    return event("POST", PATH, json.dumps(body), "application/json")


def requests_with_canaries(i: int) -> list[dict[str, Any]]:
    """One request for each place; `i` makes them differ."""
    word = f"{CANARY}{i}"
    text = f"I saw {word} and it was <b>good</b>, {word} & all, r\u00e9ally \u0455illy."
    review = {"id": word, "text": text}
    browser = event("GET", "/v1/health")
    browser["requestContext"]["http"]["userAgent"] = word
    browser |= {"rawQueryString": f"q={word}", "queryStringParameters": {"q": word}}
    browser["headers"] |= {"x-note": word, "cookie": word, "authorization": word}
    return [
        _json({"reviews": [review, {"id": "r2", "text": ""}], "explain": True}),
        _json({"reviews": [{"id": word, "text": word * 3000}]}),
        _json({"reviews": [{"id": 7, "text": text, word: word}], word: word}),
        event("POST", PATH, '{"reviews": ' + word, "application/json"),
        event("POST", PATH, f"\ud800{word}", "application/json"),
        event("POST", PATH, word.encode() + b"\xff", "text/plain"),
        event("POST", PATH, text, "text/plain"),
        event("POST", PATH, text, f"text/{word}"),
        event("PUT", f"/{word}", text),
        browser,
    ]


@dataclass(frozen=True)
class Written:
    """What was written while the requests were answered."""

    n_requests: int
    statuses: dict[str, int]
    log: str
    metrics: str
    model_server_log: str

    def n_canaries(self) -> int:
        return sum(text.count(CANARY) for text in (self.log, self.metrics, self.model_server_log))


def send(n: int, artifact: Path, log: Path) -> Written:
    """Send `n` requests: nine in ten to the model server, one to an endpoint that quotes them."""
    rounds = itertools.chain.from_iterable(requests_with_canaries(i) for i in itertools.count())
    events = list(itertools.islice(rounds, n))
    metrics = io.StringIO()
    quoting = fine(json.dumps({"text": CANARY}).encode())
    with (
        model_server(artifact, log) as port,
        serving(quoting) as stub,
        redirect_stdout(metrics),
    ):
        api = Api(endpoint_at(port, Settings("reviews")))
        quoted = Api(endpoint_at(stub.server_port, Settings("reviews", failures_to_open=n)))
        replies = [(quoted if i % 11 == 0 else api).send(each) for i, each in enumerate(events)]
    statuses = sorted(str(reply.status) for reply in replies)
    return Written(
        n_requests=len(replies),
        statuses={status: len(list(group)) for status, group in itertools.groupby(statuses)},
        log="\n".join(json.dumps(line) for line in [*api.log, *quoted.log]),
        metrics=metrics.getvalue(),
        model_server_log=log.read_text(),
    )
