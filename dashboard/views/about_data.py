"""On the About page: where reviews go, how long they are kept, and how to delete them."""

import streamlit as st

from dashboard import connection, sign_in
from dashboard.jobs.journal_error import JournalError
from dashboard.jobs.store import OwnJobs
from dashboard.settings import InvalidSettings
from dashboard.views import decisions, kept
from dashboard.wording import count, destination, escaped

_LOCAL = (
    "**They stay on the machine that runs this dashboard.** The model runs there too, and nothing "
    "is sent anywhere else."
)
_REMOTE = (
    "**They are sent to {destination}, and judged there.** As this project deploys it, that API "
    "stores no review; its log holds the length and a fingerprint of each for 30 days."
)
_KEPT = """
- A single review is kept until you close the page.
- A file that you score is kept on the machine that runs this dashboard, with its verdicts, until
  you delete it.
- A review is in the page's address only if you put it there, on the Review page under “Link”.
- No verdict and no correction teaches the model anything by itself.
"""

_OWN = "- Your files and verdicts are shown to nobody else.\n"
_SHARED = "- Everyone who can open this dashboard sees its files: sign-in is not set up.\n"


def show() -> None:
    try:
        api_url = connection.settings().api_url
    except InvalidSettings:  # the page's header has said so
        st.markdown("They go nowhere until the address of the API is mended.")
        return
    st.markdown(_where(api_url))
    st.markdown(_KEPT + (_OWN if sign_in.is_signed_in() else _SHARED))
    try:
        show_delete(connection.jobs())
    except JournalError as error:
        st.error(escaped(str(error)))


def show_delete(jobs: OwnJobs) -> None:
    n, whose = len(jobs.entries()), "" if sign_in.is_signed_in() else ", everyone's,"
    with st.popover("Delete my data"):
        st.markdown(
            f"This deletes the reviews of this session and {count(n, 'file')}{whose} with all "
            "verdicts and corrections. It cannot be undone."
        )
        st.button("Delete all of it", type="primary", on_click=delete, args=(jobs,))
    if st.session_state.pop("deleted", False):
        st.success("Deleted.")


def delete(jobs: OwnJobs) -> None:
    try:
        for entry in jobs.entries():
            jobs.delete(entry.id)
        decisions.forget_all()
    except JournalError as error:
        st.error(escaped(str(error)))
        return
    kept.forget()
    st.session_state.clear()
    st.session_state["deleted"] = True


def _where(api_url: str | None) -> str:
    if api_url is None:
        return _LOCAL
    return _REMOTE.format(destination=destination(api_url))
