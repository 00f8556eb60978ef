"""Guesses how an uploaded text file is written.

Python's csv.Sniffer judges by single characters and is misled by commas in prose; here each
delimiter is tried with the real parser, and the one that gives the most regular table wins.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, islice, takewhile

from dashboard.reading.delimited import DELIMITERS, ONE_COLUMN, FileFormat, parse
from dashboard.reading.role_names import ALL_NAMES, OTHER_NAMES, REVIEW_NAMES, name_parts
from dashboard.reading.table_shape import MAX_COLUMNS
from dashboard.reading.text_encoding import (
    UnreadableFile,
    beginning,
    check_decodes,
    guess_encoding,
    lines,
    refuse_controls,
    refuse_known_binary,
)

_SAMPLE_ROWS = 200
_SAMPLE_CHARACTERS = 500_000
_MOST_ABOVE = 15  # rows of several cells, such as “From; 1 May”
_MIN_REGULARITY = 0.5
_MIN_REGULARITY_PADDED = 0.95  # or sentences with one comma would be a table
_MAX_HEADER_CELL = 40
_ROWS_OF_VALUE = 10  # on average, where few values fill a column
_END = "\0"  # behind the last line
_LONGEST_QUESTION = 250  # of a survey, as the name of a column

NUMBER = re.compile(r"\s*[+-]?[\d.,/:%€$£ -]*\d[\d.,/:%€$£ -]*")


def guess_format(
    data: bytes, encoding: str | None = None, delimiter: str | None = None
) -> FileFormat:
    """What the caller does not give is guessed."""
    refuse_known_binary(data)
    encoding = encoding or guess_encoding(data)
    check_decodes(data, encoding)
    sample = beginning(data, encoding, _SAMPLE_CHARACTERS)
    refuse_controls(sample)
    if not any(line.strip() for line in lines(data, encoding)):
        raise UnreadableFile("The file is empty. Upload one with at least one review.")
    delimiter, padded = _guess_delimiter(sample, [delimiter] if delimiter else list(DELIMITERS))
    quoted = _quotes_are_closed(data, encoding, delimiter, padded)
    rows = _sample_rows(sample, delimiter, quoted, padded)
    above = 0 if delimiter == ONE_COLUMN else rows_above(rows)
    return FileFormat(encoding, delimiter, has_header(rows[above:]), above, quoted, padded)


def _guess_delimiter(text: str, allowed: list[str]) -> tuple[str, bool]:
    """The delimiter, and whether a space follows it."""
    # The first of equals wins: no padding, and one column when nothing looks like a table.
    candidates = [(d, False) for d in reversed(allowed)] + [(d, True) for d in allowed]
    score = {
        (delimiter, padded): _regularity(_sample_rows(text, delimiter, True, padded), padded)
        for delimiter, padded in candidates
    }
    return max(candidates, key=score.__getitem__)


def _regularity(rows: list[list[str]], padded: bool = False) -> float:
    """How much the rows look like a table of two or more columns; 0 if they do not."""
    least = _MIN_REGULARITY_PADDED if padded else _MIN_REGULARITY
    rows = rows[rows_above(rows) :]
    widths = Counter(len(row) for row in rows)
    width, count = widths.most_common(1)[0]
    if width > MAX_COLUMNS and count > max(1, _MIN_REGULARITY * len(rows)):
        raise UnreadableFile(
            f"The file has {width:,} columns; the limit is {MAX_COLUMNS:,}. Upload one with the "
            "columns that matter."
        )
    if not 2 <= width <= MAX_COLUMNS or len(rows[0]) < 2:
        return 0
    later_cells = [cell for row in rows for cell in row[1:]]
    is_prose = sum(cell.startswith(" ") for cell in later_cells) > len(later_cells) / 2
    regularity = count / len(rows) * (0.5 if is_prose else 1)
    # More columns are less likely to be chance, as decimal commas are in a file of semicolons.
    return regularity * (1 - 1 / width) if regularity >= least else 0


def _quotes_are_closed(data: bytes, encoding: str, delimiter: str, padded: bool) -> bool:
    """Whether " encloses cells, or only stands in the text. Raises UnreadableFile if one is never
    closed and takes many rows into its cell."""
    try:
        for _ in parse(lines(data, encoding), delimiter, padded=padded, strict=True):
            pass
    except csv.Error:
        if delimiter == ONE_COLUMN:
            return False
        first, last = _left_open(lines(data, encoding), delimiter, padded)
        if first and _more_regular_unquoted(data, encoding, delimiter, padded):
            return False
        if last - first > 1:
            raise UnreadableFile(
                f"The quotation mark that opens in line {first:,} is never closed, so that the "
                f"{last - first:,} lines after it would be one cell. Close it there, or take it "
                "out, and upload the file again."
            ) from None
    return True


def _left_open(text: Iterable[str], delimiter: str, padded: bool) -> tuple[int, int]:
    """The lines between which a cell is never closed; (0, 0) if each is."""
    reader = parse(chain(text, [_END]), delimiter, padded=padded)
    first = last = 0
    closed = False
    for record in reader:
        first, last = last + 1, reader.line_num
        closed = record == [_END]
    return (0, 0) if closed else (first, last - 1)


def _more_regular_unquoted(data: bytes, encoding: str, delimiter: str, padded: bool) -> bool:
    quoted, unquoted = (
        [row for row in parse(lines(data, encoding), delimiter, quoted, padded) if row]
        for quoted in (True, False)
    )
    opening = [any(cell.startswith('"') for cell in row) for row in unquoted]
    enclosing = sum(opening) > len(opening) / 2
    return not enclosing and _regularity(unquoted) >= _regularity(quoted)


def _sample_rows(text: str, delimiter: str, quoted: bool, padded: bool) -> list[list[str]]:
    records = parse(io.StringIO(text, newline=""), delimiter, quoted, padded)
    rows = list(islice((record for record in records if record), _SAMPLE_ROWS + 1))
    may_be_cut = len(rows) > _SAMPLE_ROWS or len(text) >= _SAMPLE_CHARACTERS
    return rows[:-1] if may_be_cut and len(rows) > 1 else rows


def rows_above(rows: list[list[str]]) -> int:
    """How many rows with a title or a note, all narrower, stand over the names of the columns."""
    widths = [sum(bool(cell.strip()) for cell in row) for row in rows]
    n_lone = len(list(takewhile(lambda width: width < 2, widths)))
    widest = 0
    for n in range(n_lone, min(n_lone + _MOST_ABOVE, len(rows))):
        row, width = rows[n], widths[n]
        known = sum(bool(name_parts(cell) & ALL_NAMES) for cell in row)
        if known > 1 and width > widest and has_header(rows[n:]):
            return n
        widest = max(widest, width)
    return 0


def has_header(rows: list[list[str]]) -> bool:
    first, later = rows[0], rows[1:]
    if any(NUMBER.fullmatch(cell) for cell in first):
        return False
    # A long one without a space is still a name: “Total_Number_of_Reviews_Reviewer_Has_Given”.
    if any(len(cell) > _MAX_HEADER_CELL and " " in cell.strip() for cell in first):
        return _asks(first, later)
    if any(name_parts(cell) & (REVIEW_NAMES | OTHER_NAMES) for cell in first):
        return True
    return len(first) > 1 and any(first) and _differs_from(first, later)


def _asks(first: list[str], later: list[list[str]]) -> bool:
    """Whether these are the questions of a survey: some long, all different, none an answer too."""
    answers = {cell for row in later for cell in row}
    asked = sum(cell.rstrip().endswith(("?", ")", ":")) for cell in first)
    if max(map(len, first)) > _LONGEST_QUESTION or len(first) < 2 or not all(first):
        return False
    names = len(set(first)) == len(first) and answers.isdisjoint(first)
    return names and (asked > 1 or (asked == 1 and _differs_from(first, later)))


def _differs_from(first: list[str], later: list[list[str]]) -> bool:
    """Whether names stand over numbers, over values that come again and again while the name never
    does, or, being short, over long text."""
    for i, name in enumerate(first):
        cells = [row[i] for row in later if i < len(row) and row[i].strip()]
        if not cells:
            continue
        if name and all(NUMBER.fullmatch(cell) for cell in cells):
            return True
        if name and name not in cells and len(set(cells)) <= len(cells) / _ROWS_OF_VALUE:
            return True
        if sum(map(len, cells)) / len(cells) > 3 * _MAX_HEADER_CELL:
            return True
    return False
