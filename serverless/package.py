"""Builds the Lambda's zip for each architecture, dist/api-*.zip: `python -m serverless.package`.

The same sources and versions give the same bytes: names are sorted, times are fixed, and the files
are compiled in one order. Beside them lies their bill of materials (SBOM, CycloneDX).
"""

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
DIST = _HERE / "dist"
PYTHON = "3.12"  # the runtime in serverless.yml
ARCHITECTURES = {"x86_64": "x86_64-manylinux2014", "arm64": "aarch64-manylinux2014"}
SBOM_TOOL = "cyclonedx-bom==7.5.0"
_NOT_IN_LAMBDA = {
    "admission.py", "deployment.py", "gateway.py", "gateway_event.py", "model_process.py",
    "package.py", "reference.py", "stack.py",
}  # fmt: skip
_NOT_NEEDED = ("bin", "**/tests", "**/*.pyi", "**/py.typed", "**/swagger_ui", "**/RECORD", ".lock")
_UV = (sys.executable, "-m", "uv")


def build(artifact: Path, architecture: str) -> str:
    """Write the zip and return its SHA-256."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        _install_requirements(stage, ARCHITECTURES[architecture])
        _copy_sources(stage)
        _remove_what_is_not_needed(stage)
        _compile(stage)
        artifact.parent.mkdir(parents=True, exist_ok=True)
        _zip(stage, artifact)
    return hashlib.sha256(artifact.read_bytes()).hexdigest()


def _install_requirements(stage: Path, platform: str) -> None:
    _run(
        *_UV, "pip", "install", "--quiet", "--target", str(stage),
        "--python-version", PYTHON, "--python-platform", platform,
        "--only-binary", ":all:", "--no-compile-bytecode", "--link-mode", "copy",
        "--requirement", str(_HERE / "requirements.txt"),
        "--constraint", str(_ROOT / "requirements.txt"),
    )  # fmt: skip


def _copy_sources(stage: Path) -> None:
    sources = [path for path in _HERE.glob("*.py") if path.name not in _NOT_IN_LAMBDA]
    sources += [_ROOT / "model" / "__init__.py", *(_ROOT / "model" / "contract").glob("*.py")]
    for source in sources:
        target = stage / source.relative_to(_ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _remove_what_is_not_needed(stage: Path) -> None:
    for path in [path for pattern in _NOT_NEEDED for path in stage.glob(pattern)]:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _compile(stage: Path) -> None:
    """By the runtime's own Python, in the sources' place: the zip is a fifth smaller without them.

    Lambda's disk cannot be written, so what is not compiled here is compiled at every cold start.
    """
    _run(
        *_UV, "run", "--quiet", "--no-project", "--isolated", "--python", PYTHON, "--",
        "python", "-m", "compileall", "-q", "-b", "--invalidation-mode", "unchecked-hash",
        "-s", str(stage), "-p", "/var/task", str(stage),
        PYTHONHASHSEED="0",
        PYENV_VERSION=PYTHON,  # where pyenv has that Python, it hides it until it is named
    )  # fmt: skip
    for source in stage.rglob("*.py"):
        source.unlink()


def write_bill(artifact: Path, bill: Path) -> None:
    """What is inside a zip, which is the same for every architecture."""
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(artifact).extractall(folder)
        listed = _run(*_UV, "pip", "freeze", "--quiet", "--path", folder)
    _run(
        *_UV, "tool", "run", "--quiet", "--from", SBOM_TOOL, "cyclonedx-py", "requirements", "-",
        "--output-reproducible", "--no-validate", "--output-file", str(bill),
        text=listed,
    )  # fmt: skip


def _zip(stage: Path, artifact: Path) -> None:
    with zipfile.ZipFile(artifact, "w") as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            name = path.relative_to(stage).as_posix()
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)


def _run(*command: str, text: str = "", **environment: str) -> str:
    done = subprocess.run(  # noqa: S603 - our own words and paths
        command, check=True, input=text, stdout=subprocess.PIPE, text=True,
        env=os.environ | environment,
    )  # fmt: skip
    return done.stdout


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()  # --help, and no options
    try:
        for architecture in ARCHITECTURES:
            artifact = DIST / f"api-{architecture}.zip"
            digest = build(artifact, architecture)
            megabytes = artifact.stat().st_size / 1e6
            sys.stdout.write(f"{artifact} {megabytes:.1f} MB, SHA-256 {digest}\n")
        write_bill(artifact, DIST / "api.cdx.json")
    except subprocess.CalledProcessError:
        sys.exit("The package was not built; the message above says why.")


if __name__ == "__main__":
    main()
