"""The reviews that were judged in this session, newest first."""

from dataclasses import dataclass

from dashboard import wording
from model.contract.schema import Prediction

MOST = 20
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True)
class Judged:
    text: str
    prediction: Prediction

    def label(self) -> str:
        text = " ".join(self.text.split())
        short = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
        return f"{wording.verdict(self.prediction)}: {short}"


def remember(history: list[Judged], judged: Judged) -> list[Judged]:
    """A review that is judged again moves to the front."""
    return [judged, *(earlier for earlier in history if earlier.text != judged.text)][:MOST]
