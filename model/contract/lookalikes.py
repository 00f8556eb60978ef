"""Letters of other scripts that look Latin, as used to hide a word from a filter.

The pairs are the one-to-one letters of Unicode's confusables (UTS 39,
https://www.unicode.org/reports/tr39/) whose Latin side is a plain letter.
"""

import re

_CYRILLIC = ("АВЕЅІЈКМНОРСТУХаеѕіјорсухһԁԛԝѵɡ", "ABESIJKMHOPCTYXaesijopcyxhdqwvg")
_GREEK = ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορυχι", "ABEZHIKMNOPTYXavopuxi")
_OTHER = ("ıʀʏᴀᴄᴏᴠᴡᴢꜱᴇɴᴛ", "iryacovwzsent")
_TO_LATIN = str.maketrans(*("".join(side) for side in zip(_CYRILLIC, _GREEK, _OTHER, strict=True)))

LOOKALIKE = re.compile(f"[{''.join(map(chr, _TO_LATIN))}]")
_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile(r"[A-Za-z]")


def to_latin(text: str) -> str:
    """Replace look-alike letters in words that pretend to be Latin.

    A word that mixes scripts pretends. A word wholly of look-alikes pretends only if most of the
    text is Latin, so that a review in Russian or Greek stays what it is.
    """
    mostly_latin = 2 * len(_LATIN.findall(text)) > sum(map(str.isalpha, text))

    def replace(match: re.Match[str]) -> str:
        word = match[0]
        latin = word.translate(_TO_LATIN)
        pretends = latin.isascii() and (mostly_latin or _LATIN.search(word) is not None)
        return latin if pretends else word

    return _WORD.sub(replace, text)


def is_disguise(text: str, latin: str) -> bool:
    """Whether what `to_latin` replaced was a disguise: a dotless i alone is how Turkish writes."""
    return latin.replace("ı", "i") != text.replace("ı", "i")
