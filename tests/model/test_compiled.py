"""Where Numba keeps what it compiled, and where it cannot."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from model import compiled

MODULE = """
from model.compiled import njit

@njit("int64(int64)")
def twice(x):
    return 2 * x

print(twice(21), type(twice).__name__, twice.targetoptions["nogil"])
"""


def run(folder: Path) -> str:
    (folder / "doubling.py").write_text(MODULE)
    names = {"NUMBA_CACHE_DIR", "IPYTHONDIR"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    paths = {
        "PYTHONPATH": os.pathsep.join([str(folder), str(Path(compiled.__file__).parents[1])]),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "HOME": str(folder / "cache"),  # Numba's place on macOS
    }
    command = [sys.executable, "-B", "-W", "error", "-c", "import doubling"]
    return subprocess.check_output(command, text=True, env=environment | paths)


@pytest.mark.parametrize("blocked", [[], ["__pycache__"], ["__pycache__", "cache"]])
def test_each_place_of_the_cache(blocked: list[str], tmp_path: Path) -> None:
    for name in blocked:
        (tmp_path / name).touch()  # a file where a folder should be: root cannot write there either
    assert run(tmp_path) == "42 CPUDispatcher True\n"
    kept = {path.relative_to(tmp_path).parts[0] for path in tmp_path.rglob("*.nbc")}
    assert kept == set([["__pycache__"], ["cache"], []][len(blocked)])
