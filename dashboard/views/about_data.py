"""On the About page: where reviews go, how long they are kept, and how to delete them."""

from urllib.parse import urlsplit

import streamlit as st

from dashboard import connection
from dashboard.settings import InvalidSettings
from dashboard.wording import escaped

_LOCAL = (
    "**They stay on the machine that runs this dashboard.** The model runs there too, and nothing "
    "is sent anywhere else."
)
_REMOTE = (
    "**They are sent to {host}**, {how}, and judged there. As this project deploys it, that API "
    "stores no review; its log holds the length and a fingerprint of each for 30 days."
)
_KEPT = """
- A single review is kept until you close the page.
- A review is in the page's address only if you put it there, on the Review page under “Link”.
- No verdict and no correction teaches the model anything by itself.
"""


def show() -> None:
    try:
        st.markdown(_where(connection.settings().api_url))
    except InvalidSettings:  # the page's header has said so
        st.markdown("They go nowhere until the address of the API is mended.")
    st.markdown(_KEPT)


def _where(api_url: str | None) -> str:
    if api_url is None:
        return _LOCAL
    parts = urlsplit(api_url)
    how = "encrypted" if parts.scheme == "https" else "not encrypted"
    return _REMOTE.format(host=escaped(parts.netloc), how=how)
