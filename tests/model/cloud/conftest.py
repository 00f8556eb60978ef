"""A stand-in for AWS: moto's server in this process. AWS itself is the only thing faked."""

import os
from collections.abc import Callable, Iterator

import pytest

from model.cloud.account import Account
from model.cloud.command_line import main
from model.cloud.practice.servers import aws
from model.cloud.settings import Place

Run = Callable[..., str]


@pytest.fixture(scope="session")
def cloud() -> Iterator[None]:
    """The environment points at moto, and at no account of the person who runs the tests."""
    before = dict(os.environ)
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        del os.environ[name]
    with aws() as environment:
        os.environ.update(environment)
        yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def account(cloud: None) -> Account:  # noqa: ARG001 - its effect is the environment
    return Account(Place())


@pytest.fixture
def run(cloud: None, capsys: pytest.CaptureFixture[str]) -> Run:  # noqa: ARG001
    """Run a command as a person would; gives back what it printed."""

    def run_command(line: str) -> str:
        capsys.readouterr()
        main(line.split())
        return capsys.readouterr().out

    return run_command
