"""Tabs of which the address names the open one, so that Back leads to the one before."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def show(names: list[str], key: str) -> tuple[str, DeltaGenerator]:
    """The open one's name, and the place inside it. Not by `bind`: what Streamlit itself writes
    into the address takes the place of what stood there."""
    named = st.query_params.get(key)
    st.session_state[key] = named if named in names else names[0]
    tabs = st.tabs(names, key=key, on_change=_to_address, args=(key,))
    return next((name, tab) for name, tab in zip(names, tabs, strict=True) if tab.open)


def _to_address(key: str) -> None:
    st.query_params[key] = st.session_state[key]
