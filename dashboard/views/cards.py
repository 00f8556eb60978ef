"""Numbers on cards, in rows that fill the page."""

from collections.abc import Iterable
from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Card:
    name: str
    value: str
    below: str = ""
    explains: str | None = None


def show(cards: Iterable[Card], key: str = "cards") -> None:
    """style.css knows them by their key, which starts so."""
    with st.container(horizontal=True, key=key):
        for card in cards:
            st.metric(
                card.name, card.value, card.below or None, delta_color="off", delta_arrow="off",
                border=True, help=card.explains, height="stretch",
            )  # fmt: skip
