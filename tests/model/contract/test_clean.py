"""clean(): what it repairs, what it leaves alone, and that doing it twice changes nothing."""

import re
import unicodedata

import ftfy.badness
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.contract.clean import _beside_ascii, clean

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
        ("seen <!-- not read --> again", "seen again", ["markup"]),
        ("an arrow --> and <!-- no end", "an arrow --> and <!-- no end", []),
        ("I <3 it, 4 < 5 > 3", "I <3 it, 4 < 5 > 3", []),
        ("a <not really> film", "a <not really> film", []),
        ("<not a joke> but <b>good</b>", "<not a joke> but good", ["markup"]),
        ("Tom &amp; Jerry, caf&eacute;", "Tom & Jerry, café", ["entities"]),
        ("&lt;br&gt;hidden&lt;br&gt;", "hidden", ["entities", "markup"]),
        ("AT&T is dear; R&D too", "AT&T is dear; R&D too", []),
        ("schÃ¶n und gut", "schön und gut", ["mojibake"]),
        ("it\u2019s \u201cnice\u201d", 'it\'s "nice"', []),
        ("gr\u200bea\u00adt \u202eeb", "great eb", ["invisible"]),
        ("nul\x00l", "null", ["invisible"]),
        ("lone \ud800 surrogate", "lone surrogate", ["invisible"]),
        ("tеrriblе", "terrible", ["lookalikes"]),
        ("ｆｕｌｌ 𝓯𝓪𝓷𝓬𝔂", "full fancy", []),
        ("Отличный фильм, а не ерунда", "Отличный фильм, а не ерунда", []),
        ("Καλή ταινία", "Καλή ταινία", []),
        ("  a \t b  \n\n\n\n c ", "a b\n\nc", []),
    ],
)
def test_repairs(text: str, expected: str, altered: list[str]) -> None:
    assert clean(text) == (expected, altered)


MARKUP = st.text(alphabet="ab <>/br&;\n.") | st.lists(
    st.sampled_from(["<br>", "<br />", "<BR/>", "<b>", "</b>", "a", "&lt;", "<", ">", " ", "\n"])
).map("".join)


@given(MARKUP)
def test_breaks_alone_need_no_parser(text: str) -> None:
    """The short way gives what Beautiful Soup gives."""
    with pytest.MonkeyPatch.context() as patch:
        short = clean(text)
        patch.setattr("model.contract.clean._BREAK", re.compile(r"(?!)"))
        assert clean(text) == short


@given(st.text(alphabet="abc Ã©Ââ€™ðŸ˜€é’“”日本 .,\u00a0\u0080\u0099"))
def test_mojibake_is_found_where_it_stands(text: str) -> None:
    """Looking only beside what is not ASCII finds what ftfy finds in the whole."""
    found = ftfy.badness.is_bad(_beside_ascii(text))
    assert found == ftfy.badness.is_bad(text)
