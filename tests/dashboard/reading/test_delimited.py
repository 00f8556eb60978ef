"""Awkward files, as people really have them: every data row becomes one row, nothing is lost."""

import pytest

from dashboard.reading.delimited import ONE_COLUMN, FileFormat, read_table
from dashboard.reading.format_guess import guess_format
from dashboard.reading.prose import guess_text_column
from dashboard.reading.text_encoding import UnreadableFile

Rows = list[list[str]]


def understood(data: bytes) -> tuple[list[str], Rows, str]:
    table = read_table(data, guess_format(data))
    return list(table.columns), table.to_numpy().tolist(), guess_text_column(table)


AWKWARD: dict[str, tuple[bytes, list[str], Rows, str]] = {
    "cp1252 with semicolons and decimal commas": (
        "Nr;Meinung;Preis\r\n1;Schön, so schön;2,50\r\n2;Müde, ach, nein;3,10\r\n".encode("cp1252"),
        ["Nr", "Meinung", "Preis"],
        [["1", "Schön, so schön", "2,50"], ["2", "Müde, ach, nein", "3,10"]],
        "Meinung",
    ),
    "UTF-16 with tabs, as Excel saves “Unicode text”": (
        "id\treview\r\n1\tIt is naïve, really\r\n2\tGreat fun\r\n".encode("utf-16"),
        ["id", "review"],
        [["1", "It is naïve, really"], ["2", "Great fun"]],
        "review",
    ),
    "byte order mark before a quoted header": (
        b'\xef\xbb\xbf"review","stars"\n"A good one, yes",5\n"Not so good",2\n',
        ["review", "stars"],
        [["A good one, yes", "5"], ["Not so good", "2"]],
        "review",
    ),
    "quoted newlines and doubled quotes": (
        b'id,review\n1,"First line\nsecond ""line"", it says"\n2,"Short one"\n',
        ["id", "review"],
        [["1", 'First line\nsecond "line", it says'], ["2", "Short one"]],
        "review",
    ),
    "no header": (
        b"1,I liked it a lot,5\n2,I did not like it,1\n3,It was fine I guess,3\n",
        ["column 1", "column 2", "column 3"],
        [["1", "I liked it a lot", "5"], ["2", "I did not like it", "1"],
         ["3", "It was fine I guess", "3"]],
        "column 2",
    ),
    "a single column of prose with commas": (
        b"Good, very good, the best\nBad\nWell, so so\n",
        ["column 1"],
        [["Good, very good, the best"], ["Bad"], ["Well, so so"]],
        "column 1",
    ),
    "a single column with an empty cell and blank lines at the end": (
        b"review\nA good film\n\nA bad film\n\n\n",
        ["review"],
        [["A good film"], [""], ["A bad film"]],
        "review",
    ),
    "prose with quotation marks that never close": (
        b'"Best film ever" they said\n"I never laughed\nIt was fine\n',
        ["column 1"],
        [['"Best film ever" they said'], ['"I never laughed'], ["It was fine"]],
        "column 1",
    ),
    "HTML in the text": (
        b"id,review\n1,Good<br /><br />Really &amp; truly\n2,<b>Bad</b> one\n",
        ["id", "review"],
        [["1", "Good<br /><br />Really &amp; truly"], ["2", "<b>Bad</b> one"]],
        "review",
    ),
    "ragged rows": (
        b"id,review,stars\n1,short row\n2,good one,5\n3,with, an extra,1,x\n4,bad one,2\n",
        ["id", "review", "stars", "column 4", "column 5"],
        [["1", "short row", "", "", ""], ["2", "good one", "5", "", ""],
         ["3", "with", " an extra", "1", "x"], ["4", "bad one", "2", "", ""]],
        "review",
    ),
    "empty and repeated names of columns": (
        b",review,review\n0,a good film,x\n1,a bad film,y\n",
        ["column 1", "review", "review (2)"],
        [["0", "a good film", "x"], ["1", "a bad film", "y"]],
        "review",
    ),
    "NUL bytes": (
        b"id,review\n1,good\x00 film it is\n2,bad film it is\n",
        ["id", "review"],
        [["1", "good\x00 film it is"], ["2", "bad film it is"]],
        "review",
    ),
    "blank lines between the rows of a table": (
        b"id,review\n\n1,a good film\n\n2,\n",
        ["id", "review"],
        [["1", "a good film"], ["2", ""]],
        "review",
    ),
    "a space after each comma, before the quotes": (
        b'id, review\n1, "good, really"\n2, "bad, I say"\n',
        ["id", "review"],
        [["1", "good, really"], ["2", "bad, I say"]],
        "review",
    ),
    "bars, and the line ends of an old Mac": (
        b"id|review\r1|a good film\r2|a bad film\r",
        ["id", "review"],
        [["1", "a good film"], ["2", "a bad film"]],
        "review",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_file_is_understood(name: str) -> None:
    data, columns, rows, text_column = AWKWARD[name]
    assert understood(data) == (columns, rows, text_column)


def test_the_longest_prose_is_the_text_unless_another_says_it_is() -> None:
    blurb = "A very long description of the product that nobody wrote as a review of it. " * 3
    data = f"url,about\nhttps://example.com/{'x' * 400},{blurb}\n".encode()
    assert understood(data)[2] == "about"
    data = f"about,customer_review\n{blurb},I like it very much\n".encode()
    assert understood(data)[2] == "customer_review"


@pytest.mark.parametrize("above", ["Survey of July\n\n", "Survey of July,,\nby the office,,\n"])
def test_a_title_over_the_table_is_left_out(above: str) -> None:
    data = f"{above}date,store,comments\n7/6,A,Fine.\n7/7,B,Slow.\n".encode()
    table = read_table(data, guess_format(data))
    assert list(table) == ["date", "store", "comments"]
    assert table["comments"].tolist() == ["Fine.", "Slow."]


def test_notes_of_two_cells_over_the_table_are_left_out() -> None:
    above = "Guest feedback\nFrom;01.01.2024\nTo;31.12.2024\n\n"
    data = f"{above}id;date;review\n1;02.03.2024;A lovely stay\n2;03.03.2024;Never again\n"
    table = read_table(data.encode(), guess_format(data.encode()))
    assert list(table.columns) == ["id", "date", "review"]
    assert table["review"].tolist() == ["A lovely stay", "Never again"]


def test_a_short_first_line_of_prose_is_no_title() -> None:
    data = b"Fine film\nSlow, sad, and far too long, says everyone who was there\nGood, fun\n"
    assert len(read_table(data, guess_format(data))) == 3


QUESTIONS = "Timestamp,What did you like best about your stay with us?,What should we improve?"


def test_the_questions_of_a_survey_are_names() -> None:
    data = f"{QUESTIONS}\n7/6,The food.,Nothing.\n7/7,Everything!,Slow lifts.\n".encode()
    assert list(read_table(data, guess_format(data))) == QUESTIONS.split(",")
    reviews = b"Why would anybody pay for such a film as this one was?,A\nI liked it,B\n"
    assert len(read_table(reviews, guess_format(reviews))) == 2


def test_what_stands_over_values_that_come_again_is_a_name() -> None:
    answers = "".join(f"{'North' if i % 3 else 'South'},Shorter queues {i}\n" for i in range(40))
    named = guess_format(f"Store,What could we do better?\n{answers}".encode())
    assert (named.has_header, guess_format(answers.encode()).has_header) == (True, False)


def test_a_cell_may_be_long() -> None:
    data = f"id,review\n1,{'word ' * 200_000}\n".encode()
    assert len(understood(data)[1][0][1]) == 1_000_000


def test_a_long_file_without_structure_is_a_column_of_its_lines() -> None:
    assert len(understood(b"word, " * 200_000)[1]) == 1
    assert len(understood(b'"' + b"never closed\n" * 100_000)[1]) == 100_000


def test_the_person_knows_better_than_the_guess() -> None:
    data = b"great\nfilm\n"
    one_column = FileFormat("utf-8", ONE_COLUMN, has_header=True)
    assert list(read_table(data, one_column).columns) == ["great"]
    chosen = guess_format(b"a;b,c\nd;e,f\n", delimiter=",")
    assert chosen.delimiter == ","


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableFile, match="The file is empty"):
        guess_format(data)


def test_a_header_alone_is_refused() -> None:
    data = b"id,review\n"
    with pytest.raises(UnreadableFile, match="a header and no rows"):
        read_table(data, guess_format(data))


def test_prose_cut_at_every_comma_is_refused_rather_than_made_a_thousand_columns() -> None:
    data = b"word, " * 2_000
    with pytest.raises(UnreadableFile, match="Choose another separator"):
        read_table(data, FileFormat("utf-8", ",", has_header=False))


def test_a_long_name_without_a_space_is_a_name() -> None:
    names = "Review_Date,Positive_Review,Total_Number_of_Reviews_Reviewer_Has_Given"
    rows = "\n".join(f"1/2/2017,The staff was kind to us {i},{i}" for i in range(30))
    assert guess_format(f"{names}\n{rows}\n".encode()).has_header
    prose = "\n".join(f"I_would_not_stay here again, not for any money {i}" for i in range(30))
    assert not guess_format(prose.encode()).has_header


def test_sentences_with_one_comma_are_no_table() -> None:
    lines = [f"Good room {i}, never again" if i % 4 else f"Good room {i}" for i in range(40)]
    assert guess_format("\n".join(lines).encode()).delimiter == ONE_COLUMN
    padded = "\n".join(f"Good room {i}, {i}" for i in range(40))
    assert guess_format(padded.encode()).delimiter == ","
