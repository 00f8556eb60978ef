"""An API that asks for a key: the dashboard's client before the gateway with an authorizer."""

from collections.abc import Iterator
from typing import Any

import pytest

from dashboard.api.client import ApiRefused, Client
from model.contract.schema import Health, ModelInfo
from serverless.deployment import Authorizer, Deployment, Function, Route
from serverless.gateway import serve
from tests.serverless.local_gateway import listening

HEALTHY = Health(status="ok", model=ModelInfo(name="any", version="1"))
ASKED = Authorizer(Function("authorizer"), "x-api-key", keep_s=300)


@pytest.fixture
def invoked() -> list[str]:
    return []


@pytest.fixture
def url(invoked: list[str]) -> Iterator[str]:
    async def invoke(function: Function, event: dict[str, Any]) -> dict[str, Any]:
        invoked.append(function.name)
        if function.name == "authorizer":
            return {"isAuthorized": event["identitySource"] == ["right"]}
        return {"statusCode": 200, "body": HEALTHY.model_dump_json()}

    deployment = Deployment({"GET /v1/health": Route(authorizer=ASKED)})
    with listening(serve(deployment, invoke)) as connection:
        yield f"http://{connection.host}:{connection.port}"


def test_the_right_key_is_asked_about_once(url: str, invoked: list[str]) -> None:
    client = Client(lambda: url, api_key="right")
    assert client.health() == client.health() == HEALTHY
    client.close()
    assert invoked == ["authorizer", "api", "api"]


@pytest.mark.parametrize(("key", "status"), [("", 401), ("wrong", 403)])
def test_any_other_is_refused_and_told_which_setting(
    url: str, invoked: list[str], key: str, status: int
) -> None:
    client = Client(lambda: url, api_key=key)
    with pytest.raises(ApiRefused, match="check SENTIMENT_API_KEY") as refused:
        client.health()
    client.close()
    assert refused.value.status == status
    assert "api" not in invoked
