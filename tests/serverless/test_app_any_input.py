"""Whatever is sent, the answer is a prediction or a problem, and never a fault of ours."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from model.contract.schema import PredictionResponse, Problem
from tests.serverless.stand_ins import Api, Reply, WordEndpoint

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=12,
)
NEARLY_REQUESTS = st.fixed_dictionaries(
    {"reviews": st.lists(st.fixed_dictionaries({"id": JSON_VALUES, "text": JSON_VALUES}))},
    optional={"explain": JSON_VALUES, "other": JSON_VALUES},
)
CONTENT_TYPES = st.none() | st.sampled_from(
    ["application/json", "text/plain", "application/octet-stream", "; charset=utf-8", ""]
)


def check(reply: Reply) -> None:
    assert reply.status < 500
    if reply.status == 200 and reply.content_type == "application/json":
        PredictionResponse.model_validate_json(reply.text)
    elif reply.status == 200:
        assert reply.text in {"0", "1"}
    else:
        assert reply.content_type == "application/problem+json"
        assert Problem.model_validate_json(reply.text).status == reply.status


@given(JSON_VALUES | NEARLY_REQUESTS)
@settings(max_examples=300, deadline=None)
def test_any_json_value(value: object) -> None:
    check(Api(WordEndpoint()).post(json.dumps(value)))


@given(st.binary(max_size=300), CONTENT_TYPES)
@settings(max_examples=300, deadline=None)
def test_any_bytes(body: bytes, content_type: str | None) -> None:
    check(Api(WordEndpoint()).post(body, content_type))


@given(st.text(), CONTENT_TYPES | st.text())
@settings(deadline=None)
def test_any_text_of_any_type(body: str, content_type: str | None) -> None:
    check(Api(WordEndpoint()).post(body, content_type))
