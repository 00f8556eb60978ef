"""A review with each word's share in the verdict, as HTML in which all text is escaped.

A share is shown by a tint, a sign and the kind of line; its number appears on hover and on focus,
and is read out behind the word.
"""

from html import escape

from model.contract.schema import Explanation, Sentiment

# A word this small beside the strongest one says nothing worth colouring.
MIN_STRENGTH = 0.25
STRONG = 1.0  # a share that is coloured in full, even if it is the largest of a faint review


def as_html(explanation: Explanation) -> str:
    strongest = max([STRONG, *map(abs, explanation.words.share)])
    parts: list[str] = []
    end = 0
    for word in explanation.words:
        between, text = explanation.text[end : word.start], explanation.text[word.start : word.end]
        parts += [escape(between), _marked(text, word.share, abs(word.share) / strongest)]
        end = word.end
    parts.append(escape(explanation.text[end:]))
    return f'<div class="words">{one_stop("".join(parts))}</div>'


def one_stop(html: str) -> str:
    """With the first of its marks in the tab order; arrows.js leads on to the others."""
    return html.replace('tabindex="-1"', 'tabindex="0"', 1)


def legend() -> str:
    return (
        f'<div class="legend">{_sample("positive")}{_sample("negative")}'
        "<span>The stronger the colour, the more. Point at a word for its number; by keyboard, the "
        "arrows lead from word to word.</span></div>"
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
