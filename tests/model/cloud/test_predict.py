"""`predict` asks the endpoint that `deploy` made; the model server answers for it."""

from collections.abc import Iterator

import pytest

from model.cloud import captured
from model.cloud.account import Account
from model.cloud.practice.runtime import Runtime
from model.cloud.practice.servers import model_server
from serverless.model_process import free_port
from tests.model.cloud.conftest import Run, refusal


@pytest.fixture(scope="module")
def model() -> Iterator[str]:
    with model_server() as url:
        yield url


@pytest.fixture
def answering(account: Account, model: str) -> Iterator[None]:
    with Runtime(account.client("s3"), model).running():
        yield


def keys(account: Account) -> list[str]:
    found = account.client("s3").list_objects_v2(Bucket=account.bucket, Prefix="async/")
    return sorted(each["Key"].split("/")[1] for each in found.get("Contents", []))


@pytest.mark.usefixtures("answering")
def test_the_endpoint_answers(registered: Run) -> None:
    registered("deploy")
    assert "positive, 0." in registered("predict Lovely!")


@pytest.mark.usefixtures("answering")
@pytest.mark.parametrize(("queue", "made_by"), [("", "dev`"), (" --queue", "dev --mode async`")])
def test_without_an_endpoint_it_says_what_makes_one(
    registered: Run, queue: str, made_by: str
) -> None:
    assert f"deploy --stage {made_by} makes it" in refusal(registered, f"predict Lovely!{queue}")


@pytest.mark.usefixtures("answering")
def test_through_the_queue(registered: Run, account: Account) -> None:
    registered("deploy --mode async")
    said = registered("predict Lovely! Horrible! --queue")
    assert "positive, 0." in said
    assert "negative, 0." in said
    assert keys(account) == ["answers", "questions"]


def test_a_failure_of_the_queue_is_told(registered: Run, account: Account) -> None:
    registered("deploy --mode async")
    nobody = f"http://127.0.0.1:{free_port()}"
    with Runtime(account.client("s3"), nobody).running():
        said = refusal(registered, "predict Lovely! --queue")
    assert said == "✗ The model refused: The container does not answer."
    assert keys(account) == ["failures", "questions"]


@pytest.mark.usefixtures("answering")
def test_what_was_asked_is_captured(registered: Run, account: Account) -> None:
    registered("deploy --mode real-time --capture-percent 100")
    said = registered("predict Lovely! Horrible!")
    found = list(captured.judged(account, days=1))
    assert [each.text for each in found] == ["Lovely!", "Horrible!"]
    assert all(f"{each.probability:.3f}" in said for each in found)


@pytest.mark.usefixtures("answering")
def test_serverless_captures_nothing(registered: Run, account: Account) -> None:
    registered("deploy", "predict Lovely!")
    assert not list(captured.judged(account, days=1))
