"""The Lambda's zip: the same bytes each time, small, quick to start, and complete."""

import ast
import json
import sys
import zipfile
from pathlib import Path

import pytest

from serverless import package
from tests.package.conftest import ROOT, Packaged

pytestmark = pytest.mark.package

# The runtime brings these: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html
IN_THE_RUNTIME = {"boto3", "botocore"}


@pytest.fixture(scope="module")
def names(packaged: Packaged) -> set[str]:
    with zipfile.ZipFile(packaged.artifact) as opened:
        return set(opened.namelist())


def test_two_builds_are_the_same_bytes(packaged: Packaged, tmp_path: Path) -> None:
    package.build(tmp_path / "again.zip", "x86_64")
    assert (tmp_path / "again.zip").read_bytes() == packaged.artifact.read_bytes()


def test_all_of_it_is_compiled(names: set[str]) -> None:
    wanted = {"serverless/handler.pyc", "serverless/authorizer.pyc", "model/contract/schema.pyc"}
    assert wanted <= names
    assert [name for name in names if name.endswith(".py")] == []


def test_what_is_not_the_lambdas_is_not(names: set[str]) -> None:
    tops = {name.split("/")[0] for name in names}
    assert not tops & {"boto3", "botocore", "starlette", "uvicorn", "numpy", "torch"}
    assert not names & {"serverless/stack.pyc", "serverless/gateway.pyc", "model/predict.pyc"}
    assert not [name for name in names if {"tests", "__pycache__"} & set(name.split("/"))]


@pytest.mark.parametrize("architecture", package.ARCHITECTURES)
def test_it_stays_small(packaged: Packaged, architecture: str) -> None:
    archive = packaged.artifact.with_name(f"api-{architecture}.zip")
    assert archive.stat().st_size < 6_000_000


def test_every_import_of_ours_resolves_inside(names: set[str]) -> None:
    tops = {name.split("/")[0].removesuffix(".pyc") for name in names}
    available = tops | IN_THE_RUNTIME | sys.stdlib_module_names
    for name in sorted(names):
        if name.startswith(("serverless/", "model/")):
            source = (ROOT / name).with_suffix(".py").read_text("utf-8")
            for module in imports(source):
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
    return f"{path}.pyc" in names or f"{path}/__init__.pyc" in names


@pytest.mark.parametrize(("architecture", "machine"), [("x86_64", "x86_64"), ("arm64", "aarch64")])
def test_binaries_are_for_the_runtime(packaged: Packaged, architecture: str, machine: str) -> None:
    archive = packaged.artifact.with_name(f"api-{architecture}.zip")
    with zipfile.ZipFile(archive) as opened:
        binaries = [name for name in opened.namelist() if name.endswith(".so")]
    assert any(f"pydantic_core.cpython-312-{machine}" in name for name in binaries)
    assert all("312" in name or "abi3" in name for name in binaries)


def test_the_bill_of_materials_is_what_is_inside(packaged: Packaged, names: set[str]) -> None:
    bill = json.loads(packaged.artifact.with_name("api.cdx.json").read_text("utf-8"))
    listed = {f"{part['name'].replace('-', '_')}-{part['version']}" for part in bill["components"]}
    installed = {
        name.split("/")[0].removesuffix(".dist-info")
        for name in names
        if name.split("/")[0].endswith(".dist-info")
    }
    assert listed == installed
    assert bill["specVersion"] >= "1.6"
