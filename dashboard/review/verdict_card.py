"""A verdict as HTML: how it reads, its number, and where between the two sides it lies."""

from dashboard import wording
from model.contract.limits import UNCERTAIN_BELOW
from model.contract.schema import NOT_READ, Prediction

_DOUBT = f"left: {1 - UNCERTAIN_BELOW:.1%}; right: {1 - UNCERTAIN_BELOW:.1%}"


def as_html(prediction: Prediction) -> str:
    tone = "uncertain" if prediction.uncertain else prediction.sentiment
    share, verdict = wording.percent(prediction.confidence), wording.verdict(prediction)
    if not NOT_READ.isdisjoint(prediction.flags):  # its number means nothing
        return (
            f'<p class="only-read" role="alert">{verdict}.</p>'
            f'<div class="verdict {tone}"><h2>{verdict}</h2></div>'
        )
    likely = f"likely {prediction.sentiment}"
    return (
        # Read out as it comes in; the rest is found by who looks for it.
        f'<p class="only-read" role="alert">{verdict}, {share} {likely}.</p>'
        f'<div class="verdict {tone}"><h2>{verdict}</h2>'
        f"<p><strong>{share}</strong> {likely}</p></div>"
        f"{_scale(prediction.probability, tone, f'{share} {likely}')}"
    )


def _scale(probability: float, tone: str, says: str) -> str:
    left, width = min(probability, 0.5), abs(probability - 0.5)
    return (
        f'<div class="scale {tone}" role="img" aria-label="{says}">'
        f'<div class="scale-track">'
        f'<div class="scale-fill" style="left: {left:.1%}; width: {width:.1%}"></div>'
        f'<div class="scale-doubt" style="{_DOUBT}"></div>'
        f'<div class="scale-dot" style="left: {probability:.1%}"></div></div>'
        '<div class="scale-ends" aria-hidden="true">'
        "<span>Negative</span><span>Hard to tell</span><span>Positive</span></div></div>"
    )
