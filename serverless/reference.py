"""Writes the API's reference: docs/openapi.json, and docs/api.md, a page made of it.

    python -m serverless.reference

The tests fail when either differs from what this would write.
"""

import argparse
import json
import re
from pathlib import Path
from typing import Any

from model.contract.openapi import document

DOCS = Path(__file__).parents[1] / "docs"
_HEAD = """\
<!-- Written by `python -m serverless.reference` from openapi.json; do not edit. -->
# {title} API {version}

{description}

The same as a machine reads it: [openapi.json](openapi.json), and `GET /openapi.json` of a running \
API. `./scripts/api --port 8000` starts one on this machine.
"""


_SCALARS = re.compile(r"\[[^\[\]{}\"]*\]")  # a list of numbers


def files() -> dict[str, str]:
    """Name and content."""
    described = document()
    as_json = json.dumps(described, indent=1, ensure_ascii=False)
    return {"openapi.json": f"{as_json}\n", "api.md": page(described)}


def page(described: dict[str, Any]) -> str:
    parts = [_HEAD.format(**described["info"])]
    for path, methods in described["paths"].items():
        parts += [_operation(f"{method.upper()} {path}", each) for method, each in methods.items()]
    parts.append("## Schemas\n")
    parts += [_schema(name, each) for name, each in described["components"]["schemas"].items()]
    return "\n".join(parts)


def _operation(route: str, operation: dict[str, Any]) -> str:
    parts = [f"## `{route}`\n", f"{operation['summary']}.\n"]
    if "description" in operation:
        parts.append(f"{operation['description']}\n")
    request = operation.get("requestBody", {"content": {}})
    parts += _examples("Request", request["content"])
    parts += _examples("Answer", operation["responses"]["200"]["content"])
    answers = sorted(operation["responses"].items())
    rows = [f"| {status} | {each['description']} |" for status, each in answers]
    return "\n".join([*parts, "| status | |", "| --- | --- |", *rows, ""])


def _examples(title: str, content: dict[str, Any]) -> list[str]:
    return [
        f"{title}, `{media}`, {name}:\n\n```\n{_as_sent(value)}\n```\n"
        for media, described in content.items()
        for name, value in _named(described)
    ]


def _as_sent(value: object) -> str:
    if isinstance(value, str):
        return value
    return _SCALARS.sub(_in_a_line, json.dumps(value, ensure_ascii=False, indent=1))


def _in_a_line(found: re.Match[str]) -> str:
    return " ".join(found[0].split()).replace("[ ", "[").replace(" ]", "]")


def _named(described: dict[str, Any]) -> list[tuple[str, Any]]:
    if "example" in described:
        return [("for example", described["example"])]
    return [(name, each["value"]) for name, each in described.get("examples", {}).items()]


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = schema.get("required", [])
    head = [f"### {name}\n", "| field | type | | |", "| --- | --- | --- | --- |"]
    rows = [
        f"| `{field}` | {_type(each)} | {'required' if field in required else ''} "
        f"| {each.get('description', '')} |"
        for field, each in schema["properties"].items()
    ]
    return "\n".join([*head, *rows, ""])


def _type(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": str(name)}:
            return name.rpartition("/")[2]
        case {"enum": list(values)}:
            return ", ".join(f"`{value}`" for value in values)
        case {"const": value}:
            return f"`{value}`"
        case {"anyOf": list(options)}:
            return " or ".join(_type(each) for each in options)
        case {"type": "array", "items": dict(items)}:
            return f"list of {_type(items)}"
        case _:
            return str(schema["type"])


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()  # --help, and no options
    DOCS.mkdir(exist_ok=True)
    for name, content in files().items():
        (DOCS / name).write_text(content, "utf-8")


if __name__ == "__main__":
    main()
