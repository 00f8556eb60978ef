"""Every way in which the endpoint can fail, and what the caller must get, whichever it is."""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from model.contract.schema import Problem
from serverless.model_process import free_port
from serverless.settings import Settings
from tests.serverless.runtime_stub import (
    Answer,
    aws_error,
    cut_short,
    cut_short_in_a_chunk,
    drip,
    drip_in_the_body,
    endpoint_at,
    fine,
    hang,
    hang_up,
    plain_error,
    serving,
    stall_in_the_body,
)
from tests.serverless.stand_ins import CORRELATION_ID, Api, Reply

FAULTS: dict[str, tuple[Answer, int]] = {
    "hang": (hang, 504),
    "stalled body": (stall_in_the_body, 504),
    "drip": (drip, 504),
    "drip in the body": (drip_in_the_body, 504),
    "hung up": (hang_up, 503),
    "500": (plain_error(500), 503),
    "503": (plain_error(503), 503),
    "internal failure": (aws_error(500, "InternalFailure"), 503),
    "424, the model crashed": (aws_error(424, "ModelError", OriginalStatusCode=500), 502),
    "424, the model refused": (aws_error(424, "ModelError", OriginalStatusCode=422), 502),
    "424, too much": (aws_error(424, "ModelError", OriginalStatusCode=413), 413),
    "429, not ready": (aws_error(429, "ModelNotReadyException"), 503),
    "throttled": (aws_error(400, "ThrottlingException"), 503),
    "no such endpoint": (aws_error(400, "ValidationError"), 503),
    "no permission": (aws_error(403, "AccessDeniedException"), 500),
    "404 in HTML": (plain_error(404), 500),
    "truncated body": (cut_short, 502),
    "truncated chunk": (cut_short_in_a_chunk, 502),
    "empty body": (fine(b""), 502),
    "half a JSON": (fine(b'{"model": {"name": "x"'), 502),
    "other JSON": (fine(b'{"predictions": []}'), 502),
    "not UTF-8": (fine(b"\xff\xfe"), 502),
    "deep JSON": (fine(b"[" * 100_000), 502),
}
WITHOUT_A_SERVER = {"refused": 503, "no connection": 503}
EXPECTED = {name: status for name, (_, status) in FAULTS.items()} | WITHOUT_A_SERVER


@contextmanager
def upstream(fault: str) -> Iterator[int]:
    """The port of an endpoint with this fault."""
    if fault in FAULTS:
        with serving(FAULTS[fault][0]) as stub:
            yield stub.server_port
    elif fault == "refused":
        yield free_port()
    else:
        with _full_backlog() as port:
            yield port


@contextmanager
def _full_backlog() -> Iterator[int]:
    """A port where connecting never comes to an end."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for each in waiting:
            each.setblocking(False)
            each.connect_ex(address)
        yield address[1]
        for each in waiting:
            each.close()


@dataclass(frozen=True)
class Injection:
    """What the callers got."""

    n_good: int  # the problem that was expected, with its correlation id
    slowest_s: float
    faults: list[str]


def inject(fault: str, n: int, settings: Settings) -> Injection:
    """Ask `n` Lambdas at once, each a fresh one: no circuit is open yet, so each call is made."""
    with upstream(fault) as port, ThreadPoolExecutor(n) as pool:
        apis = [Api(endpoint_at(port, settings)) for _ in range(n)]
        replies = list(pool.map(_timed, apis))
    wrong = [found for reply, _ in replies if (found := what_is_wrong(reply, EXPECTED[fault]))]
    return Injection(n - len(wrong), round(max(took for _, took in replies), 2), wrong)


def _timed(api: Api) -> tuple[Reply, float]:
    started = time.monotonic()
    reply = api.predict("A good film.")
    return reply, time.monotonic() - started


def what_is_wrong(reply: Reply, status: int) -> str:
    """Empty when the reply is the problem it should be."""
    if (reply.status, reply.content_type) != (status, "application/problem+json"):
        return f"{reply.status} {reply.content_type}"
    problem = Problem.model_validate_json(reply.text)
    correlated = problem.instance == reply.headers["x-correlation-id"] == CORRELATION_ID
    waits = (status == 503) == ("retry-after" in reply.headers)
    return "" if correlated and waits else json.dumps([reply.headers, problem.model_dump()])
