"""The dashboard's entry: `streamlit run dashboard/app.py`, from the project's root."""

import sys
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

HERE = Path(__file__).parent
# Streamlit puts only this file's folder on the path; `dashboard` and `model` live one above.
sys.path.insert(0, str(HERE.parent))
from dashboard import in_page, warm_up  # noqa: E402 - only now can they be found

style, *scripts = (
    (HERE / name).read_text("utf-8") for name in ("style.css", "focus.js", "arrows.js", "reload.js")
)
markup = f"<style>{style}</style><script>{';'.join(scripts)}</script>"
app = st.App(
    HERE / "main.py",
    middleware=[Middleware(in_page.InPage, markup=markup)],
    lifespan=warm_up.beside,
)
