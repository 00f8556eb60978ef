"""Whether a verdict survives what does not change what a review says."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from model.arrays import Labels
from model.evaluate import Verdicts, judge_texts
from model.predict import Predictor

TYPO_SHARE = 0.05  # of the words
REPAIRED_LIMIT = 0.005  # share of flips where cleaning takes the change back
_WORD = re.compile(r"[^\W\d_]{2,}")
_SIGN = re.compile(r"[^\w\s]")
_TO_CYRILLIC = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")

Change = Callable[[str, np.random.Generator], str]


@dataclass(frozen=True)
class Flips:
    """Of n verdicts that were certain, how many turned, and how many turned and stayed certain."""

    name: str
    n: int
    turned: int
    turned_certain: int
    limit: float | None

    @property
    def share(self) -> float:
        return self.turned / self.n if self.n else 0.0


def upper_case(text: str, _: np.random.Generator) -> str:
    return text.upper()


def no_punctuation(text: str, _: np.random.Generator) -> str:
    """Every sign becomes a space, but for apostrophes, without which "we're" is another word."""
    return _SIGN.sub(lambda sign: "'" if sign[0] == "'" else " ", text)


def typos(text: str, rng: np.random.Generator) -> str:
    """Two neighbouring letters swapped in some words, at least in one."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    chosen = rng.choice(len(words), max(1, round(TYPO_SHARE * len(words))), replace=False)
    letters = list(text)
    for word in (words[i] for i in chosen):
        _swap(letters, word.start(), word.end(), rng)
    return "".join(letters)


def _swap(letters: list[str], start: int, end: int, rng: np.random.Generator) -> None:
    """Where the letters differ: "oo" swapped is no typo."""
    places = [i for i in range(start, end - 1) if letters[i] != letters[i + 1]]
    if places:
        i = places[rng.integers(len(places))]
        letters[i], letters[i + 1] = letters[i + 1], letters[i]


def zero_width(text: str, _: np.random.Generator) -> str:
    return _WORD.sub(lambda word: f"{word[0][0]}\u200b{word[0][1:]}", text)


def look_alikes(text: str, _: np.random.Generator) -> str:
    return text.translate(_TO_CYRILLIC)


CHANGES: Mapping[str, tuple[Change, float | None]] = MappingProxyType({
    "upper case": (upper_case, None),
    "no punctuation": (no_punctuation, None),
    "a typo in 5 % of the words": (typos, None),
    "a zero-width space in every word": (zero_width, REPAIRED_LIMIT),
    "Cyrillic look-alikes": (look_alikes, REPAIRED_LIMIT),
})  # fmt: skip


def flips(
    predictor: Predictor, texts: list[str], labels: Labels, before: Verdicts
) -> list[Flips]:  # fmt: skip
    """Judge cleaned texts after each change; `before` are the verdicts on them as they are."""
    found = []
    for name, (change, limit) in CHANGES.items():
        rng = np.random.default_rng(0)
        after = judge_texts(predictor, [change(text, rng) for text in texts], labels)
        turned = before.certain & (after.right != before.right)
        n, n_turned = int(before.certain.sum()), int(turned.sum())
        found.append(Flips(name, n, n_turned, int((turned & after.certain).sum()), limit))
    return found
