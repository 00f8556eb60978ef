"""`clean()`: the one text path from what a person sent to what the network reads.

Training, the Lambda and the endpoint all call it, so they cannot drift apart. It is idempotent:
the Lambda cleans, the endpoint cleans again, and nothing changes.
"""

from typing import NamedTuple

from model.contract.characters import drop_invisible, is_whole, repair_unicode
from model.contract.markup import decode_entities, strip_markup
from model.contract.schema import Alteration

_MAX_PASSES = 8
_UNEVEN = (" \n", "\n ", "\n\n\n")

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


def clean(text: str, limit: int | None = None) -> Cleaned:
    """Turn what a person sent into plain text, and say what had to be altered.

    HTML becomes text, entities are decoded, mojibake is repaired, invisible and bidirectional
    characters go, letters that only look Latin become Latin, white space is evened out (which
    does not count as an alteration). `clean(clean(x).text).text == clean(x).text` for every string.
    One that grows longer than the limit is not looked at any further.
    """
    if _is_clean(text):
        return Cleaned(text, [])
    altered: set[Alteration] = set()
    for _ in range(_MAX_PASSES):
        before, text = text, _one_pass(text, altered)
        if text == before or _is_plain(text) or (limit and len(text) > limit):
            break
    else:  # entities nested this deep hide something: what is left of them goes
        text = _one_pass(text.replace("&", " ").replace("<", " "), altered)
    return Cleaned(text, sorted(altered))


def _is_clean(text: str) -> bool:
    """Quick, and true of most reviews: then nothing below would change a thing."""
    return _is_even(text) and _is_plain(text)


def _is_plain(text: str) -> bool:
    return "&" not in text and "<" not in text and is_whole(text)


def _is_even(text: str) -> bool:
    if "  " in text or text != text.strip():
        return False
    return text.isprintable() or (
        text.replace("\n", "").isprintable() and not any(pair in text for pair in _UNEVEN)
    )


def _one_pass(text: str, altered: set[Alteration]) -> str:
    text = strip_markup(decode_entities(text, altered), altered)
    return _even_out(drop_invisible(repair_unicode(text, altered), altered))


def _even_out(text: str) -> str:
    """One space between words, none at the ends of a line, at most one blank line between lines."""
    while "  " in text:
        text = text.replace("  ", " ")
    if "\n" in text:
        text = "\n".join([line.strip(" ") for line in text.split("\n")])
        while "\n\n\n" in text:
            text = text.replace("\n\n\n", "\n\n")
    return text.strip(" \n")
