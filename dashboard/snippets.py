"""The question a person just asked, as commands that ask it again and run as they stand."""

import json
import shlex

_PYTHON = """import requests

answer = requests.post(
    {url!r},
    json={{"reviews": [{{"id": "review", "text": {text!r}}}]}},
    timeout=30,
)
answer.raise_for_status()
first = answer.json()["predictions"][0]
print(first["sentiment"], first["probability"], "uncertain:", first["uncertain"])
"""


def curl(api_url: str, text: str) -> str:
    body = json.dumps({"reviews": [{"id": "review", "text": text}]}, ensure_ascii=False)
    return (
        f"curl {shlex.quote(_address(api_url))} \\\n"
        "  -H 'content-type: application/json' \\\n"
        f"  -d {shlex.quote(body)}"
    )


def python(api_url: str, text: str) -> str:
    return _PYTHON.format(url=_address(api_url), text=text)


def _address(api_url: str) -> str:
    return f"{api_url}/v1/predictions"
