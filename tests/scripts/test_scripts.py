"""The scripts: what they print, and the one clear sentence with which each fails."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

ROOT = Path(__file__).parents[2]


def run(
    *command: str, root: Path = ROOT, path: Path | None = None
) -> subprocess.CompletedProcess[str]:
    search = f"{path}{os.pathsep}{os.environ['PATH']}" if path else os.environ["PATH"]
    return subprocess.run(
        [str(root / "scripts" / command[0]), *command[1:]],
        env=os.environ | {"PATH": search},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def last_line(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stderr
    return done.stderr.strip().splitlines()[-1]


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A fresh clone, as far as set-up is concerned: no .venv."""
    root = tmp_path / "clone"
    for name in ("scripts", "requirements.txt"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy2
        (root).mkdir(exist_ok=True)
        copy(source, root / name)
    return root


def pretend(folder: Path, name: str, script: str) -> Path:
    """Put a command in front of the path."""
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{script}\n")
    (folder / name).chmod(0o755)
    return folder


@pytest.mark.parametrize("name", ["run", "api"])
def test_a_busy_port_is_one_sentence(name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        sentence = last_line(run(name, "--port", str(port)))
    assert sentence == (
        f"✗ Port {port} is in use by another program. Choose another one with --port."
    )


@pytest.mark.parametrize("port", ["", "abc", "0", "65536", "-1"])
def test_a_port_that_is_none(port: str) -> None:
    assert "A port is a number from 1 to 65535" in last_line(run("run", "--port", port))


@pytest.mark.parametrize("name", ["run", "api"])
def test_an_unknown_option_is_answered_with_the_usage(name: str) -> None:
    assert f"Unknown option --prot. Usage: ./scripts/{name}" in last_line(run(name, "--prot"))


@pytest.mark.parametrize("name", ["run", "api"])
def test_help(name: str) -> None:
    done = run(name, "--help")
    assert done.returncode == 0
    assert f"./scripts/{name}" in done.stdout


def test_wrong_python(clone: Path, tmp_path: Path) -> None:
    path = tmp_path / "path"
    for name in ("python3", "python", "python3.11", "python3.12", "python3.13"):
        pretend(path, name, "exit 1")  # each one says that it does not suit
    assert "Python 3.11, 3.12 or 3.13 is needed" in last_line(run("run", root=clone, path=path))
    assert not (clone / ".venv").exists()


def test_no_disk(clone: Path, tmp_path: Path) -> None:
    for part in ("dashboard", "serverless", "model"):
        (clone / part).mkdir()
        for file in (ROOT / part).glob("requirements*.txt"):
            shutil.copy2(file, clone / part)
    path = pretend(tmp_path / "path", "df", "echo header; echo disk 1 1 12 1 /")
    assert "disk are needed here and 12 MB are free" in last_line(run("run", root=clone, path=path))


def compile_model(root: Path) -> str:
    """What the set-up says of it."""
    done = subprocess.run(
        ["bash", "-c", "source scripts/environment.sh && compile_model"],
        cwd=root, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return done.stderr


def test_what_is_compiled_is_not_announced_again() -> None:
    subprocess.run([sys.executable, "-c", "import model.predict"], cwd=ROOT, check=True)
    assert compile_model(ROOT) == ""


@pytest.mark.parametrize("changed", [True, False])
def test_what_changed_is_compiled_anew(clone: Path, changed: bool) -> None:
    (clone / ".venv").mkdir()
    pretend(clone / ".venv" / "bin", "python", "exit 0")
    source, compiled = (
        clone / "model/network/inference_kernels.py",
        clone / "model/network/__pycache__/inference_kernels.f-1.py311.nbi",
    )
    compiled.parent.mkdir(parents=True)
    for path, time in ((source, 200 if changed else 100), (compiled, 150)):
        path.touch()
        os.utime(path, (time, time))
    assert ("Compiling" in compile_model(clone)) == changed


def test_api_prints_its_url_and_stops_when_asked() -> None:
    command = [str(ROOT / "scripts/api")]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        assert requests.get(f"{url}/v1/health", timeout=10).json()["status"] == "ok"
        process.terminate()
        assert process.wait(15) == 0
    with pytest.raises(requests.ConnectionError):
        requests.get(f"{url}/v1/health", timeout=5)
