"""The card of the model that answers, if this machine has it.

It is read as a file, since the dashboard imports nothing of the model, and shown only for the very
version that it describes.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from model.contract.schema import ModelInfo

ARTIFACTS = Path(__file__).parents[2] / "model" / "artifacts"
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_TITLE = re.compile(r"^# .*\n", re.MULTILINE)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(([\w.-]+)\)")


@dataclass(frozen=True)
class Picture:
    path: Path
    alt: str


def find(model: ModelInfo, artifacts: Path = ARTIFACTS) -> list[str | Picture] | None:
    """The card as Markdown and pictures, in order."""
    for card in artifacts.glob("*/README.md"):
        text = card.read_text("utf-8")
        if card.parent.name == model.name and f"`{model.version}`" in text:
            return _parts(text, card.parent)
    return None


def _parts(text: str, folder: Path) -> list[str | Picture]:
    text = _TITLE.sub("", _FRONT_MATTER.sub("", text), count=1)
    below_a_section = re.sub(r"^##", "###", text, flags=re.MULTILINE)
    parts: list[str | Picture] = []
    end = 0
    for found in _PICTURE.finditer(below_a_section):
        alt, name = found.groups()
        parts += [below_a_section[end : found.start()], Picture(folder / name, alt)]
        end = found.end()
    return [*parts, below_a_section[end:]]
