"""Finding one's way about a generated template."""

from collections.abc import Iterator
from typing import Any

Resource = dict[str, Any]
Template = dict[str, Any]


def of_type(template: Template, kind: str) -> Iterator[Resource]:
    return (each["Properties"] for each in template["Resources"].values() if each["Type"] == kind)


def properties(template: Template, name: str) -> Resource:
    found: Resource = template["Resources"][name]["Properties"]
    return found


def stage_of(template: Template) -> str:
    name: str = properties(template, "ApiLambdaFunction")["FunctionName"]
    return name.split("-")[-2]


def endpoint(template: Template) -> str:
    return f"review-sentiment-{stage_of(template)}"
