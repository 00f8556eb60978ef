"""Unicode: what is broken, invisible, or written with other letters than it seems.

Most texts hold an accent or an emoji and nothing to repair, so each repair looks first, and only at
what is not ASCII. Time grows with the length alone.
"""

import re
import unicodedata

from model.contract.emoji import STARS
from model.contract.lookalikes import LOOKALIKE, is_disguise, to_latin
from model.contract.schema import Alteration

# What is not ASCII, together with up to 16 characters between two such parts.
_STRANGE = re.compile(r"[^\x00-\x7f]+(?:[\x00-\x7f]{1,16}[^\x00-\x7f]+)*")
_BESIDE = 8  # characters on each side that ftfy sees too: a space may belong to what is broken
# All that ftfy takes for mojibake has one of these, and its own search is a hundred times slower.
_SUSPECT = re.compile(r"[\xa0-\u052f\u2000-\u25ff\uf8ff\ufb01\ufb02\ufffd]{2}|[\x80-\x9fÂÃŒœ]")
# All but emoji and single letters with an accent; two of those beside each other may be mojibake.
# Between two stars may be what keeps them from being one sign.
_TO_BE_LOOKED_AT = re.compile(
    "[^\nÀÁÄ-ÖØ-öø-ÿ\ufe0f\u2600-\u27bf\U0001f300-\U0001faff]|[À-ÿ\ufe0f]{2}"
    rf"|[{STARS}][\n\ufe0f]+[{STARS}]"
)
_ASCII_TO_SPACES = bytes([32] * 128 + list(range(128, 256)))
_LOST_APOSTROPHE = re.compile(r"(?<=[a-z])\ufffd+(?=(?:t|s|d|m|re|ve|ll)\b)", re.IGNORECASE)
_CURLY = re.compile(r"[\u02bc\u2018-\u201f]")
_STRAIGHT = str.maketrans(
    "\u02bc\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f", "'" * 5 + '"' * 4
)
# As telephones write five stars, with a sign that asks for colour after each, or with spaces.
_STARS_APART = re.compile(rf"(?<=[{STARS}])\ufe0f? ?(?=[{STARS}])")
# More marks on one letter than any language writes: to put them in order takes quadratic time.
# Blocks without marks are left out, so that a row of emoji is no pile.
_PILE = re.compile(
    r"[^\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\ud800-\udfff\U0001f000-\U0010ffff\w\s]{31,}"
)
_PILED = 30  # as in Unicode's Stream-Safe Text Format, UAX 15
# What makes one emoji of two, such as a gesture of a woman's: it hides nothing.
_JOINER = re.compile("(?<=[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d")
# Control characters that Python calls white space; no person types them.
_SEPARATORS = frozenset("\x1c\x1d\x1e\x1f\x85")


def is_whole(text: str) -> bool:
    """Quick, and true of most texts: then there is nothing to repair."""
    return text.isascii() or not _TO_BE_LOOKED_AT.search(_not_ascii(text))


def repair_unicode(text: str, altered: set[Alteration]) -> str:
    """Mend wrong encodings, piled-up marks and look-alikes; `altered` is told what it was."""
    if text.isascii():
        return text
    strange = _not_ascii(text)
    if _SUSPECT.search(strange):
        # A pile may have been hidden in what is repaired, and NFKC must not meet it.
        text = _drop_piles(_repair_encoding(text, altered), altered)
    if "\ufffd" in strange:
        text = _lost_apostrophes(text, altered)
    if _PILE.search(strange):
        text, strange = _drop_piles(text, altered), _drop_piles(strange, altered)
    text = unicodedata.normalize("NFKC", text)  # folds full-width and mathematical letters
    if _CURLY.search(strange):  # they become the tokeniser's
        text = text.translate(_STRAIGHT)
    text = _STARS_APART.sub("", text)
    if not LOOKALIKE.search(unicodedata.normalize("NFKC", strange)):
        return text
    latin = to_latin(text)
    if is_disguise(text, latin):
        altered.add("lookalikes")
    return latin


def _not_ascii(text: str) -> str:
    """Its parts that are not ASCII, in lines: by bytes, ten times as fast as by an expression."""
    parts = text.encode("utf-8", "surrogatepass").translate(_ASCII_TO_SPACES).split()
    return b"\n".join(parts).decode("utf-8", "surrogatepass")


def drop_invisible(text: str, altered: set[Alteration]) -> str:
    """Of all white space only spaces and newlines are left; another sort becomes a space."""
    if text.isprintable() or text.replace("\n", "").isprintable():  # quick, and true of most
        return text
    visible = [_visible(c) for c in _JOINER.sub("", text)]
    if "" in visible:
        altered.add("invisible")
    return "".join(visible)


def _visible(c: str) -> str:
    if c == "\n" or c.isprintable():
        return c
    return " " if c.isspace() and c not in _SEPARATORS else ""


def _repair_encoding(text: str, altered: set[Alteration]) -> str:
    """Gives ftfy only the parts that are not ASCII and a few characters around them: the whole text
    would take a millisecond."""
    import ftfy  # only here: few texts pay for it

    kept, end = list[str](), 0
    for part in _STRANGE.finditer(text):
        start = max(end, part.start() - _BESIDE)
        kept.append(text[end:start])
        end = part.end() + _BESIDE
        kept.append(ftfy.fix_encoding(text[start:end]))
    repaired = "".join([*kept, text[end:]])
    if repaired != text:
        altered.add("mojibake")
    return repaired


def _lost_apostrophes(text: str, altered: set[Alteration]) -> str:
    """Read as what it is not, “can’t” became “can\ufffdt”: without its “t” it would be praise."""
    found = _LOST_APOSTROPHE.sub("'", text)
    if found != text:
        altered.add("mojibake")
    return found


def _drop_piles(text: str, altered: set[Alteration]) -> str:
    kept = _PILE.sub(_lower_part, text)
    if kept != text:
        altered.add("invisible")
    return kept


def _lower_part(pile: re.Match[str]) -> str:
    """The characters, without the marks that stand on too many others."""
    kept, height = list[str](), 0
    for c in pile[0]:
        height = height + 1 if unicodedata.category(c).startswith("M") else 0
        if height <= _PILED:
            kept.append(c)
    return "".join(kept)
