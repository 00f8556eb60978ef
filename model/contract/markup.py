"""HTML to text: entities decoded, tags and comments taken out.

By expressions that never go back, so that time grows with the length alone: a parser takes seconds
for the unclosed tags that fit into one request.
"""

import html
import re

from model.contract.schema import Alteration

# Only names of real elements count as markup: a reviewer's "<not a joke>" stays.
_ELEMENTS = frozenset(
    """a abbr article aside b big blockquote body br button center cite code dd del details div dl
    dt em embed figure font footer form h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins
    kbd label li link main mark meta nav object ol option p pre q s script section select small span
    strike strong style sub summary sup svg table tbody td textarea tfoot th thead title tr tt u ul
    video""".split()  # noqa: SIM905 - eighty strings would need a page
)
_BREAKS = frozenset(
    ["br", "div", "hr", "li", "p", "td", "th", "tr", *(f"h{n}" for n in range(1, 7))]
)
# Quotes count after "=" alone, as in HTML, and if they close: "<i don't>" ends at its ">".
_QUOTED = r"""(?:[^<>=]++|=\s*+(?:"[^"<]*+"|'[^'<]*+')?+)*+>"""
_REST = rf"(?=[\s/>])(?:{_QUOTED}|[^<>]*+>)"
_TAG = re.compile(rf"<(/?)([a-z][a-z0-9]*+){_REST}", re.IGNORECASE)
_UNREAD = re.compile(
    rf"<(script|style|title){_REST}.*?(?:</\1{_REST}|\Z)", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);?", re.IGNORECASE)
# "&amp;amp;lt;" in one step, or nesting would cost a pass a level.
_NESTED_AMPERSAND = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)


def decode_entities(text: str, altered: set[Alteration]) -> str:
    """“&amp;eacute;”, as twice encoded pages have it, becomes “é”."""
    if "&" not in text or not _ENTITY.search(text):  # the first test is many times faster
        return text
    decoded = html.unescape(_NESTED_AMPERSAND.sub("&", text))
    if decoded != text:
        altered.add("entities")
    return decoded


def strip_markup(text: str, altered: set[Alteration]) -> str:
    """Take tags, comments and scripts out; a break between lines or paragraphs stays one."""
    if "<" not in text:
        return text
    stripped = _drop_comments(text) if "-->" in text else text
    stripped = _TAG.sub(_read_aloud, _UNREAD.sub("", stripped))
    if stripped != text:
        altered.add("markup")
    return stripped


def _read_aloud(tag: re.Match[str]) -> str:
    """What a tag adds to the text: a line break, or nothing."""
    closing, name = tag[1], tag[2].lower()
    if name not in _ELEMENTS:
        return tag[0]
    return "\n" if name in _BREAKS and not closing else ""


def _drop_comments(text: str) -> str:
    """Split, not search: a pattern would take quadratic time on a thousand unclosed comments."""
    kept, *rest = text.split("<!--")
    for part in rest:
        _, closed, after = part.partition("-->")
        kept += after if closed else "<!--" + part
    return kept
