"""What the person who looks has decided about reviews, for pages."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st

from dashboard import connection, corrections, sign_in
from dashboard.corrections import Corrections
from dashboard.jobs.journal import JournalError
from dashboard.wording import escaped


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


def decide(text: str, verdict: str) -> bool:
    """Whether it could be written down; if not, a sentence on the page says why."""
    return _done(lambda: store().decide(text, verdict, _owner()))


def take_back(text: str) -> bool:
    """Whether it could be wiped; if not, a sentence on the page says why."""
    return _done(lambda: store().forget(text, _owner()))


def forget_all() -> None:
    """Raises JournalError."""
    store().forget_all(_owner())


def _done(write: Callable[[], None]) -> bool:
    try:
        write()
    except JournalError as error:
        st.error(escaped(str(error)))
        return False
    return True


def _owner() -> str:
    return sign_in.owner() or ""
