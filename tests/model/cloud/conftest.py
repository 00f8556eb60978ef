"""A stand-in for AWS: moto's server in this process. AWS itself is the only thing faked."""

import os
from collections.abc import Callable, Iterator

import pytest
import requests

from model.cloud.account import Account
from model.cloud.command_line import main
from model.cloud.practice.servers import aws
from model.cloud.settings import Place

Run = Callable[..., str]
IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/review-sentiment/dev@sha256:" + "a" * 64


@pytest.fixture(scope="session")
def moto() -> Iterator[dict[str, str]]:
    """The environment that points at it."""
    with aws() as environment:
        yield environment


@pytest.fixture
def cloud(moto: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty account; the one of the person who runs the tests is out of sight."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    for name, value in moto.items():
        monkeypatch.setenv(name, value)
    requests.post(f"{moto['AWS_ENDPOINT_URL']}/moto-api/reset", timeout=10).raise_for_status()


@pytest.fixture
def account(cloud: None) -> Account:  # noqa: ARG001 - its effect is the environment
    return Account(Place())


@pytest.fixture
def run(cloud: None, capsys: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001
    """Run commands as a person would; gives back what the last one printed."""

    def run_commands(*lines: str) -> str:
        for line in lines:
            capsys.readouterr()
            main(line.split())
        return capsys.readouterr().out

    return run_commands


@pytest.fixture
def registered(run: Run) -> Run:
    """With an approved model in the registry."""
    run("setup", f"register --image {IMAGE}")
    return run


def refusal(run: Run, line: str) -> str:
    """The one sentence with which a command gives up."""
    with pytest.raises(SystemExit) as stopped:
        run(line)
    said = str(stopped.value.code)
    assert said.startswith("✗ ")
    return said
