"""Where the pages meet the API: one client for the whole Streamlit server, and who answers it."""

import os
from urllib.parse import urlsplit

import streamlit as st

from dashboard import sign_in, wording
from dashboard.api.client import ApiError, Client
from dashboard.api.embedded import EmbeddedStack
from dashboard.jobs.journal import Journal
from dashboard.jobs.store import JobStore, OwnJobs
from dashboard.settings import InvalidSettings, Settings
from model.contract.schema import ModelInfo


def settings() -> Settings:
    secrets = st.secrets.to_dict() if st.secrets.load_if_toml_exists() else {}
    return Settings.read(os.environ, secrets)


@st.cache_resource(show_spinner=False)
def connect(settings: Settings) -> Client:
    """One for each Streamlit server, so that every visitor shares one embedded stack."""
    if settings.api_url is None:
        return Client(EmbeddedStack().url)
    url = settings.api_url
    return Client(lambda: url, api_key=settings.api_key)


@st.cache_data(ttl=15, show_spinner="Waking the model…")
def model(settings: Settings) -> ModelInfo:
    return connect(settings).health().model


def client() -> Client:
    """The client, for pages. Raises InvalidSettings if there is no telling whom to ask."""
    return connect(settings())


def jobs() -> OwnJobs:
    """The jobs of whoever looks, for pages. Raises InvalidSettings or JournalError."""
    return job_store(settings()).of(sign_in.owner())


@st.cache_resource(show_spinner=False)
def job_store(settings: Settings) -> JobStore:
    """One for each Streamlit server: a job outlives the page, the tab, and the server itself."""
    store = JobStore(Journal(settings.data_dir), lambda: connect(settings))
    store.resume_interrupted()
    return store


def show_header(title: str) -> bool:
    """The page's title, and who answers on it; if nobody does, False, why not and a way on."""
    return Header(title).show_who_answers()


class Header:
    """The page's title at once, and who answers on it when that is known."""

    def __init__(self, title: str) -> None:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.title(title, anchor=False)
            self._place = st.empty()
            self._caption("Connecting…")
            sign_in.show_sign_out()
        self._below = st.container()

    def show_who_answers(self) -> bool:
        """If nobody does, False, why not and a way on. The model may have to be woken first."""
        try:
            configured = settings()
            model(configured)
            url = configured.api_url
            self._caption(wording.escaped(urlsplit(url).netloc) if url else "Local model")
        except (InvalidSettings, ApiError) as error:
            self._caption("Not connected")
            self._below.error(wording.escaped(str(error)))
            if self._below.button("Try again", key="connect"):
                st.rerun()
            return False
        return True

    def _caption(self, text: str) -> None:
        self._place.caption(text, text_alignment="right")
