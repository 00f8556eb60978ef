"""Streamlit puts dashboard/ first on the path: no file in it may hide a package."""

import subprocess
import sys
from pathlib import Path

import pytest

DASHBOARD = Path(__file__).parents[2] / "dashboard"
NAMES = sorted(
    {p.stem for p in DASHBOARD.glob("*.py")}
    | {p.parent.name for p in DASHBOARD.glob("*/__init__.py")}
)


@pytest.mark.parametrize("name", [name for name in NAMES if name != "__init__"])
def test_no_file_hides_a_package(name: str) -> None:
    look = f"import importlib.util, sys; sys.exit(importlib.util.find_spec({name!r}) is not None)"
    assert subprocess.run([sys.executable, "-I", "-c", look], check=False).returncode == 0
