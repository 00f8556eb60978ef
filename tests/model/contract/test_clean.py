"""clean(): what it repairs, what it leaves alone, and that doing it twice changes nothing."""

import time
import unicodedata

import ftfy
import pytest
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag
from hypothesis import example, given
from hypothesis import strategies as st

from model.contract.characters import is_whole, repair_unicode
from model.contract.clean import clean
from model.contract.limits import MAX_CHARACTERS
from model.contract.markup import strip_markup
from model.contract.schema import Alteration

PIECES = st.sampled_from(
    [
        "<br />",
        "<b>",
        "</b>",
        "<",
        ">",
        "&amp;",
        "&lt;",
        "&#38;",
        "#38;",
        "amp;",
        "lt;",
        "&",
        "\n",
        "\u200b",
        "\u202e",
        "❤️\u200d",
        "★",
        "⭐\ufe0f",
        "\x00",
        "Ã©",
        "â€™",
        "аве",
        "ΑΒ",
        "ﬁ",
        "①",
        "good",
        " ",
        "<3",
        "<!--",
        "-->",
    ]
)
TANGLED = st.one_of(st.text(), st.lists(PIECES | st.text(max_size=3), max_size=30).map("".join))


@given(TANGLED)
@example("&" + "amp;" * 500 + "lt;b&gt;deep")
@example("&#38;" + "#38;" * 500 + "lt;")
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text).text
    assert clean(once) == (once, [])


