"""The command line of a program that a person starts, or SageMaker."""

import sys
from collections.abc import Callable
from os.path import expandvars

_INTERRUPTED = 130  # the exit status by which shells know Ctrl+C


def start(
    program: Callable[[], object], *mistakes: type[Exception], stopped: str = "Stopped."
) -> None:
    """Run a program; Ctrl+C, mistakes and files that are no good end it with one sentence."""
    try:
        program()
    except KeyboardInterrupt:
        print(f"\n{stopped}", file=sys.stderr)
        sys.exit(_INTERRUPTED)
    except mistakes as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(of_file(error))


def arguments() -> list[str]:
    """SageMaker makes shell variables of their names, so plan__epochs stands for plan.epochs.

    A value may name a variable: each job of a tuning gets the same values, but has its own name.
    """
    return [_option(word) if word.startswith("--") else expandvars(word) for word in sys.argv[1:]]


def of_file(error: OSError) -> str:
    """What to tell the person: which file, and what is the matter with it."""
    return f"{error.filename}: {error.strerror}." if error.filename else str(error)


def _option(word: str) -> str:
    name, equals, value = word.partition("=")
    return name.replace("__", ".") + equals + expandvars(value)
