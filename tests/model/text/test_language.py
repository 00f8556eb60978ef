"""English or not, by letters and by the commonest words."""

import pytest

from model.text.language import Languages
from model.text.tokenizer import Tokenizer

WORDS = "the film was and it is a very good movie i loved this not la le il der los est bon muy f"
SIGNS = "8/10 ! !!! ( ) - * ; 2 1 12 7 😍"
TOKENIZER = Tokenizer(["<padding>", "<unknown>", *WORDS.split(), *SIGNS.split()])
LANGUAGES = Languages(TOKENIZER)


def is_foreign(text: str) -> bool:
    return LANGUAGES.not_read(text, TOKENIZER.encode(text).ids) == "other_language"


@pytest.mark.parametrize(
    "text",
    [
        "Отличный фильм, всем советую",
        "とても良い映画でした",
        "فيلم رائع",
        "Ein wunderbarer Film, den ich jedem empfehlen kann und der nie langweilig wird",
        "le film est bon",
        "Muy mala, no la recomiendo",
    ],
)
def test_foreign(text: str) -> None:
    assert is_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "It is a very good movie, I loved it.",
        "Good.",
        "Der Untergang is a very good film",
        "Il Postino, La Strada: I loved it and it is not the film",
        "Amélie was very good",
        "asdf qwer zxcv",
        "",
    ],
)
def test_english_or_nonsense(text: str) -> None:
    assert not is_foreign(text)


def test_one_foreign_letter_is_not_another_language() -> None:
    assert not is_foreign("the film was very good, and Жizn too")


def test_unknown_words_alone_are_not_foreign() -> None:
    assert not is_foreign("Zorblax frumious bandersnatch vorpal")


@pytest.mark.parametrize(
    ("text", "hardly"),
    [
        ("the film was good and I loved it", False),
        ("Good!!!", False),
        ("8/10", False),
        ("😍😍", False),
        ("the Zorblax frumious bandersnatch vorpal", True),
        ("12 44 7 a 903 55 b 18 2 c 61", True),
        ("i = f(a) * 2 - 1; good(i)", True),
        ("@Zorblax was good, and I loved it #vorpal https://frumious.example/12", False),
        ("@Zorblax frumious bandersnatch vorpal", True),
        ("@Zorblax #vorpal", True),
    ],
)
def test_what_is_hardly_read(text: str, hardly: bool) -> None:
    found = LANGUAGES.not_read(text, TOKENIZER.encode(text).ids)
    assert found == ("unknown_words" if hardly else None)
