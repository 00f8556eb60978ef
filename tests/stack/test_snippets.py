"""The commands that the Review page shows run as they stand, against the real stack."""

import json
import subprocess
import sys

import pytest

from dashboard.api.client import Client
from dashboard.api.embedded import EmbeddedStack
from dashboard.review import snippets
from model.contract.schema import Prediction, Review

AWKWARD = """It's "great", isn't it? $HOME `date` \\n {braces} %s
Schön! 🎉 <b>'''bold'''</b> "Best" film."""


def test_both_give_the_verdict_of_the_page(
    stack: EmbeddedStack, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = client.predict([Review(id="review", text=AWKWARD)]).predictions[0]
    assert isinstance(shown, Prediction)
    monkeypatch.setenv("SENTIMENT_API_KEY", "anything: this stack asks for none")
    for with_key in (False, True):
        check(shown, stack.url(), with_key)


def check(shown: Prediction, url: str, with_key: bool) -> None:
    curl = run("bash", "-euc", snippets.curl(url, AWKWARD, with_key))
    assert json.loads(curl)["predictions"][0]["probability"] == shown.probability
    python = run(sys.executable, "-W", "error", "-c", snippets.python(url, AWKWARD, with_key))
    assert python.split() == [
        shown.sentiment, str(shown.probability), "uncertain:", str(shown.uncertain)
    ]  # fmt: skip


def run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout
