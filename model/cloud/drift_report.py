"""The report of `monitor`: one page of HTML with its pictures inside, readable from a mail."""

from collections.abc import Sequence
from html import escape

import altair as alt
import numpy as np
import pandas as pd
import vl_convert

from model.arrays import F64
from model.cloud.drift import DRIFT, FIGURES, WATCH, Comparison, Reviews

_N_BARS = 24
_COLOURS = {"validation": "#8a8a8a", "captured": "#1f5fa8"}
_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem}}
table{{border-collapse:collapse}}td,th{{padding:.3rem .8rem;text-align:left}}</style>
<h1>{title}</h1>
<p>{n_current:,} captured reviews beside the {n_reference:,} that the model was validated on.
PSI under {watch}: stable; from {drift}: drift. The Kolmogorov-Smirnov distance is given as well.
</p>
<table><tr><th>figure<th>PSI<th>KS<th>p<th>verdict</tr>{rows}</table>
{pictures}</html>
"""


def page(title: str, reference: Reviews, current: Reviews, found: Sequence[Comparison]) -> str:
    rows = "".join(
        f"<tr><td>{FIGURES[each.figure]}<td>{each.psi:.3f}<td>{each.ks:.3f}"
        f"<td>{each.p_value:.2g}<td>{each.verdict}</tr>"
        for each in found
    )
    pictures = "".join(_svg(histogram(each.figure, reference, current)) for each in found)
    return _PAGE.format(
        title=escape(title), n_current=len(current), n_reference=len(reference), watch=WATCH,
        drift=DRIFT, rows=rows, pictures=pictures,
    )  # fmt: skip


def histogram(figure: str, reference: Reviews, current: Reviews) -> alt.Chart:
    """Both distributions as outlines of shares, so that their sizes do not matter."""
    before, now = getattr(reference, figure), getattr(current, figure)
    edges = np.histogram_bin_edges(np.concatenate([before, now]), _N_BARS)
    bars = pd.concat([_bars("validation", before, edges), _bars("captured", now, edges)])
    names, colours = list(_COLOURS), list(_COLOURS.values())
    chart: alt.Chart = (
        alt.Chart(bars, width=620, height=180, title=FIGURES[figure])
        .mark_line(interpolate="step-after")
        .encode(
            alt.X("value", title=FIGURES[figure]),
            alt.Y("share", title="share of reviews").axis(format="%"),
            alt.Color("reviews:N", title=None).scale(domain=names, range=colours),
            alt.StrokeDash("reviews:N", title=None, sort=names[::-1]),
        )
    )
    return chart


def _bars(name: str, values: F64, edges: F64) -> pd.DataFrame:
    counts, _ = np.histogram(values, edges)
    share = counts / len(values)
    return pd.DataFrame({"reviews": name, "value": edges[:-1], "share": share})


def _svg(chart: alt.Chart) -> str:
    drawn: str = vl_convert.vegalite_to_svg(chart.to_json())
    return drawn
