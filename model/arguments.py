"""The command line of a program that a person starts, or SageMaker."""

import sys
from os.path import expandvars


def arguments() -> list[str]:
    """SageMaker makes shell variables of their names, so plan__epochs stands for plan.epochs.

    A value may name a variable: each job of a tuning gets the same values, but has its own name.
    """
    return [_option(word) if word.startswith("--") else expandvars(word) for word in sys.argv[1:]]


def _option(word: str) -> str:
    name, equals, value = word.partition("=")
    return name.replace("__", ".") + equals + expandvars(value)
