"""What is shipped, run: the zip under AWS's own runtime client, behind a gateway that takes its
routes, limits, CORS, authorizer and environment from the generated template.
"""

import copy
import http.client
import json
import os
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.contract.schema import PredictionResponse, Review
from serverless.deployment import Deployment
from serverless.gateway import serve
from serverless.package import PYTHON
from tests.package.conftest import ROOT, Packaged, Template, run
from tests.package.template_deployment import deployment, service
from tests.serverless.lambda_service import Code, running
from tests.serverless.local_gateway import ask, listening
from tests.serverless.runtime_stub import fine, serving
from tests.serverless.stand_ins import MODEL, judge

pytestmark = pytest.mark.package

ANSWER = PredictionResponse(model=MODEL, predictions=[judge(Review(id="r1", text="A good film."))])
MODEL_SAYS = fine(ANSWER.model_dump_json().encode())
SSM_SAYS = fine(json.dumps({"Parameter": {"Value": "the right key"}}).encode())
BODY = json.dumps({"reviews": [{"id": "r1", "text": "A good film."}]})
JSON = {"content-type": "application/json"}
CPU_BUDGET_S = 0.45

FAULTY = """
import os, time
def raises(event, context): raise ZeroDivisionError("the secret inside")
def sleeps(event, context): time.sleep(60)
def dies(event, context): os._exit(1)
def dozes(event, context): time.sleep(2); return {"statusCode": 200, "body": "awake"}
def strange(event, context): return {"statusCode": "?"}
"""

Answer = tuple[int, http.client.HTTPMessage, bytes]


@pytest.fixture(scope="module")
def code(packaged: Packaged, tmp_path_factory: pytest.TempPathFactory) -> Code:
    """Lambda's Python with what Lambda brings, and the unpacked zip with a faulty module beside."""
    folder = tmp_path_factory.mktemp("task")
    with zipfile.ZipFile(packaged.artifact) as archive:
        archive.extractall(folder)
    (folder / "faulty.py").write_text(FAULTY)
    runtime = tmp_path_factory.mktemp("runtime")
    uv(runtime, "venv", "--python", PYTHON, str(runtime), "--clear")
    python = runtime / "bin" / "python"
    uv(
        runtime, "pip", "install", "--python", str(python), "--compile-bytecode",
        "awslambdaric", "boto3", "-c", str(ROOT / "requirements.txt"),
    )  # fmt: skip
    return Code(python, folder)


def uv(folder: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "uv", *arguments, "--quiet"]
    environment = os.environ | {"PYENV_VERSION": PYTHON}
    subprocess.run(command, check=True, cwd=folder, env=environment)


def altered(template: Template, function: str = "ApiLambdaFunction", **values: Any) -> Template:
    template = copy.deepcopy(template)
    template["Resources"][function]["Properties"] |= values
    return template


@contextmanager
def gateway(
    template: Template, code: Code, **extra: str
) -> Iterator[tuple[http.client.HTTPConnection, list[str]]]:
    """The connection, and the names of the functions that were invoked through it."""
    with (
        running(service(template, code, extra)) as functions,
        listening(serve(deployment(template), functions)) as connection,
    ):
        connection.timeout = 90
        yield connection, functions.invocations


def predict(connection: http.client.HTTPConnection, **headers: str) -> Answer:
    return ask(connection, "POST", "/v1/predictions", body=BODY, headers=JSON | headers)


def test_the_embedded_stack_does_what_is_deployed(packaged: Packaged) -> None:
    """But for the throttle, which one's own machine does not need."""
    found = deployment(packaged.templates["dev"])
    function = next(iter(found.routes.values())).function
    routes = {
        key: replace(route, function=replace(route.function, name="api"))
        for key, route in found.routes.items()
    }
    assert replace(found, routes=routes, throttle=None) == Deployment()
    assert function.name == "ApiLambdaFunction"


def test_the_zip_predicts(packaged: Packaged, code: Code) -> None:
    with serving(MODEL_SAYS) as stub:
        url = f"http://127.0.0.1:{stub.server_port}"
        template = packaged.templates["dev"]
        with gateway(template, code, AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME=url) as (connection, _):
            status, headers, body = predict(connection, origin="https://example.org")
            preflight = ask(
                connection, "OPTIONS", "/v1/predictions",
                headers={"origin": "null", "access-control-request-method": "POST"},
            )  # fmt: skip
            unknown = ask(connection, "GET", "/v1/predictions")
    assert (status, headers["content-type"]) == (200, "application/json")
    assert PredictionResponse.model_validate_json(body) == ANSWER
    assert headers["access-control-allow-origin"] == "*"
    assert preflight[1]["access-control-allow-methods"] == "GET, POST"
    assert unknown[0] == 404
    assert stub.received[0][0] == "/endpoints/review-sentiment-dev/invocations"


