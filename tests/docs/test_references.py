"""What the documents point to is there: files, pictures, headings, scripts and modules."""

import re
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

from model.artifact import DEFAULT_ARTIFACT
from model.card.write import TEMPLATE

ROOT = Path(__file__).parents[2]
_LISTED = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
TRACKED = [f"/{path}" for path in _LISTED.stdout.splitlines()]
DOCUMENTS = [path[1:] for path in TRACKED if path.endswith(".md")]
LINK = re.compile(r'\]\(([^)\s]+)\)|\b(?:src|srcset|href)="([^"]+)"')
SCRIPT = re.compile(r"(?<![\w/])(?:\./)?((?:scripts|model/container)/[\w./-]*\w)")
CODE = re.compile(r"`([\w/]+\.(?:py|js|css))`")
MODULE = re.compile(r"\bpython3? -m ([\w.]*\w)")


def missing(text: str, folder: Path) -> list[str]:
    """What a document in this folder points to and is not there."""
    links = [first or second for first, second in LINK.findall(text)]
    found = [link for link in links if not _leads_somewhere(link, text, folder)]
    found += [script for script in SCRIPT.findall(text) if not (ROOT / script).exists()]
    found += [name for name in CODE.findall(text) if not _is_tracked(name)]
    return found + [module for module in MODULE.findall(text) if not _can_be_run(module)]


def _is_tracked(name: str) -> bool:
    return any(path.endswith(f"/{name}") for path in TRACKED)


def _leads_somewhere(link: str, text: str, folder: Path) -> bool:
    if link.startswith(("https://", "http://")):
        return True
    file, _, anchor = link.partition("#")
    target = folder / file
    if not anchor or (not target.is_file() and file):
        return target.exists()
    return anchor in _anchors(target.read_text("utf-8") if file else text)


def _anchors(text: str) -> set[str]:
    """As GitHub makes them of headings."""
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _can_be_run(module: str) -> bool:
    try:
        spec = find_spec(module)
    except ModuleNotFoundError:
        return False
    is_package = spec is not None and spec.submodule_search_locations is not None
    return spec is not None and (not is_package or find_spec(f"{module}.__main__") is not None)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_a_document_points_to_is_there(name: str) -> None:
    path = ROOT / name
    # The template becomes the card, and its pictures lie beside that.
    folder = DEFAULT_ARTIFACT if path == TEMPLATE else path.parent
    assert missing(path.read_text("utf-8"), folder) == []


@pytest.mark.parametrize(
    "text",
    [
        "[a link](docs/none.md)",
        "![a picture](none.png)",
        '<img src="dashboard/screenshots/none.png" alt="">',
        '<source srcset="dashboard/screenshots/none.png">',
        '<a href="none.md">none</a>',
        "[a heading](#none)\n\n# Another",
        "[a heading of another file](README.md#none)",
        "`.venv/bin/python scripts/none.py --data FILE`",
        "./scripts/none --stage dev",
        "model/container/none",
        "python -m dashboard.none",
        "`fold.py` fills up with zeros",
        "python -m none",
        "python -m dashboard.charts, which has nothing to run",
    ],
)
def test_what_is_not_there_is_found(text: str) -> None:
    assert len(missing(text, ROOT)) == 1


def test_what_is_there_is_not_reported() -> None:
    text = "# So, what's up?\n[1](#so-whats-up) [2](README.md#start) ./scripts/run python -m pip."
    assert missing(text, ROOT) == []
