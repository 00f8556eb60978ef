"""The question a person just asked, as commands that ask it again and run as they stand.

A key is never shown: they take it from the environment, where the dashboard has it from.
"""

import json
import shlex

_PYTHON = """{imports}

answer = requests.post(
    {url!r},
{headers}    json={{"reviews": [{{"id": "review", "text": {text!r}}}]}},
    timeout=30,
)
answer.raise_for_status()
first = answer.json()["predictions"][0]
print(first["sentiment"], first["probability"], "uncertain:", first["uncertain"])
"""


def curl(api_url: str, text: str, with_key: bool = False) -> str:
    body = json.dumps({"reviews": [{"id": "review", "text": text}]}, ensure_ascii=False)
    key = '  -H "x-api-key: $SENTIMENT_API_KEY" \\\n' if with_key else ""
    return (
        f"curl {shlex.quote(_address(api_url))} \\\n"
        "  -H 'content-type: application/json' \\\n"
        f"{key}  -d {shlex.quote(body)}"
    )


def python(api_url: str, text: str, with_key: bool = False) -> str:
    key = '    headers={"x-api-key": os.environ["SENTIMENT_API_KEY"]},\n' if with_key else ""
    imports = "import os\n\nimport requests" if with_key else "import requests"
    return _PYTHON.format(url=_address(api_url), text=text, headers=key, imports=imports)


def _address(api_url: str) -> str:
    return f"{api_url}/v1/predictions"
