"""Optional sign-in by OpenID Connect: with `[auth]` in Streamlit's secrets, nobody gets in without.

Jobs then belong to whoever started them.
"""

import streamlit as st


def owner() -> str | None:
    """Who a job belongs to: the provider's name for the person, which no other provider has."""
    return f"{st.user['iss']} {st.user['sub']}" if is_signed_in() else None


def is_signed_in() -> bool:
    return bool(st.user.get("is_logged_in"))


def is_needed() -> bool:
    asked_for = st.secrets.load_if_toml_exists() and "auth" in st.secrets
    return asked_for and not is_signed_in()


def show() -> None:
    """The page of those who have not signed in yet."""
    st.title("Review sentiment", anchor=False)
    st.markdown(
        "What do reviews say, how sure is that, and why? Sign in to see your reviews and files; "
        "nobody else does."
    )
    st.button("Sign in", type="primary", on_click=st.login)


def show_sign_out() -> None:
    if is_signed_in():
        st.button("Sign out", help=str(st.user.get("email") or ""), on_click=st.logout)
