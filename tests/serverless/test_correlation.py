"""One id from API Gateway's event to the model server's log, and back to the caller."""

from pathlib import Path

import pytest

from serverless.settings import Settings
from tests.serverless.model_server import model_server
from tests.serverless.runtime_stub import endpoint_at
from tests.serverless.stand_ins import CORRELATION_ID, Api


def test_the_id_of_the_request_is_in_every_log_and_in_the_answer(
    artifact: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = tmp_path / "log"
    with model_server(artifact, log) as port:
        api = Api(endpoint_at(port, Settings("reviews")))
        reply = api.predict("a good film .")
    assert reply.status == 200
    assert reply.headers["x-correlation-id"] == CORRELATION_ID
    assert api.log[0]["correlation_id"] == CORRELATION_ID
    assert f"{CORRELATION_ID} status=200" in log.read_text()
    assert CORRELATION_ID not in capsys.readouterr().out  # as a metric it would be one of its own
