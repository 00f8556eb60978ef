"""Turns a pattern into a sentence: picks the words that fit its sentiment and what is reviewed."""

import random
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from model.contract import emoji

Option = TypeVar("Option")
Table = dict[str, Any]  # a table of words.toml or domains.toml, its word lists split

_OF_THE_DOMAIN = 0.75  # the part of the remarks that are about the thing reviewed
_REPEATS = (1, 1, 1, 2, 3)  # how often an emoji stands in a row

_PART = re.compile(r"(\[[^\]]*\]|\{!?\w+\})")
_SINGULAR = {"is": "is", "was": "was", "has": "has", "it": "it"}
_PLURAL = {"is": "are", "was": "were", "has": "have", "it": "they"}


@cache
def table(name: str) -> Table:
    """Read words.toml, domains.toml, patterns.toml or one of the remarks."""
    with (Path(__file__).parent / f"{name}.toml").open("rb") as file:
        return {key: _split(value) for key, value in tomllib.load(file).items()}


def _split(value: Any) -> Any:
    """Word lists are written as one string with commas; sentences as arrays."""
    if isinstance(value, dict):
        return {key: _split(inner) for key, inner in value.items()}
    return [word.strip() for word in value.split(",")] if isinstance(value, str) else value


@cache
def _parts(pattern: str) -> list[str]:
    return [part for part in _PART.split(pattern) if part]


@cache
def _options(part: str) -> list[str]:
    return part[1:-1].split("|")


@cache
def _lists(domain: str, kit: str, side: str, slot: str) -> list[list[str]]:
    own, words = table("domains")[domain], table("words")
    tables = (words["kits"][kit][side], own[side], own["any"], own, words[side], words["any"])
    return [lists[slot] for lists in tables if slot in lists]


@cache
def _subjects(domain: str, many: bool) -> list[tuple[str, str]]:
    kits: dict[str, list[str]] = table("domains")[domain]["many" if many else "one"]
    return [(kit, subject) for kit, subjects in kits.items() for subject in subjects]


class Speaker:
    """Speaks about one thing (a film, a phone) and remembers which part of it was named last."""

    def __init__(self, rng: random.Random, domain: str) -> None:
        self._rng = rng
        self.name = domain
        self._domain: Table = table("domains")[domain]
        self._subject = self._word_before = ""
        self._thing: str = rng.choice(self._domain["thing"])
        self._about_itself()

    def say(self, pattern: str, good: bool) -> str:
        """Fill the slots with words of one side; a slot {!...} takes the other side's."""
        return "".join([self._say_part(part, good) for part in _parts(pattern)])

    def _say_part(self, part: str, good: bool) -> str:
        if part.startswith("["):
            return self.say(self._pick(_options(part)), good)
        if part.startswith("{"):
            return self._fill(part.strip("{!}"), good != part.startswith("{!"))
        return part

    def _fill(self, slot: str, good: bool) -> str:
        if special := getattr(self, f"_slot_{slot}", None):
            return str(special(good))
        if slot in _SINGULAR:
            return (_PLURAL if self._plural else _SINGULAR)[slot]
        return self.say(self._word(slot, good), good)

    def _word(self, slot: str, good: bool) -> str:
        """A word for the slot, from the kit, from the domain or from what fits everything."""
        side = "good" if good else "bad"
        word = self._prefer_front(self._pick(_lists(self.name, self._kit, side, slot)))
        if word == self._word_before:  # rather not "neither slow nor slow"
            word = self._prefer_front(self._pick(_lists(self.name, self._kit, side, slot)))
        self._word_before = word
        return word

    def _pick(self, options: list[Option]) -> Option:
        return options[int(len(options) * self._rng.random())]  # random.choice, three times as fast

    def _prefer_front(self, words: list[str]) -> str:
        return words[int(len(words) * self._rng.random() ** 1.6)]

    def _about_itself(self) -> None:
        self._kit: str = self._domain["kit"][0]
        self._plural = False

    def _pick_subject(self, many: bool) -> str:
        before, self._plural = self._subject, many
        while self._subject == before:
            self._kit, self._subject = self._pick(_subjects(self.name, many))
        return self._subject

    def _slot_subject(self, _: bool) -> str:
        return self._pick_subject(many=self._rng.random() < 0.3)

    def _slot_aspect(self, good: bool) -> str:
        return self._slot_subject(good).removeprefix("the ")

    def _slot_kind(self, good: bool, many: bool | None = None) -> str:
        """A part of the thing with its quality: "clever twists"."""
        subject = self._slot_subject(good) if many is None else self._pick_subject(many)
        words = self._fill("adj", good)
        self._about_itself()
        return f"{words} {subject.removeprefix('the ')}"

    def _slot_crowd(self, good: bool) -> str:
        return self._slot_kind(good, many=True)

    def _slot_trait(self, good: bool) -> str:
        return f"the {self._slot_kind(good)}"

    def _slot_T(self, good: bool) -> str:  # noqa: N802 - the slot's name
        self._about_itself()
        return self.say(self._pick(["it", "it", "this {thing}", "the {thing}", "this"]), good)

    def _slot_S(self, good: bool) -> str:  # noqa: N802 - the slot's name
        return self.say(self._pick(["{T}", "{subject}", "{subject}", "{subject}"]), good)

    def _slot_O(self, good: bool) -> str:  # noqa: N802 - the slot's name
        return self.say(self._pick(["it", "this {thing}", "this {thing}", "{subject}"]), good)

    def _slot_be(self, _: bool) -> str:
        return self._pick(["are", "were"] if self._plural else ["is", "was"])

    def _slot_thing(self, _: bool) -> str:
        return self._thing

    def _slot_item(self, _: bool) -> str:
        """Another thing of the domain."""
        return str(self._pick(self._domain["thing"]))

    def _slot_remark(self, good: bool) -> str:
        """A whole sentence, written by hand, of this domain or of none."""
        topic = self.name if self._rng.random() < _OF_THE_DOMAIN else "any"
        return str(self._pick(table(f"remarks/{topic}")["good" if good else "bad"]))

    def _slot_emoji(self, good: bool) -> str:
        return self._repeated(emoji.PLEASED if good else emoji.DISPLEASED)

    def _slot_any_emoji(self, _: bool) -> str:
        """One that goes with praise and with blame."""
        return self._repeated(emoji.EITHER)

    def _repeated(self, characters: str) -> str:
        one, times = self._pick(list(characters)), self._pick(list(_REPEATS))
        return one * times

    def _slot_there_no(self, good: bool) -> str:
        return self._there(self.say("[no|no|hardly any|absolutely no|never any]", good), good)

    def _slot_there_much(self, good: bool) -> str:
        return self._there(self.say("[a lot of|plenty of]", good), good)

    def _there(self, amount: str, good: bool) -> str:
        quality = self._fill("quality", good)
        many = quality.endswith("s") and not quality.endswith("ss")
        return self.say(f"there [{'are|were' if many else 'is|was'}] {amount} {quality}", good)
