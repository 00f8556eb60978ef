"""Training sentences made by rules, with the probability of positive to learn from each.

Film reviews are long and about films. These sentences teach the network the rest: short texts,
negation, contrast, degrees, change over time, facts without a feeling, and things other than
films. What pleases there and what does not is told in remarks, written by hand (remarks/*.toml):
"the zipper broke on day two" has no word of feeling. Every pattern (patterns.toml) is said as
often with good words as with bad ones, and many turn their words around, so neither a polar word
nor a "not" alone decides.
"""

import random
from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path

from model.synthetic.grammar import Speaker, table
from model.synthetic.variation import tidy, vary

_SENTENCES = (1, 1, 1, 1, 2, 2, 3)  # how many of one feeling make a text
_FILMS = 0.35  # the part about films; the other domains share the rest
_STORIES = ("film", "series")
_NEUTRAL = 0.085  # without a feeling or with two that cancel out; 0.08 when repeats are gone
_WITH_FACTS = 0.15  # the part of the others that states facts beside the feeling


@dataclass(frozen=True)
class SyntheticText:
    """A short text and how positive it is: 0 to 1, 0.5 for neutral or balanced."""

    text: str
    positive: float


@dataclass(frozen=True)
class Pattern:
    """A sentence with slots, and what it means when they hold good words or bad ones."""

    text: str
    if_good: float
    if_bad: float

    @classmethod
    def parse(cls, line: str) -> "Pattern":
        """Read a line of patterns.toml: ".95 .05 {S} {be} {adj}." or ".5 {fact}."."""
        first, second, *rest = line.split(" ")
        if second.startswith("."):
            return cls(" ".join(rest), float(first), float(second))
        return cls(" ".join([second, *rest]), float(first), float(first))

    @property
    def neutral(self) -> bool:
        return self.if_good == self.if_bad

    def positive(self, good: bool) -> float:
        return self.if_good if good else self.if_bad


@cache
def patterns(neutral: bool, of_stories: bool = False) -> tuple[list[Pattern], list[float]]:
    """The neutral patterns, or the others, with cumulative weights. Of stories not all are said:
    nobody returns a film."""
    found, weights = [], []
    for group in table("patterns").values():
        parsed = [Pattern.parse(line) for line in group["patterns"]]
        if parsed[0].neutral == neutral and not (of_stories and group.get("not_of_stories")):
            found += parsed
            weights += [group["share"] / len(parsed)] * len(parsed)
    return found, list(accumulate(weights))


def texts(n: int, seed: int) -> list[SyntheticText]:
    """Make `n` different texts, the same for the same seed."""
    found: dict[str, SyntheticText] = {}
    for made in _endless(random.Random(seed)):  # noqa: S311 - not for secrets
        if len(found) >= n:
            break
        found.setdefault(made.text.lower(), made)
    return list(found.values())


def n_remarks() -> int:
    """How many remarks were written by hand, the good and the bad ones."""
    topics = [f"remarks/{path.stem}" for path in (Path(__file__).parent / "remarks").glob("*.toml")]
    return sum(len(table(topic)[side]) for topic in topics for side in ("good", "bad"))


def _endless(rng: random.Random) -> Iterator[SyntheticText]:
    domains = list(table("domains"))
    weights = [_FILMS] + [(1 - _FILMS) / (len(domains) - 1)] * (len(domains) - 1)
    while True:
        speaker = Speaker(rng, rng.choices(domains, weights)[0])
        if rng.random() < _NEUTRAL:
            made = _sentence(rng, speaker, neutral=True)
        else:
            made = _polar(rng, speaker, want_positive=rng.random() < 0.5)
        yield SyntheticText(vary(tidy(made.text), rng), made.positive)


def _sentence(
    rng: random.Random, speaker: Speaker, neutral: bool, want: bool = True
) -> SyntheticText:
    found, weights = patterns(neutral, speaker.name in _STORIES)
    pattern = found[bisect(weights, rng.random() * weights[-1])]
    good = rng.random() < 0.5 if neutral else (pattern.if_good > 0.5) == want
    return SyntheticText(speaker.say(pattern.text, good), pattern.positive(good))


def _polar(rng: random.Random, speaker: Speaker, want_positive: bool) -> SyntheticText:
    """One to three sentences of one feeling; the clearest decides. Facts change nothing."""
    parts = [_sentence(rng, speaker, False, want_positive) for _ in range(rng.choice(_SENTENCES))]
    clearest = max(parts, key=lambda part: abs(part.positive - 0.5)).positive
    texts = [part.text for part in parts]
    if rng.random() < _WITH_FACTS:
        facts = [speaker.say("{fact}.", good=True) for _ in range(rng.choice((1, 1, 2, 3)))]
        texts = facts + texts if rng.random() < 0.5 else texts + facts
    return SyntheticText(" ".join(texts), clearest)
