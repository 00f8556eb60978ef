"""What is written down of one request: a line of the log, and metrics.

Of a review only hash and length, and never a word that a caller sent.
"""

import hashlib
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_lambda_powertools.metrics import EphemeralMetrics, MetricUnit

from model.contract.schema import Failure, Prediction

NAMESPACE = "ReviewSentiment"


@dataclass
class Record:
    """Filled while the request is on its way; what stays None is not written."""

    correlation_id: str
    route: str
    status: int = 0
    milliseconds: int = 0
    cold_start: bool = False
    upstream_milliseconds: int | None = None
    code: str | None = None  # of the problem
    exception: str | None = None
    stack: list[str] | None = None
    reviews: list[dict[str, Any]] = field(default_factory=list)
    judged: int = 0
    uncertain: int = 0

    def note_reviews(self, texts: list[str]) -> None:
        """A review is recognised by its hash."""
        self.reviews = [
            {"hash": hashlib.sha256(text.encode()).hexdigest()[:16], "characters": len(text)}
            for text in texts
        ]

    def note_verdicts(self, items: Sequence[Prediction | Failure]) -> None:
        verdicts = [item for item in items if isinstance(item, Prediction)]
        self.judged = len(verdicts)
        self.uncertain = sum(verdict.uncertain for verdict in verdicts)

    def note_defect(self, error: Exception) -> None:
        """Without its message, which may quote a review."""
        self.exception = type(error).__name__
        self.stack = traceback.format_tb(error.__traceback__)

    def as_log(self) -> dict[str, Any]:
        return {name: value for name, value in vars(self).items() if value is not None}

    def put_metrics(self, service: str) -> None:
        """Write them to stdout in CloudWatch's embedded format, from which it makes the metrics.

        The share of uncertain verdicts is UncertainReviews / JudgedReviews.
        """
        metrics = EphemeralMetrics(namespace=NAMESPACE, service=service)
        for name, count in self._counts().items():
            metrics.add_metric(name, MetricUnit.Count, count)
        metrics.add_metric("Latency", MetricUnit.Milliseconds, self.milliseconds)
        if self.upstream_milliseconds is not None:
            metrics.add_metric(
                "UpstreamLatency", MetricUnit.Milliseconds, self.upstream_milliseconds
            )
        metrics.flush_metrics()
        if self.code:
            self._put_error(self.code, service)

    def _counts(self) -> dict[str, int]:
        return {
            "Requests": 1,
            "Reviews": len(self.reviews),
            "JudgedReviews": self.judged,
            "UncertainReviews": self.uncertain,
            "ColdStarts": int(self.cold_start),
        }

    def _put_error(self, code: str, service: str) -> None:
        # Not `single_metric`: that writes even where metrics are switched off, and where nobody
        # reads stdout, every request would wait for ever as soon as the pipe is full.
        errors = EphemeralMetrics(namespace=NAMESPACE, service=service)
        errors.add_dimension("code", code)
        errors.add_metric("Errors", MetricUnit.Count, 1)
        errors.flush_metrics()
