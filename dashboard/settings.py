"""What can be configured from outside, read once into a typed object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from platformdirs import user_data_path
from pydantic import HttpUrl, TypeAdapter, ValidationError

API_URL = "SENTIMENT_API_URL"
API_KEY = "SENTIMENT_API_KEY"
DATA_DIR = "SENTIMENT_DATA_DIR"


class InvalidSettings(Exception):
    """A setting has a value that cannot be used; the message says which and what to write."""


@dataclass(frozen=True)
class Settings:
    """`api_url` is None when the dashboard has to start the embedded stack.

    `api_key` is what that API asks for, if it asks for one.
    `data_dir` is where jobs are kept, with the files that were uploaded for them.
    """

    api_url: str | None
    api_key: str = field(default="", repr=False)
    data_dir: Path = field(default_factory=lambda: user_data_path("review-sentiment"))

    @classmethod
    def read(cls, *sources: Mapping[str, object]) -> "Settings":
        """The first source that has a value wins: the environment, then Streamlit's secrets."""
        api_url = _first(API_URL, sources)
        data_dir = _first(DATA_DIR, sources)
        settings = cls(_checked(api_url) if api_url else None, _first(API_KEY, sources))
        return replace(settings, data_dir=Path(data_dir).expanduser()) if data_dir else settings


def _first(name: str, sources: Iterable[Mapping[str, object]]) -> str:
    values = (str(source.get(name) or "").strip() for source in sources)
    return next((value for value in values if value), "")


def _checked(value: str) -> str:
    try:
        url = TypeAdapter(HttpUrl).validate_python(value)
    except ValidationError:
        raise InvalidSettings(
            f"{API_URL} is “{value}”, which is not a web address. Write it like "
            "https://abc123.execute-api.eu-west-1.amazonaws.com, or remove it for the local model."
        ) from None
    return str(url).rstrip("/")