@given(TANGLED)
def test_nothing_invisible_is_left(text: str) -> None:
    cleaned = clean(text).text
    assert not [c for c in cleaned if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs")]


@given(st.text(alphabet="abcdefghij .,!?'0123456789-<\"()"))
def test_plain_writing_keeps_every_word(text: str) -> None:
    cleaned = clean(text)
    assert cleaned.text.split() == text.split()
    assert cleaned.altered == []


@pytest.mark.parametrize(
    ("text", "expected", "altered"),
    [
        ("Fun.<br /><br />Go!", "Fun.\n\nGo!", ["markup"]),
        ("a <b>bo</b>ld <i>claim</i>", "a bold claim", ["markup"]),
        ("<p>One</p><p>Two</p>", "One\nTwo", ["markup"]),
        ("<style>p{}</style>Seen<script>x()</script>", "Seen", ["markup"]),
        ("see <a href=\"x>y\" class='z'>this</a>", "see this", ["markup"]),
        ("a <b class='>bold</b> claim", "a bold claim", ["markup"]),
        ("seen <!-- not read --> again", "seen again", ["markup"]),
        ("a <!-- first --> b --> c", "a b --> c", ["markup"]),
        ("an arrow --> and <!-- no end", "an arrow --> and <!-- no end", []),
        ("I <3 it, 4 < 5 > 3", "I <3 it, 4 < 5 > 3", []),
        ("a <not really> film", "a <not really> film", []),
        ("<not a joke> but <b>good</b>", "<not a joke> but good", ["markup"]),
        ("Tom &amp; Jerry, caf&eacute;", "Tom & Jerry, café", ["entities"]),
        ("&lt;br&gt;hidden&lt;br&gt;", "hidden", ["entities", "markup"]),
        ("AT&T is dear; R&D too", "AT&T is dear; R&D too", []),
        ("schÃ¶n und gut", "schön und gut", ["mojibake"]),
        ("I can\ufffdt, she\ufffd\ufffdll", "I can't, she'll", ["mojibake"]),
        ("caf\ufffd to go, 5\ufffd s", "caf\ufffd to go, 5\ufffd s", []),
        ("it\u2019s \u201cnice\u201d", 'it\'s "nice"', []),
        ("gr\u200bea\u00adt \u202eeb", "great eb", ["invisible"]),
        ("nul\x00l", "null", ["invisible"]),
        ("sigh 🤦\u200d♀️ me", "sigh 🤦♀️ me", []),
        ("a\u200db", "ab", ["invisible"]),
        ("lone \ud800 surrogate", "lone surrogate", ["invisible"]),
        ("tеrriblе", "terrible", ["lookalikes"]),
        ("Yılmaz made this film", "Yilmaz made this film", []),
        ("Yılmaz's tеrriblе film", "Yilmaz's terrible film", ["lookalikes"]),
        ("Şımarık by Tarkan", "Şımarık by Tarkan", []),
        ("ｆｕｌｌ 𝓯𝓪𝓷𝓬𝔂", "full fancy", []),
        ("Отличный фильм, а не ерунда", "Отличный фильм, а не ерунда", []),
        ("Καλή ταινία", "Καλή ταινία", []),
        ("⭐\ufe0f⭐\ufe0f ⭐\ufe0f Good", "⭐⭐⭐\ufe0f Good", []),
        ("★ ★ ☆ and ★ good ★", "★★☆ and ★ good ★", []),
        ("  a \t b  \n\n\n\n c ", "a b\n\nc", []),
    ],
)
def test_repairs(text: str, expected: str, altered: list[str]) -> None:
    assert clean(text) == (expected, altered)


TAGS = ["<br>", "<br />", "<BR/>", "<b>", "</b>", "<p>", "</p>", "<li class=x>", "<i\n>", "</a>"]
QUOTED = ["<a href='x>y'>", '<img alt=">">', "<style>p{}</style>", "<script>a<b</script>"]
WRITING = ["a", "b ", "don't ", " ", "\n", ">", '"', "=", "<3 ", "< ", "<not>"]


@given(st.lists(st.sampled_from([*TAGS, *QUOTED, *WRITING])).map("".join))
def test_markup_is_what_beautiful_soup_takes_for_it(text: str) -> None:
    kept = text.replace("<3", "&lt;3").replace("< ", "&lt; ").replace("<not>", "&lt;not>")
    soup = BeautifulSoup(kept, "html.parser")
    assert words(strip_markup(text, set())) == words("".join(map(read_aloud, soup.descendants)))


def words(text: str) -> list[list[str]]:
    """By line; Beautiful Soup evens out some of the white space."""
    return [line.split() for line in text.split("\n") if line.strip()]


def read_aloud(node: object) -> str:
    """What Beautiful Soup says is text, and a line for each tag that begins one."""
    if isinstance(node, Tag):
        return "\n" * (node.name in ("br", "p", "li", "hr"))
    return str(node) if type(node) is NavigableString else ""


@given(st.text(alphabet="abc Ã©Ââ€™ðŸ˜€é’“”日本 .,\u00a0\u0080\u0099ŒœØÙвЂС×²√±‚ó"))
def test_mojibake_is_found_where_it_stands(text: str) -> None:
    """Only what is not ASCII, with what stands beside, tells ftfy as much as the whole."""
    altered: set[Alteration] = set()
    repair_unicode(text, altered)
    assert ("mojibake" in altered) == (ftfy.fix_encoding(text) != text)


def test_each_broken_place_is_repaired_by_itself() -> None:
    """One that cannot be repaired keeps no other from it, nor what stands between."""
    apart = "a plain sentence of some length"
    assert clean(f"schÃ¶n, {apart}, déjà vu, {apart}, itâ€™s \x93so\x94").text == (
        f'schön, {apart}, déjà vu, {apart}, it\'s "so"'
    )


WORST = [
    "<b>", "<b>x", "<p>a", "<b></b>", "<a b='", "<title>", "<script", "<", "<!--", "<b><!--",
    "<b><?", "<a b=", "&amp;", "&amp;amp;lt;b", "&lt;b&gt;", "&#38;#38;", "Ã©", "Ã ", "â€™ ", "éa",
    "\u0301\u0323", "a\u0301\u0323", "\u200b", "a\u200b", "аb", "😀", "\x80", " ", " \n", "\ud800",
    "Ì\x81Ì£",
]  # fmt: skip


@pytest.mark.parametrize("piece", WORST)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    """A hundred thousand characters: a tenth of a second; a parser takes one, a square ten."""
    text = (piece * 100_000)[:100_000]
    started = time.process_time()
    clean(text)
    assert time.process_time() - started < 0.7


def test_a_pile_of_marks_is_cut() -> None:
    text, altered = clean("e" + "\u0301\u0323" * 40 + "!")
    assert (len(unicodedata.normalize("NFD", text)), altered) == (1 + 30 + 1, ["invisible"])
    full = "\u3002" + "\u0301\u0323" * 15
    assert len(unicodedata.normalize("NFD", clean(full + full + "\u0301").text)) == 2 * len(full)
    assert clean("e\u0301\u0323!") == (unicodedata.normalize("NFC", "e\u0301\u0323!"), [])


def test_what_grows_past_the_limit_is_not_looked_at_again() -> None:
    """One character that becomes eighteen."""
    assert len(clean("\ufdfa" * 2_000, MAX_CHARACTERS).text) > MAX_CHARACTERS


def assert_nothing_to_repair(text: str) -> None:
    altered: set[Alteration] = set()
    assert repair_unicode(text, altered) == text
    assert not altered


def test_what_is_whole_needs_no_repair() -> None:
    whole = [c for c in map(chr, range(0x20000)) if is_whole(f"good {c} film")]
    assert {"é", "ß", "🚀", "❤", "a"} < set(whole)
    assert set(whole).isdisjoint("’Ã\u0301а×")
    for c in whole:
        for text in (f"good {c} film", f"good{c}film", f"good {c}\ufe0f film", f"e{c}"):
            assert_nothing_to_repair(text)


@given(st.text(alphabet="abc éèßàâÃ©Â😀🚀❤★☆\ufe0f\u0301’\n.").filter(is_whole))
def test_whole_texts_need_no_repair(text: str) -> None:
    assert_nothing_to_repair(text)
