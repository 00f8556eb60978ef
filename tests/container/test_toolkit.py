"""The same inference.py under SageMaker's real toolkit, in an environment of its own.

The toolkit's newest release needs an older setuptools than the lock has.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from model.artifact import DEFAULT_ARTIFACT
from model.contract.lines import JSON_LINES
from tests import golden
from tests.container.image import ROOT, Server

pytestmark = pytest.mark.package
PACKAGES = ["sagemaker-inference==1.10.1", "multi-model-server==1.1.11", "setuptools<81"]
RUN = Path(__file__).with_name("toolkit.py")


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Python with the toolkit and what the image has, at the locked versions."""
    folder = tmp_path_factory.mktemp("toolkit")
    lock = (ROOT / "requirements.txt").read_text().splitlines()
    pinned = [line for line in lock if not line.startswith(("setuptools", "#"))]
    (folder / "lock.txt").write_text("\n".join(pinned))
    uv = [str(Path(sys.executable).with_name("uv")), "--quiet"]
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*uv, "venv", "--python", sys.executable, str(folder / "venv")], check=True)
    wanted = [*PACKAGES, "-r", "model/requirements.txt", "-c", str(folder / "lock.txt")]
    subprocess.run([*uv, "pip", "install", "--python", str(python), *wanted], check=True, cwd=ROOT)
    return python


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What /opt/ml holds: an artifact with our inference.py beside it."""
    base = tmp_path_factory.mktemp("opt-ml")
    shutil.copytree(DEFAULT_ARTIFACT, base / "model")
    (base / "model" / "code").mkdir()
    shutil.copy(ROOT / "model" / "inference.py", base / "model" / "code")
    return base


def variables(base: Path, environment: Path) -> dict[str, str]:
    return os.environ | {
        "SAGEMAKER_BASE_DIR": str(base),
        "SAGEMAKER_MODEL_SERVER_WORKERS": "1",
        "PYTHONPATH": str(ROOT),
        "PATH": f"{environment.parent}:{os.environ['PATH']}",
        "NUMBA_DISABLE_JIT": "1",  # another Python would compile it all anew
    }


def test_the_toolkits_own_calls_give_the_golden_answers(environment: Path, base: Path) -> None:
    examples = [example.values for example in golden.load()]
    lines = '{"id": "r1", "text": "A joy from start to end."}\nno review'
    asked = [(json.dumps(request), "application/json") for request, _ in examples]
    asked += [(lines, JSON_LINES), ("{", "application/json")]
    done = subprocess.run(
        [environment, RUN, "answer"], input=json.dumps(asked), text=True, cwd=base,
        env=variables(base, environment), capture_output=True, check=True,
    )  # fmt: skip
    *answers, of_lines, of_nonsense = json.loads(done.stdout)
    for (status, answer, kind), (_, response) in zip(answers, examples, strict=True):
        assert (status, kind) == (200, "application/json")
        assert json.loads(answer) == golden.near(response)
    assert (of_lines[0], of_lines[2]) == (200, JSON_LINES)
    assert ["error" in json.loads(line) for line in of_lines[1].split("\n")] == [False, True]
    assert of_nonsense[0] == 500  # the toolkit knows no other for an error that is not its own


@pytest.mark.skipif(not shutil.which("java"), reason="the toolkit's server is a Java program")
def test_the_toolkits_own_server(environment: Path, base: Path, tmp_path: Path) -> None:
    model = tmp_path / "model"
    shutil.copytree(base / "model", model)
    (model / "MAR-INF").mkdir()  # or it would read the artifact's manifest.json as one of its own
    (model / "MAR-INF" / "MANIFEST.json").write_text(json.dumps(MANIFEST))
    command = [str(environment), str(RUN), "serve", str(tmp_path / "mms.properties")]
    # Where it leaves its number: with another's there, it would take itself for running already.
    place = {"TMPDIR": str(tmp_path)}
    with Server(command, variables(tmp_path, environment) | place, cwd=tmp_path) as server:
        server.wait_for(200)
        request, response = golden.load()[0].values
        answer: Any = server.post(json.dumps(request)).json()
    assert answer == golden.near(response)


MANIFEST = {
    "specificationVersion": "1.0",
    "implementationVersion": "1.0",
    "modelServerVersion": "1.0",
    "runtime": "python",
    "model": {
        "modelName": "model",
        "modelVersion": "1.0",
        "handler": "sagemaker_inference.default_handler_service:handle",
    },
}
