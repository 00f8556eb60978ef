"""What the person who looks has decided about reviews, for pages."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard import connection, corrections, sign_in
from dashboard.corrections import SKIPPED, Corrections
from dashboard.jobs.journal_error import JournalError
from dashboard.results import NEGATIVE, POSITIVE
from dashboard.wording import escaped

_KEYS = {POSITIVE: "P", NEGATIVE: "N", SKIPPED: "S"}


def store() -> Corrections:
    return _store(connection.settings().data_dir)


@st.cache_resource(show_spinner=False)
def _store(folder: Path) -> Corrections:
    return Corrections(folder)


def decided() -> dict[str, str]:
    """Text -> Positive, Negative or Skipped, in the order they were decided."""
    return store().decided(_owner())


def verdicts() -> dict[str, str]:
    """Without those that were skipped."""
    return corrections.verdicts(decided())


def show_buttons(text: str | None, texts: pd.Series) -> None:
    """One for each verdict, and Undo for the last of these texts that was decided."""
    with st.container(horizontal=True):
        for verdict, key in _KEYS.items():
            st.button(
                "Skip" if verdict == SKIPPED else verdict, shortcut=key, disabled=text is None,
                on_click=decide, args=(text, verdict), key=f"decide-{verdict}",
            )  # fmt: skip
        before = decided()
        here = set(texts[texts.isin(list(before))])
        last = next((each for each in reversed(before) if each in here), None)
        st.button("Undo", shortcut="U", disabled=last is None, on_click=take_back, args=(last,))


def decide(text: str, verdict: str) -> None:
    """If it cannot be written down, a sentence on the page says why."""
    _try(lambda: store().decide(text, verdict, _owner()))


def take_back(text: str) -> None:
    """If it cannot be wiped, a sentence on the page says why."""
    _try(lambda: store().forget(text, _owner()))


def forget_all() -> None:
    """Raises JournalError."""
    store().forget_all(_owner())


def _try(write: Callable[[], None]) -> None:
    try:
        write()
    except JournalError as error:
        st.error(escaped(str(error)))


def _owner() -> str:
    return sign_in.owner() or ""
