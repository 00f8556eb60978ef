"""Where sentences begin and end: a stop and white space, or a line's end."""

import re
from itertools import pairwise

# One set of first characters, which `re` looks for much faster than for two alternatives.
_END = re.compile(r"[.!?…\n](?:(?<=\n)\s*|[\"')\]]*\s+)")


def bounds(text: str) -> list[int]:
    """Where each sentence begins, in characters, then the end of the text.

    Of a cleaned text, which does not begin with white space.
    """
    begins = [0, *(end.end() for end in _END.finditer(text))]
    return begins if begins[-1] == len(text) else [*begins, len(text)]


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence of a cleaned text. Together they hold all of it."""
    return list(pairwise(bounds(text)))
