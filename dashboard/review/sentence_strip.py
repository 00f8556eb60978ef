"""The sentences of a review in reading order, as HTML in which all text is escaped.

Each is as wide as it is long; it stands above the line if it speaks for positive, else below.
"""

from html import escape

from dashboard.review.highlight import one_stop, says, sign
from model.contract.schema import Explanation, SentenceShare

_SHOWN_CHARACTERS = 180
STRONG = 2.0  # a share that is drawn in full, even if it is the largest of a faint review


def as_html(explanation: Explanation) -> str:
    strongest = max([STRONG, *(abs(sentence.share) for sentence in explanation.sentences)])
    bars = [_bar(explanation, s, abs(s.share) / strongest) for s in explanation.sentences]
    return f'<div class="strip" role="list">{one_stop("".join(bars))}</div>'


def extremes(explanation: Explanation) -> str:
    """The sentences that say most, one for each side where there are both, as quotes."""
    by_share = sorted(explanation.sentences, key=lambda sentence: sentence.share)
    ends = [by_share[-1], by_share[0]]
    if not ends[1].share < 0 < ends[0].share:  # all on one side: the two that say most
        ends = sorted(by_share, key=lambda sentence: -abs(sentence.share))[:2]
    chosen = {sentence.start for sentence in ends}
    return "".join(_quote(explanation, s) for s in explanation.sentences if s.start in chosen)


def _bar(explanation: Explanation, sentence: SentenceShare, strength: float) -> str:
    text = escape(_short(explanation, sentence))
    number = says(sentence.share)
    return (
        f'<div role="listitem" tabindex="-1" data-says="{number}: {text}" '
        f'class="{sign(sentence.share)}" '
        f'style="--strength: {strength:.2f}; --length: {sentence.end - sentence.start}">'
        f'<span></span><span class="only-read">{number}: {text}</span></div>'
    )


def _quote(explanation: Explanation, sentence: SentenceShare) -> str:
    return (
        f'<div class="quote {sign(sentence.share)}">“{escape(_short(explanation, sentence))}”'
        f"<small>{says(sentence.share)}</small></div>"
    )


def _short(explanation: Explanation, sentence: SentenceShare) -> str:
    text = " ".join(explanation.text[sentence.start : sentence.end].split())
    return text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
