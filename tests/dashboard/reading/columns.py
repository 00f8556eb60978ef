"""Columns of files to guess the roles of."""

import pandas as pd

N = 60
TEXT = [f"A stay number {i} that I would gladly repeat" for i in range(N)]


def cycle(*values: str) -> list[str]:
    return [values[i % len(values)] for i in range(N)]


def table(**columns: list[str]) -> pd.DataFrame:
    return pd.DataFrame(columns, dtype="str")
