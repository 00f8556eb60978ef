"""From an uploaded file's bytes to its text: which encoding, and whether it is text at all."""

import codecs
import io
import re
from collections.abc import Iterator

from charset_normalizer import from_bytes

SAMPLE_BYTES = 200_000
_CHUNK_BYTES = 1_000_000

# Python's codec -> what people call it, in the order of the page's list.
ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "utf-32": "UTF-32",
    "utf-16-le": "UTF-16 (little-endian)",
    "utf-16-be": "UTF-16 (big-endian)",
    "cp1252": "Western European (Windows-1252)",
    "cp1250": "Central European (Windows-1250)",
    "cp1251": "Cyrillic (Windows-1251)",
    "cp1253": "Greek (Windows-1253)",
    "cp1254": "Turkish (Windows-1254)",
    "shift_jis": "Japanese (Shift JIS)",
    "gb18030": "Chinese (GB 18030)",
    "big5": "Chinese (Big5)",
    "euc_kr": "Korean (EUC-KR)",
    "mac_roman": "Mac Roman",
    "latin-1": "Latin-1 (takes every file)",
}
# Among those without a byte order mark, statistics choose; rarer ones would only win by accident.
_GUESSABLE = [name for name in ENCODINGS if not name.startswith(("utf", "latin"))]

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it starts with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_MAGIC = {
    b"PK\x03\x04": "a zip file",
    b"\xd0\xcf\x11\xe0": "an old or protected Excel workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a compressed file",
    b"BZh": "a compressed file",
    b"7z\xbc\xaf": "a compressed file",
    b"SQLite format 3": "a database",
}
_MAC_LETTER = re.compile(rb"[\x81-\x84\x86-\x90\x98-\x9f]")  # letters only in Mac Roman
_HACEK = re.compile(rb"[\x8a\x8e\x9a\x9e]")  # Š Ž š ž, in cp1250 and cp1252 alike
# NUL is forgiven: some exports pad their cells with it.
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f]")
_MOST_CONTROLS = 0.02


class UnreadableFile(Exception):
    """The file cannot be read as a table of text; the message says why and what to do."""


def guess_encoding(data: bytes) -> str:
    """A codec that decodes the whole file: byte order mark, UTF-16, UTF-8, then statistics."""
    for bom, encoding in _BOMS.items():
        if data.startswith(bom):
            return encoding
    for encoding in (*_utf_16_without_mark(data), "utf-8"):
        if _decodes(data, encoding):
            return encoding
    guess = _statistical_guess(data)
    likely = (guess if _stands_in_words(data, guess) else "cp1252", "cp1252")
    return next((encoding for encoding in likely if _decodes(data, encoding)), "latin-1")


def lines(data: bytes, encoding: str) -> Iterator[str]:
    """Line by line, so that a large file is never one large text; without a byte order mark."""
    reader = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    try:
        yield next(reader, "").removeprefix("\ufeff")
        yield from reader
    except UnicodeDecodeError:
        raise UnreadableFile(
            f"Line {_undecodable_line(data, encoding):,} is not "
            f"{ENCODINGS.get(encoding, encoding)}. Choose another encoding."
        ) from None


def beginning(data: bytes, encoding: str, n_characters: int) -> str:
    reader = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    return reader.read(n_characters).removeprefix("\ufeff")


def check_decodes(data: bytes, encoding: str) -> None:
    """Raises UnreadableFile unless the encoding decodes the whole file."""
    for _ in lines(data, encoding):
        pass


def refuse_known_binary(data: bytes) -> None:
    """By how such files begin; say what the file is and how to get a text file out of it."""
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            raise UnreadableFile(
                f"This is {name}, which cannot be read here. Save it as XLSX or CSV and upload "
                "that."
            )


def refuse_controls(sample: str) -> None:
    """Bytes that are no text decode to characters that no text has."""
    if len(_CONTROLS.findall(sample)) > _MOST_CONTROLS * len(sample) + 1:
        raise UnreadableFile("This is not a text file. Upload a CSV, TSV or TXT file.")


def _utf_16_without_mark(data: bytes) -> list[str]:
    """In UTF-16 every other byte of a mostly Western text is NUL; padding has it anywhere."""
    sample = data[:SAMPLE_BYTES]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) / 8 or min(even, odd) > max(even, odd) / 4:
        return []
    return ["utf-16-le" if odd > even else "utf-16-be"]


def _statistical_guess(data: bytes) -> str:
    sample = _whole_lines(data[:SAMPLE_BYTES])
    matches = list(from_bytes(sample, cp_isolation=_GUESSABLE))
    if not matches:
        return "cp1252"
    best = matches[0]
    equals = [m for m in matches if (m.chaos, m.coherence) == (best.chaos, best.coherence)]
    # Between equals the most common one, but not where Š or Ž speaks for a Slavic language.
    western = any("cp1252" in m.could_be_from_charset for m in equals)
    if best.encoding == "mac_roman":
        return "mac_roman" if _MAC_LETTER.search(sample) else "cp1252"
    return "cp1252" if western and not _HACEK.search(sample) else best.encoding


def _stands_in_words(data: bytes, encoding: str) -> bool:
    """Whether what is another character in Western European mostly stands beside letters: the Ł of
    “Ł20” is a £."""
    text = _whole_lines(data[:SAMPLE_BYTES]).decode(encoding, "ignore")
    in_words = [
        sign.isalpha() and (before.isalpha() or after.isalpha())
        for before, sign, after in zip(f" {text}", text, f"{text[1:]} ", strict=False)
        if sign > "\x7f" and sign.encode(encoding) != sign.encode("cp1252", "ignore")
    ]
    return sum(in_words) >= len(in_words) / 2


def _whole_lines(sample: bytes) -> bytes:
    """Cut after a line, not in the middle of a character."""
    return sample[: sample.rfind(b"\n") + 1] or sample


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _CHUNK_BYTES):
            decoder.decode(view[start : start + _CHUNK_BYTES])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _undecodable_line(data: bytes, encoding: str) -> int:
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return data.count(b"\n", 0, error.start) + 1
    return 1
