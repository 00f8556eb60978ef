"""The API's address: where it is read from, and what is said about a wrong one."""

import pytest

from dashboard.settings import InvalidSettings, Settings


def test_without_a_url_the_embedded_stack_is_wanted() -> None:
    assert Settings.read({}, {}).api_url is None
    assert Settings.read({"SENTIMENT_API_URL": "  "}).api_url is None


def test_the_environment_wins_over_the_secrets() -> None:
    environment = {"SENTIMENT_API_URL": "https://one.example/"}
    secrets = {"SENTIMENT_API_URL": "https://two.example/prod/"}
    assert Settings.read(environment, secrets).api_url == "https://one.example"
    assert Settings.read({}, secrets).api_url == "https://two.example/prod"


@pytest.mark.parametrize("value", ["api.example.com", "ftp://example.com", "https://", "http:// x"])
def test_what_is_no_web_address_is_refused_by_name(value: str) -> None:
    with pytest.raises(InvalidSettings, match=r"SENTIMENT_API_URL is .* not a web address"):
        Settings.read({"SENTIMENT_API_URL": value})


def test_the_key_is_read_and_never_shown() -> None:
    settings = Settings.read({"SENTIMENT_API_KEY": "k-123"})
    assert settings.api_key == "k-123"
    assert "k-123" not in repr(settings)
