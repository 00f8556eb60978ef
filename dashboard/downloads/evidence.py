"""The evidence report: numbers, charts and quotes of a scored file, in one HTML file.

It asks no other host for anything, runs no script, and holds every text escaped (Jinja2 does that,
and a policy in its head forbids the rest).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboard.charts.style import Chart
from dashboard.downloads.picture import svg
from dashboard.insight.quotes import facts

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip
_LONGEST_QUOTE = 900


@dataclass(frozen=True)
class Provenance:
    """What the numbers are of, so that someone else can check them."""

    file_name: str
    rows: int
    scored: int
    sha256: str
    models: Sequence[str]
    written: datetime
    filters: str  # in words; empty for all
    shown: int  # reviews that these leave
    note: str  # on what could not be read; empty if there is nothing to say


def report(
    source: Provenance,
    numbers: Sequence[tuple[str, str, str]],
    charts: Mapping[str, Chart],
    quotes: Mapping[str, pd.DataFrame],
) -> str:
    """`numbers`: name, value, and what stands below it."""
    return _TEMPLATES.get_template("evidence.html").render(
        source=source,
        numbers=numbers,
        # The renderer escapes what it draws; the figures are markup of our own making.
        charts={name: Markup(svg(chart)) for name, chart in charts.items()},  # noqa: S704
        quotes={name: _told(frame) for name, frame in quotes.items() if len(frame)},
    )


def _told(frame: pd.DataFrame) -> list[tuple[str, str]]:
    """The text and, below it, where it stands and how it was judged."""
    return [(_shortened(review["text"]), facts(review)) for review in frame.to_dict("records")]


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
