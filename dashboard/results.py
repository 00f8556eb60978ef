"""A job's outcomes as tables: one row for each row of the file, in its order."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.jobs.outcome import NOT_REACHED, Outcome, Status
from dashboard.reading.as_it_came import noted
from dashboard.reading.table_shape import unused_name
from dashboard.wording import flag_names, percent
from model.contract.limits import MAX_CHARACTERS
from model.contract.schema import NOT_READ

POSITIVE, NEGATIVE, UNCERTAIN, UNSCORED = "Positive", "Negative", "Hard to tell", "Not scored"
VERDICTS = [POSITIVE, UNCERTAIN, NEGATIVE]
_DISPLAYED_CHARACTERS = 120
# Of a whole file; what failed says why, row by row.
_WHY: dict[Status, str] = {
    "empty": "There is no text.",
    "no words": "There is no word to judge in it.",
    "too long": f"The text has more than {MAX_CHARACTERS:,} characters.",
}


@dataclass(frozen=True)
class Summary:
    """How many rows of the file fell where."""

    positive: int
    negative: int
    uncertain: int  # of those that were read
    unread: int
    unscored: int
    waiting: int

    @property
    def scored(self) -> int:
        return self._read + self.unread

    @property
    def _read(self) -> int:
        return self.positive + self.negative + self.uncertain

    def share(self, n: int) -> str:
        """Of those that were read."""
        return percent(n / self._read) if self._read else "–"


def verdicts(outcomes: Sequence[Outcome | None]) -> pd.DataFrame:
    """The new columns; a row that was not reached yet is “not scored”."""
    rows = [outcome or NOT_REACHED for outcome in outcomes]
    return pd.DataFrame(
        {
            "predicted_sentiment": pd.Series([row.sentiment for row in rows], dtype="str"),
            "positive_probability": pd.Series([row.probability for row in rows], dtype="float64"),
            "confidence": pd.Series([row.confidence for row in rows], dtype="float64"),
            "uncertain": pd.Series([row.uncertain for row in rows], dtype="boolean"),
            "flags": pd.Series(["; ".join(row.flags) for row in rows], dtype="str"),
            "status": pd.Series([row.status for row in rows], dtype="str"),
            "detail": pd.Series([row.detail for row in rows], dtype="str"),
        }
    )


def annotated(table: pd.DataFrame, verdicts: pd.DataFrame) -> pd.DataFrame:
    """The file's own columns untouched, then the new ones; a name already taken gets a number."""
    ours = verdicts.copy()
    ours.insert(0, "verdict", verdict_names(verdicts))
    joined = pd.concat([table.reset_index(drop=True), ours], axis="columns")
    names = list(table.columns)
    outer = [path[0] for path in noted(table).paths.values()]
    for column in joined.columns[len(names) :]:
        names.append(unused_name(column, [*names, *outer]))
    joined.attrs = table.attrs
    return joined.set_axis(names, axis="columns")


def verdict_names(verdicts: pd.DataFrame) -> pd.Series:
    """For each row Positive, Negative, Hard to tell or Not scored."""
    group = verdicts["predicted_sentiment"].str.capitalize().fillna(UNSCORED)
    return group.mask(verdicts["uncertain"].fillna(False).astype(bool), UNCERTAIN)


def summarise(verdicts: pd.DataFrame) -> Summary:
    not_read = unread(verdicts)
    counts = verdict_names(verdicts[~not_read]).value_counts()
    n = {name: int(counts.get(name, 0)) for name in (POSITIVE, NEGATIVE, UNCERTAIN, UNSCORED)}
    waiting = int((verdicts["status"] == NOT_REACHED.status).sum())
    return Summary(
        n[POSITIVE], n[NEGATIVE], n[UNCERTAIN], int(not_read.sum()), n[UNSCORED] - waiting, waiting
    )


def unread(verdicts: pd.DataFrame) -> pd.Series:
    """Of which rows the model says that it cannot read them."""
    told = verdicts["flags"]
    return told.isin([few for few in told.unique() if not NOT_READ.isdisjoint(few.split("; "))])


def reasons(outcomes: Sequence[Outcome | None]) -> list[tuple[str, int]]:
    """Why rows were not scored, the most frequent first."""
    unscored = [o for o in outcomes if o is not None and o.status != "scored"]
    return Counter(_WHY.get(o.status, o.detail) for o in unscored).most_common()


def for_display(texts: pd.Series, verdicts: pd.DataFrame) -> pd.DataFrame:
    """What fits on a screen; the download has all of it."""
    flags = verdicts["flags"].map({few: flag_names(few) for few in verdicts["flags"].unique()})
    return pd.DataFrame(
        {
            "Row": range(1, len(verdicts) + 1),
            "Verdict": verdict_names(verdicts),
            "Review": excerpts(texts),  # of which a phone should show some
            "Likely positive": likely_positive(verdicts["positive_probability"]),
            "Note": verdicts["detail"].where(verdicts["detail"] != "", flags),
        }
    )


def likely_positive(probability: pd.Series) -> pd.Series:
    """In per cent, for a table with a decimal; never 0 or 100, as wording.percent() has it."""
    return (100 * probability).clip(0.1, 99.9).round(1)


def excerpts(texts: pd.Series) -> pd.Series:
    """The beginning of each text on one line; in Arrow, for there are many."""
    beginnings = pc.utf8_slice_codeunits(pa.array(texts), 0, _DISPLAYED_CHARACTERS)
    words = pc.utf8_split_whitespace(pc.utf8_trim_whitespace(beginnings.cast(pa.string())))
    even = pd.Series(pc.binary_join(words, " ").to_pandas(), index=texts.index, dtype="str")
    return even.where(texts.str.len() <= _DISPLAYED_CHARACTERS, even + "…")
