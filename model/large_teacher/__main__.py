"""The command: `python -m model.large_teacher --help`."""

import json

import tyro

from model import data
from model.arguments import arguments, start
from model.large_teacher.teach import Settings, teach
from model.large_teacher.team import join, leave
from model.training import checkpoint


def main() -> None:
    start(
        _teach, data.DataError, checkpoint.OtherRunError,
        stopped="Stopped. The same command goes on from the last checkpoint.",
    )  # fmt: skip


def _teach() -> None:
    team = join()
    results = teach(tyro.cli(Settings, args=arguments()), team)
    leave()
    if results is not None:
        print(json.dumps(results, indent=1))
    if team.first:
        print("run again" if results is None else "done")


if __name__ == "__main__":
    main()
