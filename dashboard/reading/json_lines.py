"""From JSON Lines, or a JSON list, to a table: one object for each row."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

import pandas as pd

from dashboard.reading.as_it_came import AsItCame, note
from dashboard.reading.table_shape import MAX_COLUMNS, MAX_ROWS, at_most, column_names
from dashboard.reading.text_encoding import UnreadableFile, guess_encoding, lines
from dashboard.reading.typed_columns import storable, typed_table

Path = tuple[str, ...]  # keys, from the outermost object in
_DEPTH = 3  # of objects within objects; deeper ones stay as they are
_EXAMPLE = 'Each has to look like {"review": "A fine film."}.'


def is_json_lines(name: str, data: bytes) -> bool:
    """By its name, or because its first line is an object."""
    return name.lower().endswith((".jsonl", ".ndjson", ".json")) or _is_object(
        data[:100_000].splitlines()[0] if data.strip() else b""
    )


def read_json_lines(data: bytes) -> pd.DataFrame:
    """A column for every key that any line has. Raises UnreadableFile."""
    records = list(at_most(MAX_ROWS, _records(data)))
    if not records:
        raise UnreadableFile("The file is empty. Upload one with at least one review.")
    paths = list(dict.fromkeys(path for record in records for path in record))
    _check(len(paths))
    names = column_names([storable(".".join(path)) for path in paths], len(paths))
    cells = {
        name: [record.get(path) for record in records]
        for name, path in zip(names, paths, strict=True)
    }
    inner = {
        name: [*map(storable, path)]
        for name, path in zip(names, paths, strict=True)
        if len(path) > 1
    }
    parts = [name for name in names if _are_parts(cells[name])]
    return note(typed_table(cells), AsItCame(paths=inner, json=parts))


def _are_parts(cells: list[Any]) -> bool:
    """Whether all have parts inside, and so become JSON."""
    return {type(cell) for cell in cells} - {type(None)} <= {list, dict}


def _check(n_names: int) -> None:
    if not n_names:
        raise UnreadableFile(f"The JSON objects are empty. {_EXAMPLE}")
    if n_names > MAX_COLUMNS:
        raise UnreadableFile(
            f"The rows have {n_names:,} different names; the limit is {MAX_COLUMNS:,}."
        )


def _records(data: bytes) -> Iterator[dict[Path, Any]]:
    encoding = guess_encoding(data)
    text = lines(data, encoding)
    first = next(filter(str.strip, lines(data, encoding)), "")  # without a byte order mark
    if first.lstrip().startswith("["):
        yield from _checked(enumerate(_list("".join(text)), 1), "Item")
    elif wrapped := _wrapped(first, data, encoding):
        yield from _checked(enumerate(wrapped, 1), "Item")
    else:
        numbered = ((i, line) for i, line in enumerate(text, 1) if line.strip())
        yield from _checked(((i, _value(line)) for i, line in numbered), "Line")


def _wrapped(first: str, data: bytes, encoding: str) -> list[Any]:
    """The list in `{"reviews": [...]}`, as many programs answer; empty if it is not that."""
    one_line = _value(first) if first.strip() != "{" else None
    if isinstance(one_line, dict) and not any(isinstance(v, list) for v in one_line.values()):
        return []
    whole = _value("".join(lines(data, encoding)))
    lists = (
        [value for value in whole.values() if _of_objects(value)] if isinstance(whole, dict) else []
    )
    return lists[0] if len(lists) == 1 else []


def _of_objects(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(v, dict) for v in value)


def _checked(values: Iterable[tuple[int, Any]], what: str) -> Iterator[dict[Path, Any]]:
    for i, value in values:
        if not isinstance(value, dict):
            raise UnreadableFile(f"{what} {i:,} is not a JSON object. {_EXAMPLE}")
        yield dict(_flat(value))


def _flat(value: dict[str, Any], before: Path = ()) -> Iterator[tuple[Path, Any]]:
    """An object within a row gives columns of its own: `attributes.rating`."""
    for key, inner in value.items():
        path = (*before, key)
        if isinstance(inner, dict) and inner and len(before) < _DEPTH:
            yield from _flat(inner, path)
        else:
            yield path, inner


def _list(text: str) -> list[Any]:
    value = _value(text)
    if not isinstance(value, list):
        raise UnreadableFile("The file begins like a JSON list and is none. Check its end.")
    return value


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_object(line: bytes) -> bool:
    return line.lstrip()[:1] == b"{" and isinstance(_value(line.decode("utf-8", "replace")), dict)
