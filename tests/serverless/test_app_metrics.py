"""Metrics in CloudWatch's embedded format, one line of stdout for each request."""

import json
from typing import Any

import pytest

from model.contract.errors import ModelTimeout
from model.contract.schema import Prediction, PredictionRequest, PredictionResponse
from tests.serverless.stand_ins import MODEL, Api, WordEndpoint, failing, judge

Lines = list[dict[str, Any]]
# https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html


def written(capsys: pytest.CaptureFixture[str]) -> Lines:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def values(line: dict[str, Any]) -> dict[str, float]:
    """What CloudWatch would make of a line."""
    [directive] = line["_aws"]["CloudWatchMetrics"]
    assert directive["Namespace"] == "ReviewSentiment"
    assert all(name in line for dimensions in directive["Dimensions"] for name in dimensions)
    return {metric["Name"]: line[metric["Name"]][0] for metric in directive["Metrics"]}


class HesitantEndpoint(WordEndpoint):
    """Uncertain of every first review."""

    def invoke(
        self, request: PredictionRequest, deadline: float, correlation_id: str
    ) -> PredictionResponse:
        super().invoke(request, deadline, correlation_id)
        items: list[Prediction] = [judge(review) for review in request.reviews]
        items[0] = items[0].model_copy(update={"uncertain": True})
        return PredictionResponse(model=MODEL, predictions=list(items))


def test_a_request_counts_itself_its_reviews_and_its_uncertain_verdicts(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Api(HesitantEndpoint()).predict("A good film.", "", "A dull film.")
    [line] = written(capsys)
    found = values(line)
    assert line["service"].startswith("test-")
    [directive] = line["_aws"]["CloudWatchMetrics"]
    units = {metric["Name"]: metric["Unit"] for metric in directive["Metrics"]}
    assert units.pop("Latency") == units.pop("UpstreamLatency") == "Milliseconds"
    assert set(units.values()) == {"Count"}
    assert 0 <= found.pop("UpstreamLatency") <= found.pop("Latency")
    assert found == {
        "Requests": 1,
        "Reviews": 3,
        "JudgedReviews": 2,
        "UncertainReviews": 1,
        "ColdStarts": 1,
    }


def test_only_the_first_request_of_a_process_is_a_cold_start(
    api: Api, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(3):
        api.get("/openapi.json")
    lines = [values(line) for line in written(capsys)]
    assert [line["ColdStarts"] for line in lines] == [1, 0, 0]
    assert all("UpstreamLatency" not in line for line in lines)


def test_a_plain_text_request_counts_too(api: Api, capsys: pytest.CaptureFixture[str]) -> None:
    api.post("A good film.", "text/plain")
    assert values(written(capsys)[0])["JudgedReviews"] == 1


def test_an_error_is_counted_by_its_code(capsys: pytest.CaptureFixture[str]) -> None:
    failing(ModelTimeout()).predict("A good film.")
    request, error = written(capsys)
    assert values(request)["Requests"] == 1
    assert values(error) == {"Errors": 1}
    assert error["code"] == "model_timeout"
    assert error["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Unit"] == "Count"
    [dimensions] = error["_aws"]["CloudWatchMetrics"][0]["Dimensions"]
    assert set(dimensions) == {"service", "code"}


def test_switched_off_nothing_is_written(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POWERTOOLS_METRICS_DISABLED", "true")
    failing(ModelTimeout()).predict("A good film.")
    assert written(capsys) == []
