"""The command line: which commands there are, which settings they take, and how errors are told.

A command is a frozen dataclass with a docstring, which is its help, and `run()`. Its fields that
are sections of model/cloud/settings.py are filled from the stage's file; all become options.
"""

import sys
from argparse import ArgumentParser
from dataclasses import MISSING, fields
from typing import Annotated, Any, Protocol, Union

import tyro
from botocore.exceptions import BotoCoreError, ClientError

from model.arguments import of_file
from model.artifact import ArtifactError
from model.cloud.deploy import Deploy
from model.cloud.errors import CloudError, sentence
from model.cloud.evaluate import Evaluate
from model.cloud.monitor import Monitor
from model.cloud.predict import Predict
from model.cloud.register import Register
from model.cloud.rollback import Rollback
from model.cloud.settings import Settings, read
from model.cloud.setup import Setup
from model.cloud.status import Status
from model.cloud.teardown import Teardown
from model.cloud.training.train import Train
from model.cloud.training.tune import Tune
from model.cloud.transform.command import Transform
from model.cloud.upload_data import Data

COMMANDS: tuple[type["Command"], ...] = (
    Setup, Data, Train, Tune, Evaluate, Register, Deploy, Status, Predict, Transform, Monitor,
    Rollback, Teardown,
)  # fmt: skip
_DESCRIPTION = """The model on SageMaker, from data to endpoint and back to nothing.

The usual way: setup, register, deploy, status, predict; later monitor, rollback, teardown.
Settings are in model/cloud/stages/STAGE.toml and can be changed by options.
Every command can be run again: what is there already stays. --dry-run shows what would be done."""


class Command(Protocol):
    def run(self) -> None: ...


def main(arguments: list[str] | None = None) -> None:
    arguments = (sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        parse(arguments).run()
    except (CloudError, ArtifactError) as error:
        sys.exit(f"✗ {error}")
    except (BotoCoreError, ClientError) as error:
        sys.exit(f"✗ {sentence(error)}")
    except OSError as error:
        sys.exit(f"✗ {of_file(error)}")
    except KeyboardInterrupt:
        sys.exit("Stopped. What was started goes on in AWS: run the same command, or teardown.")


def parse(arguments: list[str]) -> Command:
    """The command that was asked for. Raises CloudError, or SystemExit with the usage."""
    settings = read(_stage(arguments))
    commands: Any = Union[tuple(_subcommand(each, settings) for each in COMMANDS)]  # noqa: UP007
    command: Command = tyro.cli(
        commands,
        prog="python -m model.cloud",
        description=_DESCRIPTION,
        args=arguments,
        config=(tyro.conf.OmitArgPrefixes, tyro.conf.FlagCreatePairsOff),
    )
    return command


def _stage(arguments: list[str]) -> str:
    """The stage comes first: its file has the defaults of all other options."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--stage", default="dev")
    return str(parser.parse_known_args(arguments)[0].stage)


def _subcommand(command: type[Command], settings: Settings) -> Any:
    sections: dict[Any, Any] = {type(section): section for _, section in settings}
    given = {
        each.name: sections.get(each.type, tyro.MISSING)
        for each in fields(command)  # type: ignore[arg-type]
        if each.default is MISSING
    }
    name = command.__name__.lower()
    return Annotated[command, tyro.conf.subcommand(name, default=command(**given))]
