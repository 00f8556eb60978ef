"""The command: `python -m model.large_teacher --help`."""

import json
import sys

import requests
import tyro

from model import checkpoint, data
from model.arguments import arguments
from model.large_teacher.teach import Settings, teach
from model.large_teacher.team import join


def main() -> None:
    team = join()
    try:
        results = teach(tyro.cli(Settings, args=arguments()), team)
    except (data.DataError, checkpoint.OtherRunError) as error:
        sys.exit(str(error))
    except requests.RequestException as error:
        sys.exit(f"The download broke off ({error}). Run the same command to go on.")
    if results is not None:
        print(json.dumps(results, indent=1))
    if team.first:
        print("run again" if results is None else "done")


if __name__ == "__main__":
    main()
