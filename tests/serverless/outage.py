"""An endpoint that fails, and recovers: what retries and circuit breaker make of it."""

import random
import time
from dataclasses import dataclass

from model.contract.schema import PredictionResponse, Review
from serverless.settings import Settings
from tests.serverless.runtime_stub import Exchange, endpoint_at, fine, plain_error, serving
from tests.serverless.stand_ins import MODEL, Api, judge

_ANSWER = PredictionResponse(model=MODEL, predictions=[judge(Review(id="r0", text="A good film."))])
_FINE = fine(_ANSWER.model_dump_json().encode())
_BROKEN = plain_error(500)


@dataclass
class Outage:
    """How much of what is sent fails, now."""

    share: float

    def __call__(self, exchange: Exchange) -> None:
        (_BROKEN if random.random() < self.share else _FINE)(exchange)


def amplification(share: float, n: int) -> float:
    """Calls of the endpoint for each request, while this share of them fails at random.

    The circuit stays closed: opened, it would keep calls back and flatter the figure.
    """
    settings = Settings("reviews", pause_s=0, failures_to_open=n)
    with serving(Outage(share)) as stub:
        api = Api(endpoint_at(stub.server_port, settings))
        for _ in range(n):
            api.predict("A good film.")
        return len(stub.received) / n


@dataclass(frozen=True)
class Circuit:
    """What was seen of one outage."""

    failures_to_open: int
    slowest_while_open_ms: float
    closed_s_after_recovery: float


def circuit(settings: Settings) -> Circuit:
    outage = Outage(1.0)
    with serving(outage) as stub:
        api = Api(endpoint_at(stub.server_port, settings))
        before = -1
        while len(stub.received) > before:  # until nothing is sent any more
            before = len(stub.received)
            api.predict("A good film.")
        open_ms = [_milliseconds(api) for _ in range(50)]
        outage.share = 0.0
        recovered = time.monotonic()
        while api.predict("A good film.").status != 200:
            time.sleep(0.1)
        return Circuit(before, max(open_ms), round(time.monotonic() - recovered, 1))


def _milliseconds(api: Api) -> float:
    started = time.monotonic()
    reply = api.predict("A good film.")
    assert (reply.status, reply.headers["retry-after"]) == (503, "3")
    return round((time.monotonic() - started) * 1000, 1)
