"""Charts of a file's verdicts: how many of each, and how sure they are."""

from collections.abc import Sequence

import altair as alt
import pandas as pd

from dashboard.charts.marks import drawn, marked, names, pick, strength
from dashboard.charts.style import PALETTES, Chart, Palette, Theme
from dashboard.results import NEGATIVE, POSITIVE, VERDICTS
from dashboard.wording import percent
from model.contract.limits import UNCERTAIN_BELOW

_SURE = 90  # per cent
_HEADROOM = 1.2  # above the highest bar, for the name of the zone


def verdicts(table: pd.DataFrame, theme: Theme, chosen: Sequence[str] = ()) -> Chart:
    """`table`: shares.verdicts()."""
    palette = PALETTES[theme]
    total = max(int(table["read"].sum()), 1)
    data = marked(table, "verdict", chosen)
    data["label"] = [
        f"{n:,} ({percent(n / total) if n == read else f'{n - read:,} not read'})"
        for n, read in zip(data["n"], data["read"], strict=True)
    ]
    base = alt.Chart(data).encode(
        y=alt.Y("verdict:N", sort=VERDICTS, title=None, axis=names(palette)),
        x=alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, max(int(data["n"].max()), 1) * 1.5])),
        tooltip=[
            alt.Tooltip("verdict:N", title="Verdict"),
            alt.Tooltip("label:N", title="Reviews"),
        ],
    )
    bars = base.mark_bar(cornerRadius=3, height=34).encode(
        color=alt.Color("verdict:N", scale=palette.scale, legend=None), opacity=strength()
    )
    labels = base.mark_text(align="left", dx=6, color=palette.text, fontSize=13).encode(
        text="label:N"
    )
    return drawn(
        [bars.add_params(pick("verdict")), labels], _share_of(data, total, chosen), palette
    )


def _share_of(data: pd.DataFrame, total: int, chosen: Sequence[str]) -> str:
    """The finding: of what is chosen, or of positive and negative."""

    def share(*verdicts: str) -> str:
        return percent(data.loc[data["verdict"].isin(verdicts), "read"].sum() / total)

    if asked := [name for name in VERDICTS if name in chosen]:
        return f"{share(*asked)} are {' or '.join(name.lower() for name in asked)}"
    whole = "" if data["n"].equals(data["read"]) else " of what can be read"
    return f"{share(POSITIVE)}{whole} are positive, {share(NEGATIVE)} negative"


def sureness(table: pd.DataFrame, theme: Theme, chosen: Sequence[str] = ()) -> Chart:
    """`table`: shares.sureness()."""
    palette = PALETTES[theme]
    data = marked(table, "sureness", chosen)
    data["order"] = data["verdict"].map(VERDICTS.index)
    axis = alt.Axis(values=list(range(50, 101, 10)), grid=False, labelExpr="datum.value + '%'")
    top = _HEADROOM * max(int(data.groupby("from")["n"].sum().max()), 1)
    data = data[data["n"] > 0]
    bars = alt.Chart(data).mark_bar().encode(
        x=alt.X("from:Q", bin=alt.Bin(binned=True, step=5), title="Confidence in the verdict",
                scale=alt.Scale(domain=[50, 100]), axis=axis),
        x2="to:Q",
        y=alt.Y("n:Q", title="Reviews", scale=alt.Scale(domain=[0, top], nice=False),
                axis=alt.Axis(tickMinStep=1, tickCount=4, format=",d")),
        color=alt.Color("verdict:N", scale=palette.scale, legend=None),
        order="order:Q",
        opacity=strength(),
        tooltip=[alt.Tooltip("sureness:N", title="Confidence"),
                 alt.Tooltip("verdict:N", title="Verdict"),
                 alt.Tooltip("n:Q", title="Reviews", format=",")],
    )  # fmt: skip
    sure = data.loc[data["from"] >= _SURE, "n"].sum() / max(data["n"].sum(), 1)
    title = f"{percent(sure)} of verdicts are at least {_SURE}% sure"
    return drawn([*_doubtful(palette), bars.add_params(pick("sureness"))], title, palette)


def _doubtful(palette: Palette) -> list[alt.Chart]:
    """The zone in which a verdict is called uncertain."""
    zone = alt.Chart(pd.DataFrame({"from": [50], "to": [100 * UNCERTAIN_BELOW]}))
    place = alt.X("from:Q", scale=alt.Scale(domain=[50, 100]))
    return [
        zone.mark_rect(color=palette.track, opacity=0.6).encode(x=place, x2="to:Q"),
        zone.mark_text(
            text="hard to tell", align="left", baseline="top", dx=6, fontSize=13,
            color=palette.muted,
        ).encode(x=place, y=alt.value(4)),
    ]  # fmt: skip
