"""`python -m model.cloud.practice`: prints what points a shell at it, and runs until Ctrl+C."""

import argparse
import signal
import sys
from contextlib import ExitStack

from model.cloud.errors import CloudError

_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/review-sentiment/dev:practice"


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()  # --help, and no options
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        from model.cloud.practice.servers import cloud
    except ModuleNotFoundError as error:
        sys.exit(f"{error}. `pip install -r model/requirements-cloud.txt` installs what is needed.")
    with ExitStack() as running:
        try:
            environment = running.enter_context(cloud())
        except CloudError as error:
            sys.exit(str(error))
        print("# Paste this into another shell; Ctrl+C here ends it and forgets all.")
        print(f"# No image is built here: give `register` any name, such as --image {_IMAGE}")
        print(
            "\n".join(f"export {name}={value}" for name, value in environment.items()), flush=True
        )
        signal.pause()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit()
