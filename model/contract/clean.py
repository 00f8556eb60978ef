"""`clean()`: the one text path from what a person sent to what the network reads.

Training, the Lambda and the endpoint all call it, so they cannot drift apart. It is idempotent:
the Lambda cleans, the endpoint cleans again, and nothing changes.
"""

import html
import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from model.contract.lookalikes import to_latin
from model.contract.schema import Alteration

if TYPE_CHECKING:
    from bs4.element import PageElement

# Only names of real elements count as markup: a reviewer's "<not a joke>" stays.
_ELEMENTS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|button|center|cite|code|dd|del|details|div|dl|dt|em|"
    "embed|figure|font|footer|form|h[1-6]|head|header|hr|html|i|iframe|img|input|ins|kbd|label|li|link|"
    "main|mark|meta|nav|object|ol|option|p|pre|q|s|script|section|select|small|span|strike|strong|style|"
    "sub|summary|sup|svg|table|tbody|td|textarea|tfoot|th|thead|title|tr|tt|u|ul|video"
)
_MARKUP = re.compile(rf"</?(?:{_ELEMENTS})(?=[\s/>])[^<>]*>", re.IGNORECASE)
_STRAY_ANGLE = re.compile(rf"<(?!/?(?:{_ELEMENTS})(?=[\s/>])[^<>]*>)", re.IGNORECASE)
_BREAKS = re.compile("br|p|div|li|tr|td|th|hr|h[1-6]")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_UNREAD = frozenset(["script", "style", "title"])
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-f]+|[a-z][a-z0-9]*);?", re.IGNORECASE)
# "&amp;amp;lt;" in one step, or nesting would cost a pass a level.
_NESTED_AMPERSAND = re.compile(r"&(?:(?:amp|#0*38|#x0*26);)+", re.IGNORECASE)
_MAX_PASSES = 8

_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINE_EDGES = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")


# Markup and entities are how reviews are stored; the rest is how a text is disguised or broken.
_DISGUISES = frozenset[Alteration]({"invisible", "lookalikes", "mojibake"})


class Cleaned(NamedTuple):
    """Plain text, and what had to be altered to get it."""

    text: str
    altered: list[Alteration]

    @property
    def disguised(self) -> bool:
        """Whether a prediction of this text carries the flag `altered`."""
        return not _DISGUISES.isdisjoint(self.altered)


def clean(text: str) -> Cleaned:
    """Turn what a person sent into plain text, and say what had to be altered.

    HTML becomes text, entities are decoded, mojibake is repaired, invisible and bidirectional
    characters go, letters that only look Latin become Latin, white space is evened out (which
    does not count as an alteration). `clean(clean(x).text).text == clean(x).text` for every string.
    """
    if _is_clean(text):
        return Cleaned(text, [])
    altered: set[Alteration] = set()
    for _ in range(_MAX_PASSES):
        before, text = text, _one_pass(text, altered)
        if text == before:
            break
    else:  # entities nested this deep hide something: what is left of them goes
        text = _one_pass(text.replace("&", " ").replace("<", " "), altered)
    return Cleaned(text, sorted(altered))


def _is_clean(text: str) -> bool:
    """Quick, and true of most reviews: then nothing below would change a thing."""
    plain = text.isascii() and text.isprintable() and text == text.strip()
    return plain and not any(sign in text for sign in ("&", "<", "-->", "  "))


def _one_pass(text: str, altered: set[Alteration]) -> str:
    text = _decode_entities(text, altered)
    text = _strip_markup(text, altered)
    if not text.isascii():
        text = _repair_unicode(text, altered)
    text = _drop_invisible(text, altered)
    text = _LINE_EDGES.sub("\n", _SPACES.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def _decode_entities(text: str, altered: set[Alteration]) -> str:
    if "&" not in text or not _ENTITY.search(text):  # the first test is many times faster
        return text
    decoded = html.unescape(_NESTED_AMPERSAND.sub("&", text))
    if decoded != text:
        altered.add("entities")
    return decoded


def _strip_markup(text: str, altered: set[Alteration]) -> str:
    if "-->" in text:
        text = _drop_comments(text, altered)
    if "<" not in text or not _MARKUP.search(text):
        return text
    if "&" not in text:  # only breaks, as in most reviews: no parser is needed for those
        broken = _BREAK.sub("\n", text)
        if "<" not in broken:
            altered.add("markup")
            return broken
    from bs4 import BeautifulSoup  # only here: it is half of the Lambda's cold import

    altered.add("markup")
    soup = BeautifulSoup(_STRAY_ANGLE.sub("&lt;", text), "html.parser")
    return "".join(_read_aloud(node) for node in soup.descendants)


def _read_aloud(node: "PageElement") -> str:
    """What one node adds to the text: words, a line break, or nothing."""
    from bs4.element import NavigableString, Tag

    if isinstance(node, Tag):
        return "\n" if _BREAKS.fullmatch(node.name) else ""
    # Exactly this type: its subtypes are comments, scripts and style sheets.
    is_text = type(node) is NavigableString and node.parent and node.parent.name not in _UNREAD
    return str(node) if is_text else ""


def _drop_comments(text: str, altered: set[Alteration]) -> str:
    """Split, not search: a pattern would take quadratic time on a thousand unclosed comments."""
    kept, *rest = text.split("<!--")
    for part in rest:
        _, closed, after = part.partition("-->")
        kept += after if closed else "<!--" + part
    if kept != text:
        altered.add("markup")
    return kept


def _repair_unicode(text: str, altered: set[Alteration]) -> str:
    import ftfy  # only here: plain ASCII, the common case, does not pay for it

    repaired = ftfy.fix_encoding(text) if ftfy.badness.is_bad(_beside_ascii(text)) else text
    if repaired != text:
        altered.add("mojibake")
    # NFKC folds full-width and mathematical letters; curly quotes become the tokeniser's.
    normal = ftfy.fixes.uncurl_quotes(unicodedata.normalize("NFKC", repaired))
    latin = to_latin(normal)
    if latin != normal:
        altered.add("lookalikes")
    return latin


def _beside_ascii(text: str) -> str:
    """The parts that are not ASCII, with what stands beside: mojibake is nowhere else."""
    places = ((found.start(), found.end()) for found in _NOT_ASCII.finditer(text))
    return "\n".join(text[max(0, start - 8) : end + 8] for start, end in places)


def _drop_invisible(text: str, altered: set[Alteration]) -> str:
    if text.replace("\n", "").isprintable():  # quick, and true of most
        return text
    # A newline, tab or other white space is kept here and evened out later.
    visible = "".join(c for c in text if c.isprintable() or (c.isspace() and c not in _SEPARATORS))
    if visible != text:
        altered.add("invisible")
    return visible


# Python calls these information separators white space; no person types them.
_SEPARATORS = frozenset("\x1c\x1d\x1e\x1f\x85")
