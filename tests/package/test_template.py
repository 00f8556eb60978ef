"""The template that osls generates passes every check, and no check passes a planted fault."""

import copy
from typing import Any

import pytest

from tests.package import template_access, template_checks
from tests.package.conftest import ROOT, STAGES, Packaged, Template
from tests.package.template_faults import FAULTS, GONE

pytestmark = pytest.mark.package

CHECKS = template_checks.CHECKS | template_access.CHECKS


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("check", CHECKS)
def test_the_template(packaged: Packaged, stage: str, check: str) -> None:
    CHECKS[check](packaged.templates[stage])


@pytest.mark.parametrize(("check", "place", "value"), FAULTS)
def test_a_planted_fault_is_found(
    packaged: Packaged, check: str, place: str, value: object
) -> None:
    broken = plant(packaged.templates["prod"], place.split("/"), value)
    with pytest.raises((AssertionError, KeyError, ValueError)):
        CHECKS[check](broken)


def test_every_check_has_a_planted_fault() -> None:
    assert {check for check, _, _ in FAULTS} == set(CHECKS)


def plant(template: Template, place: list[str], value: object) -> Template:
    broken = copy.deepcopy(template)
    *path, last = place
    inner: Any = broken
    for step in path:
        inner = inner[int(step) if step.isdigit() else step]
    key = int(last) if last.isdigit() else last
    if value is GONE:
        del inner[key]
    else:
        inner[key] = value
    return broken


def test_the_lock_file_names_no_registry() -> None:
    lock = (ROOT / "serverless" / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    assert '"integrity"' in lock
