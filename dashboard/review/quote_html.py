"""Quotes as HTML in which all text is escaped; the words in question are marked."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import Literal

from dashboard.insight.filters import in_a_row

_LONGEST = 600
_LEAD = 60  # characters in front of the words that a long quote is cut for

Tone = Literal["positive", "negative", "uncertain"]


@dataclass(frozen=True)
class Quote:
    text: str
    facts: str
    """What stands below it: where it is from, how it was judged."""
    tone: Tone


def as_html(quotes: Iterable[Quote], words: str = "", longest: int = _LONGEST) -> str:
    """One below the other, or beside each other where there is room."""
    return f'<div class="quotes">{"".join(_one(q, words, longest) for q in quotes)}</div>'


def _one(quote: Quote, words: str, longest: int) -> str:
    shown = shortened(" ".join(quote.text.split()), words, longest)
    return (
        f'<blockquote class="quote {quote.tone}">“{marked(shown, words)}”'
        f"<small>{escape(quote.facts)}</small></blockquote>"
    )


def marked(text: str, words: str) -> str:
    """Escaped, with each place of these words in a row in a mark; a plural counts as well."""
    pattern = _pattern(words)
    if pattern is None:
        return escape(text)
    parts, end = [], 0
    for found in pattern.finditer(text):
        parts += [escape(text[end : found.start()]), f"<mark>{escape(found[0])}</mark>"]
        end = found.end()
    return "".join([*parts, escape(text[end:])])


def shortened(text: str, words: str, longest: int) -> str:
    """At most so long, and with the words in it if the text has them."""
    pattern = _pattern(words)
    found = pattern.search(text) if pattern else None
    start = max(0, found.start() - _LEAD) if found and found.end() > longest else 0
    cut = text[start : start + longest]
    return f"{'…' * (start > 0)}{cut}{'…' * (start + longest < len(text))}"


def _pattern(words: str) -> re.Pattern[str] | None:
    inner = in_a_row(words)
    return re.compile(rf"(?<!\w){inner}(?!\w)", re.IGNORECASE) if inner else None
