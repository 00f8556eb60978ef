"""The model card reaches the About page only for the model that it describes."""

from pathlib import Path

from dashboard.api import model_card
from dashboard.api.model_card import Picture
from model.contract.schema import ModelInfo

CARD = """---
license: mit
---

# Model card: tiny

Version `abc`.

## Calibration

![Off by 1.9 points: 51%.](calibration.svg)

### Details
"""


def test_the_card_of_this_very_version_in_parts(tmp_path: Path) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "README.md").write_text(CARD)
    before, picture, after = model_card.find(ModelInfo(name="tiny", version="abc"), tmp_path) or []
    assert before == "\n\nVersion `abc`.\n\n### Calibration\n\n"
    assert picture == Picture(tmp_path / "tiny" / "calibration.svg", "Off by 1.9 points: 51%.")
    assert after == "\n\n#### Details\n"
    assert model_card.find(ModelInfo(name="tiny", version="abcd"), tmp_path) is None
    assert model_card.find(ModelInfo(name="../tiny", version="abc"), tmp_path) is None


def test_the_shipped_card_has_its_pictures() -> None:
    card = next(model_card.ARTIFACTS.glob("*/README.md"))
    version = card.read_text("utf-8").split("Version `")[1].split("`")[0]
    parts = model_card.find(ModelInfo(name=card.parent.name, version=version))
    assert parts
    pictures = [part for part in parts if isinstance(part, Picture)]
    assert len(pictures) >= 3
    assert all(picture.path.exists() for picture in pictures)
