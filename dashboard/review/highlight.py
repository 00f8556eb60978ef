"""A review with each word's share in the verdict, as HTML in which all text is escaped.

A share is shown by a tint, a sign and the kind of line; its number appears on hover and on focus,
and is read out behind the word. Words of grammar and points stay plain: the network may find “the”
before “walls” a bad sign, which tells a reader nothing.
"""

from html import escape

from dashboard.insight.function_words import GRAMMAR
from model.contract.schema import Explanation, Sentiment

# A word this small beside the strongest one says nothing worth colouring.
MIN_STRENGTH = 0.2
_POINTS = frozenset('.,;:()"-')  # of punctuation only ! and ? tell a reader anything
STRONG = 1.0  # a share that is coloured in full, even if it is the largest of a faint review


def as_html(explanation: Explanation) -> str:
    text = explanation.text
    telling = [word for word in explanation.words if _tells(text[word.start : word.end])]
    strongest = max([STRONG, *(abs(word.share) for word in telling)])
    parts: list[str] = []
    end = 0
    for word in telling:
        between, told = text[end : word.start], text[word.start : word.end]
        parts += [escape(between), _marked(told, word.share, abs(word.share) / strongest)]
        end = word.end
    parts.append(escape(text[end:]))
    return f'<div class="words">{one_stop("".join(parts))}</div>'


def _tells(word: str) -> bool:
    return word.lower().replace("’", "'") not in GRAMMAR and not set(word) <= _POINTS


def one_stop(html: str) -> str:
    """With the first of its marks in the tab order; arrows.js leads on to the others."""
    return html.replace('tabindex="-1"', 'tabindex="0"', 1)


def legend() -> str:
    return (
        f'<div class="legend">{_sample("positive")}{_sample("negative")}'
        "<span>The stronger the colour, the more; words such as “the” count, but stay plain. Point "
        "at a word for its number; by keyboard, the arrows lead from word to word.</span></div>"
    )


def says(share: float) -> str:
    """“+0.41, positive”, or that it says nothing."""
    if not round(share, 2):
        return "0, neither"
    return f"{share:+.2f}, {sign(share)}".replace("-", "\u2212")


def sign(share: float) -> Sentiment:
    return "positive" if share > 0 else "negative"


def _sample(sentiment: Sentiment) -> str:
    return f'<mark class="word {sentiment}" style="--strength: 0.5">speaks for {sentiment}</mark>'


def _marked(text: str, share: float, strength: float) -> str:
    if strength < MIN_STRENGTH:
        return escape(text)
    number = says(share)
    return (
        f'<mark class="word {sign(share)}" style="--strength: {strength:.2f}" tabindex="-1" '
        f'data-says="{number}">{escape(text)}<span class="only-read"> ({number})</span></mark>'
    )
