"""The package as `npm run package` makes it, once for all the tests here."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

ROOT = Path(__file__).parents[2]
STAGES = ("dev", "prod")
Template = dict[str, Any]


@dataclass(frozen=True)
class Packaged:
    """A copy of the parts that are packaged, so that the checkout stays as it is."""

    folder: Path  # of serverless/
    templates: dict[str, Template]  # by stage

    @property
    def artifact(self) -> Path:
        return self.folder / "dist" / "api-x86_64.zip"


@pytest.fixture(scope="session")
def packaged(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Packaged:
    """Made once, however many workers the tests run on: each takes a minute for it."""
    shared = tmp_path_factory.getbasetemp()
    if worker_id != "master":
        shared = shared.parent
    folder, done = shared / "project" / "serverless", shared / "packaged"
    with FileLock(shared / "packaged.lock"):
        if not done.exists():
            package(copy_sources(shared / "project"))
            done.touch()
    return Packaged(folder, {stage: read_template(folder / f".{stage}") for stage in STAGES})


def package(folder: Path) -> None:
    run(folder, "npm", "ci", "--no-audit", "--no-fund", "--loglevel", "error")
    run(folder, "npm", "run", "package", "--", "--stage", "dev", "--package", ".dev")
    run(folder, "npx", "osls", "package", "--stage", "prod", "--package", ".prod")


def copy_sources(root: Path) -> Path:
    leave = shutil.ignore_patterns("__pycache__", "node_modules", ".serverless", "dist")
    shutil.copytree(ROOT / "serverless", root / "serverless", ignore=leave)
    shutil.copytree(ROOT / "model" / "contract", root / "model" / "contract", ignore=leave)
    for name in ("requirements.txt", "model/__init__.py"):
        shutil.copy(ROOT / name, root / name)
    (root / ".venv").symlink_to(sys.prefix)
    return root / "serverless"


def read_template(folder: Path) -> Template:
    template: Template = json.loads(
        (folder / "cloudformation-template-update-stack.json").read_text("utf-8")
    )
    return template


def run(folder: Path, *command: str, **environment: str) -> str:
    program = shutil.which(command[0])
    assert program, f"{command[0]} is not on the PATH"
    done = subprocess.run(
        [program, *command[1:]],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        env=(os.environ | environment),
    )
    assert done.returncode == 0, done.stdout
    return done.stdout
