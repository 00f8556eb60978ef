"""A verdict as HTML: how it reads, its number, and where between the two sides it lies."""

from html import escape

from dashboard import wording
from model.contract.limits import UNCERTAIN_BELOW
from model.contract.schema import NOT_READ, Prediction

_DOUBT = f"left: {1 - UNCERTAIN_BELOW:.1%}; right: {1 - UNCERTAIN_BELOW:.1%}"


def announced(prediction: Prediction, text: str) -> str:
    """Read out as it comes in, for it was asked for; reload.js asks of which text it is."""
    says = wording.verdict(prediction)
    if _has_number(prediction):
        says += f", {wording.percent(prediction.confidence)} likely {prediction.sentiment}"
    return f'<p class="only-read" role="alert" data-verdict-of="{escape(text)}">{says}.</p>'


def as_html(prediction: Prediction) -> str:
    tone = "uncertain" if prediction.uncertain else prediction.sentiment
    verdict = f"<h2>{wording.verdict(prediction)}</h2>"
    if not _has_number(prediction):
        return f'<div class="verdict {tone}">{verdict}</div>'
    share, likely = wording.percent(prediction.confidence), f"likely {prediction.sentiment}"
    return (
        f'<div class="verdict {tone}">{verdict}<p><strong>{share}</strong> {likely}</p></div>'
        f"{_scale(prediction.probability, tone, f'{share} {likely}')}"
    )


def _has_number(prediction: Prediction) -> bool:
    """Of what cannot be read, it means nothing."""
    return NOT_READ.isdisjoint(prediction.flags)


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
