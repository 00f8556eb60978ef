"""The command line of a program that a person starts, or SageMaker."""

import sys


def arguments() -> list[str]:
    """SageMaker makes shell variables of their names, so plan__epochs stands for plan.epochs."""
    return [word.replace("__", ".") if word.startswith("--") else word for word in sys.argv[1:]]
