"""What can be configured from outside, read once into a typed object."""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import HttpUrl, TypeAdapter, ValidationError

API_URL = "SENTIMENT_API_URL"


class InvalidSettings(Exception):
    """A setting has a value that cannot be used; the message says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """`api_url` is None when the dashboard has to start the embedded stack."""

    api_url: str | None

    @classmethod
    def read(cls, *sources: Mapping[str, object]) -> "Settings":
        """The first source that has a value wins: the environment, then Streamlit's secrets."""
        values = (str(source.get(API_URL) or "").strip() for source in sources)
        value = next((value for value in values if value), None)
        return cls(api_url=None if value is None else _checked(value))


def _checked(value: str) -> str:
    try:
        url = TypeAdapter(HttpUrl).validate_python(value)
    except ValidationError:
        raise InvalidSettings(
            f"{API_URL} is “{value}”, which is not a web address. Write it like "
            "https://abc123.execute-api.eu-west-1.amazonaws.com, or remove it for the local model."
        ) from None
    return str(url).rstrip("/")
