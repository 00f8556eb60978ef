"""The Lambda's zip: the same bytes each time, and all that the handler imports is inside."""

import ast
import sys
import zipfile
from pathlib import Path

import pytest

from serverless import package

pytestmark = pytest.mark.package

# The runtime brings these: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
IN_THE_RUNTIME = {"boto3", "botocore"}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("zip") / "api.zip"
    package.build(path)
    return path


@pytest.fixture(scope="module")
def names(archive: Path) -> set[str]:
    with zipfile.ZipFile(archive) as opened:
        return set(opened.namelist())


def test_two_builds_are_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    package.build(tmp_path / "again.zip")
    assert (tmp_path / "again.zip").read_bytes() == archive.read_bytes()


def test_the_handler_and_the_contract_are_inside(names: set[str]) -> None:
    assert {"serverless/handler.py", "model/__init__.py", "model/contract/schema.py"} <= names


def test_what_is_not_the_lambdas_is_not(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"boto3", "botocore", "starlette", "uvicorn", "numpy", "torch", "tests"}
    assert not names & {"serverless/stack.py", "serverless/gateway.py", "model/predict.py"}
    assert not any("__pycache__" in name for name in names)


def test_it_stays_small(archive: Path) -> None:
    assert archive.stat().st_size < 6_000_000


def test_every_import_of_ours_resolves_inside(archive: Path, names: set[str]) -> None:
    tops = {name.split("/")[0].removesuffix(".py") for name in names}
    available = tops | IN_THE_RUNTIME | sys.stdlib_module_names
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(names):
            if name.startswith(("serverless/", "model/")):
                for module in imports(opened.read(name).decode()):
                    assert module.split(".")[0] in available, f"{name} imports {module}"
                    if module.startswith(("serverless", "model")):
                        assert path_of(module, names), f"{name} imports {module}"


def imports(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def path_of(module: str, names: set[str]) -> bool:
    path = module.replace(".", "/")
    return f"{path}.py" in names or f"{path}/__init__.py" in names


def test_binaries_are_for_the_runtime(names: set[str]) -> None:
    binaries = [name for name in names if name.endswith(".so")]
    assert any("pydantic_core" in name and "cpython-312-x86_64" in name for name in binaries)
    assert all("312" in name or "abi3" in name for name in binaries)
