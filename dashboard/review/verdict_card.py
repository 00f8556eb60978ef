"""A verdict as HTML: how it reads, its number, and where between the two sides it lies."""

from dashboard import wording
from model.contract.limits import UNCERTAIN_BELOW
from model.contract.schema import Prediction

_DOUBT = f"left: {1 - UNCERTAIN_BELOW:.1%}; right: {1 - UNCERTAIN_BELOW:.1%}"


def as_html(prediction: Prediction) -> str:
    tone = "uncertain" if prediction.uncertain else prediction.sentiment
    share = wording.percent(prediction.probability)
    return (
        f'<div class="verdict {tone}"><h2>{wording.verdict(prediction)}</h2>'
        f"<p><strong>{share}</strong> likely positive</p></div>"
        f"{_scale(prediction.probability, tone, share)}"
    )


def _scale(probability: float, tone: str, share: str) -> str:
    left, width = min(probability, 0.5), abs(probability - 0.5)
    return (
        f'<div class="scale {tone}" role="img" aria-label="{share} likely positive">'
        f'<div class="scale-track"><div class="scale-doubt" style="{_DOUBT}"></div>'
        f'<div class="scale-fill" style="left: {left:.1%}; width: {width:.1%}"></div>'
        f'<div class="scale-dot" style="left: {probability:.1%}"></div></div>'
        '<div class="scale-ends" aria-hidden="true">'
        "<span>Negative</span><span>Hard to tell</span><span>Positive</span></div></div>"
    )
