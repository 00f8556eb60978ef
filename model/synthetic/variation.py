"""How people type: a/an, capitals and contractions put right, then some of it left out."""

import random
import re

_ARTICLE = re.compile(r"\b([Aa]) (?=[aeiouAEIO]|hour|honest)")
_NO_VOWEL_SOUND = re.compile(r"\b([Aa])n (?=one\b|once\b|euro|us[eu]|uni[qvtfo])")
_SENTENCE_START = re.compile(r"(?:^|[.!?]\s+)([a-z])")
_SPACE_BEFORE = re.compile(r"\s+(?=[.,!?])")
_COMPARATIVES = {"bad": "worse", "good": "better", "great": "better", "nice": "nicer"}
_COMPARATIVE = re.compile(r"\bmore (bad|good|great|nice)\b")
_TWO_ENDS = re.compile(r"((?<!\.)\.|[!?])\.(?!\.)")
_NOT = re.compile(r"n't(?! (?:it|this|the|anyone|you)\b)")
_LONG = re.compile(r"\b(?:(?:it|there|that|what) is|I have|I am) (?=\w)", re.IGNORECASE)
_ENDINGS = {"is": "s", "have": "ve", "am": "m"}


def tidy(text: str) -> str:
    """Grammar and capitals."""
    text = _NO_VOWEL_SOUND.sub(r"\1 ", _ARTICLE.sub(r"\1n ", text))
    text = _TWO_ENDS.sub(r"\1", _SPACE_BEFORE.sub("", text))
    text = _COMPARATIVE.sub(lambda found: _COMPARATIVES[found[1]], text)
    return _SENTENCE_START.sub(lambda found: found[0].upper(), text.strip())


def vary(text: str, rng: random.Random) -> str:
    """Sometimes spell out "isn't" or shorten "it is"; forget capitals, apostrophes, full stop."""
    if rng.random() < 0.3:
        text = _spell_out(text)
    if rng.random() < 0.3:
        text = _LONG.sub(_shorten, text)
    if rng.random() < 0.06:
        text = text.replace("'", "")
    if rng.random() < 0.15:
        text = text.lower()
    return _end(text, rng.random())


def _shorten(found: re.Match[str]) -> str:
    words = found[0].split()
    return f"{words[0]}'{_ENDINGS[words[1].lower()]} "


def _spell_out(text: str) -> str:
    text = text.replace("can't", "cannot").replace("won't", "will not")
    return _NOT.sub(" not", text)


def _end(text: str, chance: float) -> str:
    if not text.endswith(".") or chance > 0.27:
        return text
    ending = "" if chance < 0.15 else "!" if chance < 0.23 else "!!!" if chance < 0.25 else "..."
    return text.rstrip(".") + ending
