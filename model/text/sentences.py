"""Where sentences begin and end: a stop and white space, or a line's end."""

import re
from itertools import pairwise

# One set of first characters, which `re` looks for much faster than for two alternatives.
_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|[\"')\]]*\s+)")


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in characters. Together they hold all that is not space."""
    cuts = [0, *(end.end() for end in _END.finditer(text)), len(text)]
    return [(a, b) for a, b in pairwise(cuts) if text[a:b].strip()]
