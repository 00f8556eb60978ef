"""JSON Lines and JSON lists: read with their types, and refused with the place."""

import io
import json

import pandas as pd
import pytest

from dashboard.reading.any_file import guess_any_format, read_any_table
from dashboard.reading.text_encoding import UnreadableFile


def read(data: bytes) -> pd.DataFrame:
    return read_any_table(data, guess_any_format("x.json", data))


def test_json_lines_keep_types_and_gaps() -> None:
    lines = [
        {"review": "good \ud800 film", "stars": 5, "tags": ["a", "ü"]},
        {"stars": 4, "review": None, "more": True},
    ]
    table = read("\n".join(map(json.dumps, lines)).encode() + b"\n\n")
    assert table["review"].fillna("nothing").tolist() == ["good ? film", "nothing"]
    assert table["stars"].tolist() == [5, 4]
    assert table["tags"].fillna("nothing").tolist() == ['["a", "ü"]', "nothing"]
    assert table["more"].tolist() == [pd.NA, True]
    table.to_parquet(io.BytesIO())


def test_an_object_in_a_row_gives_columns_of_its_own() -> None:
    app = {"id": 1, "attributes": {"rating": 5, "author": {"name": "A"}, "review": "good", "x": {}}}
    table = read(json.dumps(app).encode())
    assert list(table) == [
        "id", "attributes.rating", "attributes.author.name", "attributes.review", "attributes.x",
    ]  # fmt: skip
    assert table["attributes.rating"].tolist() == [5]
    deep = {"a": {"b": {"c": {"d": {"e": "good"}}}}}
    assert read(json.dumps(deep).encode())["a.b.c.d"].tolist() == ['{"e": "good"}']


def test_a_json_list_is_read_too() -> None:
    data = b'[{"review": "good"},\n {"review": "bad"}]'
    assert read(data)["review"].tolist() == ["good", "bad"]


@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_inside_an_object_is_read(indent: int | None) -> None:
    answer = {"page": 1, "reviews": [{"review": "Good"}, {"review": "Bad"}]}
    table = read(json.dumps(answer, indent=indent).encode())
    assert table["review"].tolist() == ["Good", "Bad"]
    one_row = read(b'{"review": "Good", "tags": ["a", "b"]}')
    assert len(one_row) == 1


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("text", ['\n [{"review": "good"}]', '{"review": "good"}\n'])
def test_a_byte_order_mark_changes_nothing(text: str, encoding: str) -> None:
    assert read(text.encode(encoding))["review"].tolist() == ["good"]


def test_names_can_be_stored_and_stay_apart() -> None:
    table = read(rb'{"n\ud800": "good", "n?": "bad", "": "fair"}')
    assert table.iloc[0].to_dict() == {"n?": "good", "n? (2)": "bad", "column 3": "fair"}
    table.to_parquet(io.BytesIO())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b'{"review": "good"}\nbad\n', "Line 2 is not a JSON object"),
        (b"[1]", "Item 1 is not a JSON object"),
        (b'[{"review": "good"}', "Check its end"),
        (b"{}\n{}", "The JSON objects are empty"),
        (b"[{}]", "The JSON objects are empty"),
        (b"\n", "The file is empty"),
        (b"[" * 100_000, "Check its end"),
    ],
)
def test_broken_json_is_located(data: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFile, match=sentence):
        read(data)