def test_the_key_is_asked_for_in_prod(packaged: Packaged, code: Code) -> None:
    with serving(MODEL_SAYS) as model, serving(SSM_SAYS) as ssm:
        urls = {
            "AWS_ENDPOINT_URL_SAGEMAKER_RUNTIME": f"http://127.0.0.1:{model.server_port}",
            "AWS_ENDPOINT_URL_SSM": f"http://127.0.0.1:{ssm.server_port}",
        }
        with gateway(packaged.templates["prod"], code, **urls) as (connection, invocations):
            none = predict(connection)
            wrong = predict(connection, **{"x-api-key": "the wrong key"})
            right = [predict(connection, **{"x-api-key": "the right key"}) for _ in range(3)]
            document = ask(connection, "GET", "/openapi.json")
    assert (none[0], none[2]) == (401, b'{"message":"Unauthorized"}')
    assert (wrong[0], wrong[2]) == (403, b'{"message":"Forbidden"}')
    assert [status for status, _, _ in right] == [200, 200, 200]
    assert document[0] == 200
    assert invocations.count("AuthorizerLambdaFunction") == 2  # once for each key
    [(_, _, question)] = ssm.received  # and the parameter is read once
    assert question == {"Name": "/review-sentiment/prod/api-key", "WithDecryption": True}


def test_without_the_parameter_nobody_gets_in(packaged: Packaged, code: Code) -> None:
    nowhere = {"AWS_ENDPOINT_URL_SSM": "http://127.0.0.1:1", "AWS_MAX_ATTEMPTS": "1"}
    with gateway(packaged.templates["prod"], code, **nowhere) as (connection, invocations):
        status, _, body = predict(connection, **{"x-api-key": "the right key"})
    assert (status, body) == (500, b'{"message":"Internal Server Error"}')
    assert "ApiLambdaFunction" not in invocations


FAILED = (500, b'{"message":"Internal Server Error"}')
BUSY = (503, b'{"message":"Service Unavailable"}')


@pytest.mark.parametrize(
    ("fault", "answer"),
    [
        ({"Environment": {"Variables": {}}}, FAILED),  # it fails at import, naming the variable
        ({"Handler": "nothing.handler"}, FAILED),
        ({"Handler": "faulty.raises"}, FAILED),
        ({"Handler": "faulty.strange"}, FAILED),
        ({"Handler": "faulty.dies"}, FAILED),
        ({"Handler": "faulty.sleeps", "Timeout": 1}, BUSY),
    ],
    ids=["import error", "no module", "exception", "nonsense", "death", "timeout"],
)
def test_a_fault_gets_api_gateways_own_answer(
    packaged: Packaged, code: Code, fault: dict[str, Any], answer: tuple[int, bytes]
) -> None:
    template = altered(packaged.templates["dev"], **fault)
    with gateway(template, code) as (connection, _):
        status, _, body = predict(connection)
    assert (status, body) == answer


def test_one_more_than_the_reserved_concurrency_is_refused(packaged: Packaged, code: Code) -> None:
    template = altered(
        packaged.templates["dev"], Handler="faulty.dozes", ReservedConcurrentExecutions=1
    )
    with gateway(template, code) as (connection, _):
        answers: list[Answer] = []
        slow = threading.Thread(target=lambda: answers.append(predict(connection)))
        slow.start()
        other = http.client.HTTPConnection(connection.host, connection.port, timeout=30)
        refused = (200, b"")
        while slow.is_alive() and refused[0] == 200:
            status, _, body = predict(other)
            refused = (status, body)
        slow.join()
        other.close()
    assert refused == BUSY or answers[0][::2] == BUSY
    assert 200 in {refused[0], answers[0][0]}


def test_the_stages_throttle_is_the_templates(packaged: Packaged, code: Code) -> None:
    template = copy.deepcopy(packaged.templates["dev"])
    settings = template["Resources"]["HttpApiStage"]["Properties"]["DefaultRouteSettings"]
    settings |= {"ThrottlingRateLimit": 0.001, "ThrottlingBurstLimit": 1}
    with gateway(template, code) as (connection, _):
        answers = [ask(connection, "GET", "/openapi.json")[0] for _ in range(3)]
    assert answers == [200, 429, 429]


def test_it_starts_within_its_budget(
    code: Code, record_property: Callable[[str, object], None]
) -> None:
    """In seconds of processor, the least of ten; twice the budget, since machines differ."""
    script = (
        "import sys, time; start = time.process_time(); import serverless.handler;"
        "print(time.process_time() - start, *sys.modules)"
    )
    environment = {
        "PYTHONPATH": str(code.folder),
        "SAGEMAKER_ENDPOINT_NAME": "any",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    said = [run(code.folder, str(code.python), "-c", script, **environment) for _ in range(10)]
    seconds = min(float(line.split()[0]) for line in said)
    record_property("cold import, s of CPU", seconds)
    print(f"cold import: {seconds:.3f} s of CPU")
    assert seconds < 2 * CPU_BUDGET_S
    assert not {"boto3", "s3transfer", "bs4", "ftfy"} & set(said[0].split()), "heavy to import"
