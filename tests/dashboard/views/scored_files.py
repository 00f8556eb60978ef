"""What the tests of the insight pages share: a file that the small API has scored."""

import pandas as pd

from dashboard import connection
from dashboard.jobs.job import Job
from dashboard.jobs.rows import Source
from dashboard.reading.delimited import FileFormat, read_table
from dashboard.reading.roles import Roles, guess_roles
from tests.dashboard.jobs.running import wait_for

N = 120
KINDS = ("a good film {}", "a bad one, no {}", "a film of some kind {}")


def file(n: int = N, kinds: tuple[str, ...] = KINDS) -> bytes:
    """A third each good, bad and hard to tell; two branches, stars, labels, twelve months."""
    rows = ["review,branch,stars,label,date"]
    rows += [
        f'"{kinds[i % len(kinds)].format(i)}",{"north" if i % 2 else "south"},'
        f"{(5, 1, 3)[i % 3]},{('pos', 'neg', 'pos')[i % 3]},2025-{1 + i % 12:02}-05"
        for i in range(n)
    ]
    return "\n".join(rows).encode()


def scored(data: bytes, name: str = "reviews.csv") -> Job:
    table = read_table(data, FileFormat("utf-8", ",", has_header=True))
    return scored_table(table, guess_roles(table), Source.of(name, data))


def scored_table(table: pd.DataFrame, roles: Roles, source: Source | None = None) -> Job:
    job = connection.jobs().start(table, roles, source or Source("reviews.csv", "0"))
    wait_for(lambda: job.progress().state != "running")
    return job
