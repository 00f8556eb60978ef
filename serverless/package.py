"""Builds the Lambda's zip, dist/api.zip: `python -m serverless.package`.

The same sources and versions give the same bytes: names are sorted and times are fixed.
"""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

_HERE = Path(__file__).parent
_ROOT = _HERE.parent
ARTIFACT = _HERE / "dist" / "api.zip"
PYTHON = "3.12"  # the runtime in serverless.yml
_PLATFORM = "x86_64-manylinux2014"
_NOT_IN_LAMBDA = {"gateway.py", "model_process.py", "package.py", "reference.py", "stack.py"}


def build(artifact: Path = ARTIFACT) -> str:
    """Write the zip and return its SHA-256."""
    with tempfile.TemporaryDirectory() as folder:
        stage = Path(folder)
        _install_requirements(stage)
        _copy_sources(stage)
        artifact.parent.mkdir(parents=True, exist_ok=True)
        _zip(stage, artifact)
    return hashlib.sha256(artifact.read_bytes()).hexdigest()


def _install_requirements(stage: Path) -> None:
    command = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--target", str(stage)]
    command += ["--python-version", PYTHON, "--python-platform", _PLATFORM]
    command += ["--only-binary", ":all:", "--no-compile-bytecode", "--link-mode", "copy"]
    command += ["--requirement", str(_HERE / "requirements.txt")]
    command += ["--constraint", str(_ROOT / "requirements.txt")]
    subprocess.run(command, check=True)  # noqa: S603 - our own words and paths
    shutil.rmtree(stage / "bin", ignore_errors=True)  # commands: nobody runs them in a Lambda
    (stage / ".lock").unlink(missing_ok=True)


def _copy_sources(stage: Path) -> None:
    sources = [path for path in _HERE.glob("*.py") if path.name not in _NOT_IN_LAMBDA]
    sources += [_ROOT / "model" / "__init__.py", *(_ROOT / "model" / "contract").glob("*.py")]
    for source in sources:
        target = stage / source.relative_to(_ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


def _zip(stage: Path, artifact: Path) -> None:
    with zipfile.ZipFile(artifact, "w") as archive:
        for path in sorted(path for path in stage.rglob("*") if path.is_file()):
            name = path.relative_to(stage).as_posix()
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, path.read_bytes(), compresslevel=9)


def main() -> None:
    digest = build()
    megabytes = ARTIFACT.stat().st_size / 1e6
    sys.stdout.write(f"{ARTIFACT} {megabytes:.1f} MB, SHA-256 {digest}\n")


if __name__ == "__main__":
    main()
