"""Which encoding a file has, and which files are no text."""

import io
import zipfile

import pytest

from dashboard.reading.format_guess import guess_format
from dashboard.reading.text_encoding import UnreadableFile, check_decodes, guess_encoding, lines

GERMAN = "Schöner Film, müde Schauspieler. Große Überraschung für später, süßer Schluß!\n" * 3
FRENCH = "Le décor était très réussi, mais la scène finale m'a déçu à mourir, hélas.\n" * 3
RUSSIAN = "Очень хороший фильм, но концовка затянута и местами скучна.\n" * 3
JAPANESE = "この映画はとても面白かったです。もう一度見たいと思います。\n" * 3


def decode(data: bytes, encoding: str) -> str:
    return "".join(lines(data, encoding))


@pytest.mark.parametrize("text", ["plain ASCII\n", GERMAN, RUSSIAN, JAPANESE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_files_are_read_exactly(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(data, guess_encoding(data)) == text


@pytest.mark.parametrize("text", ["plain ASCII\n", GERMAN])
@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_is_known_without_its_mark(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert guess_encoding(data) == encoding
    assert decode(data, encoding) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [(GERMAN, "cp1252"), (FRENCH, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis")],
)
def test_older_files_are_read_right(text: str, encoding: str) -> None:
    data = text.encode(encoding)
    assert decode(data, guess_encoding(data)) == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Schöner Aufenthalt, très bien – “super”\nZu laut; 12,50 €", "cp1252"),
        ("Très bon séjour, le personnel était adorable\nDéçu, bruyant à côté", "cp1252"),
        ("Muy buena película, ¡la recomiendo!\nNo me gustó, qué lástima", "cp1252"),
        ("Mycket bra film, jag gillade den på riktigt\nSå dålig att jag gick", "cp1252"),
        ("Não gostei, a atuação é péssima\nÓtimo filme", "cp1252"),
        ("plain\n" * 400 + "Fútbol, sol y cerveza… el café", "cp1252"),
        ("Ein schöner Abend, très bien", "mac_roman"),
        ("It’s a “great” film – I don’t regret it\nprice £5", "cp1252"),
        ("The kettle broke at once for £12\n" * 20, "cp1252"),  # Ł in Central Europe
        ("Paid £20.\n" * 30, "cp1252"),  # followed by a digit, ｣ in Japan
        ("Ładny hotel, mała łazienka\nŁóżko wygodne, ale hałas", "cp1250"),
        ("Zażółć gęślą jaźń, świetny film, bardzo polecam\nNie podobał mi się", "cp1250"),
        ("Skvělý film, určitě doporučuji všem\nPříšerné, nuda a špatné výkony", "cp1250"),
        ("Çok güzel bir film, herkese öneririm, şahane\nHiç beğenmedim, sıkıcıydı", "cp1254"),
        ("Πολύ καλή ταινία, τη συστήνω\nΒαρετή και μεγάλη", "cp1253"),
    ],
)
def test_a_few_lines_are_enough(text: str, encoding: str) -> None:
    data = f"id;text\n1;{text}\n".encode(encoding)
    assert decode(data, guess_encoding(data)) == f"id;text\n1;{text}\n"


def test_a_byte_that_fits_nothing_still_gives_a_table() -> None:
    data = b"id;text\n1;\x81\x8d\x8f\x90\x9d caf\xe9\n"
    assert decode(data, guess_encoding(data)).startswith("id;text\n1;")


def test_a_wrong_choice_names_the_line() -> None:
    with pytest.raises(UnreadableFile, match=r"^Line 2 is not UTF-8\. Choose another encoding"):
        check_decodes(b"fine\ncaf\xe9\n", "utf-8")


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (_zip(), "a zip file"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "a picture"),
        (b"%PDF-1.7\n", "a PDF"),
        (bytes(range(256)) * 20, "not a text file"),
    ],
)
def test_what_is_not_text_is_refused_with_a_way_on(data: bytes, name: str) -> None:
    with pytest.raises(UnreadableFile, match=name):
        guess_format(data)


def test_stray_nul_bytes_do_not_make_a_file_binary() -> None:
    data = b"review\ngood\x00 film\nbad film\x00\n"
    guess_format(data)
    assert decode(data, guess_encoding(data)).count("\x00") == 2
