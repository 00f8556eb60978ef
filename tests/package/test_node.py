"""`npm run package` by every Node that is supported: the same zip, and the same template.

Each takes a minute, so that even CI leaves them out: `./scripts/test tests/package -m nodes`.
"""

import json
import os
import re
from pathlib import Path

import pytest

from tests.package.conftest import Packaged, Template, copy_sources, read_template, run

pytestmark = [pytest.mark.package, pytest.mark.nodes]

STAMP = re.compile(r"/\d{13}-[-0-9T:.]+Z/")  # when it was packaged, in the name of the upload


def without_the_time(template: Template) -> str:
    text, n = STAMP.subn("/TIME/", json.dumps(template, sort_keys=True))
    assert n > 0
    return text


@pytest.mark.parametrize("version", ["20", "22", "24"])
def test_every_node_makes_the_same(packaged: Packaged, tmp_path: Path, version: str) -> None:
    npm_install = ("npm", "install", "--no-audit", "--no-fund", "--loglevel", "error")
    run(tmp_path, *npm_install, "--prefix", str(tmp_path), f"node@{version}")
    path = f"{tmp_path}/node_modules/node/bin:{os.environ['PATH']}"
    folder = copy_sources(tmp_path / "project")
    assert run(folder, "env", "node", "--version", PATH=path).startswith(f"v{version}.")
    run(folder, "npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error", PATH=path)
    run(folder, "npm", "run", "package", "--", "--stage", "prod", "--package", ".prod", PATH=path)
    made = Packaged(folder, {"prod": read_template(folder / ".prod")})
    assert made.artifact.read_bytes() == packaged.artifact.read_bytes()
    assert without_the_time(made.templates["prod"]) == without_the_time(packaged.templates["prod"])
