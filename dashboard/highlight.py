"""A review with each word's share in the verdict, as HTML in which all text is escaped."""

from html import escape

from model.contract.schema import Explanation, Sentiment

# A word this small beside the strongest one says nothing worth colouring.
MIN_STRENGTH = 0.25

# A tint lets the theme's text colour through; the line says the sign to whom colours do not.
_STYLE: dict[Sentiment, tuple[str, str]] = {
    "positive": ("59, 130, 246", "solid"),
    "negative": ("234, 120, 30", "dashed"),
}


def as_html(explanation: Explanation) -> str:
    strongest = max((abs(word.share) for word in explanation.words), default=0) or 1
    parts: list[str] = []
    end = 0
    for word in explanation.words:
        between, text = explanation.text[end : word.start], explanation.text[word.start : word.end]
        parts += [escape(between), _marked(text, word.share, abs(word.share) / strongest)]
        end = word.end
    parts.append(escape(explanation.text[end:]))
    return (
        '<div style="white-space: pre-wrap; overflow-wrap: anywhere; line-height: 1.9">'
        f"{''.join(parts)}</div>"
    )


def legend() -> str:
    return (
        f"{_marked('speaks for positive', 1, 0.5)} &nbsp; {_marked('speaks for negative', -1, 0.5)}"
        " &nbsp; the stronger the colour, the more"
    )


def _marked(text: str, share: float, strength: float) -> str:
    """Positive is blue with a solid line under it, negative orange with a dashed one."""
    if strength < MIN_STRENGTH:
        return escape(text)
    sign: Sentiment = "positive" if share > 0 else "negative"
    colour, line = _STYLE[sign]
    style = (
        f"background: rgba({colour}, {0.10 + 0.35 * strength:.2f}); border-radius: 3px; "
        f"border-bottom: 2px {line} rgb({colour}); padding: 1px 2px"
    )
    return f'<span title="{share:+.2f}, {sign}" style="{style}">{escape(text)}</span>'
