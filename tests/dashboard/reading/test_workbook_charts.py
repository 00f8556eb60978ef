"""A workbook with charts as sheets: the reviews beside them are read."""

import io

import pytest
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference

from dashboard.reading.any_file import guess_any_format, read_any_table
from dashboard.reading.text_encoding import UnreadableFile


def workbook(*, place: int | None = 0, drawn: bool = True, reviews: bool = True) -> bytes:
    book = Workbook()
    sheet = book["Sheet"]
    for row in (["review", "stars"], ["a good film", 5], ["a bad one", 1]):
        sheet.append(row)
    charts = book.create_chartsheet("Chart", place)
    if drawn:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3))
        charts.add_chart(chart)
    if not reviews:
        book.remove(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("place", [0, None])
@pytest.mark.parametrize("drawn", [True, False])
def test_the_reviews_beside_a_chart_are_read(place: int | None, drawn: bool) -> None:
    data = workbook(place=place, drawn=drawn)
    table = read_any_table(data, guess_any_format("in.xlsx", data))
    assert table["review"].tolist() == ["a good film", "a bad one"]


def test_charts_alone_are_said_to_be_charts() -> None:
    with pytest.raises(UnreadableFile, match=r"has charts alone\. Upload one with the reviews"):
        guess_any_format("in.xlsx", workbook(drawn=False, reviews=False))
