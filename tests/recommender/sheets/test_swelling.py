"""Small files that would swell once they are read: refused, or read in little memory."""

import io
import tracemalloc
from pathlib import Path

import openpyxl
import pytest

from recommender.errors import FileTooLargeError
from recommender.sheets.reading import Sheet, sheet_of

WIDE_CSV = (",".join(f"column{n}" for n in range(2000)) + "\n" + "x\n" * 2000).encode()
LONG_CSV = ("id,name\n" + "1,x\n" * 5000).encode()
BLANK_CSV = ("id,name\n" + "\n" * 2**21).encode()
LEAST_MEMORY = 50 * 2**20


def far_cells() -> bytes:
    """Make a workbook whose rows have a cell in the last column there is."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["id", "name"])
    for number in range(300):
        sheet.append([str(number), "A Oy", *[None] * 16_381, "x"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(content: bytes) -> tuple[Sheet | None, int]:
    """Read a file as an import does; return it, unless it is refused, and the most memory that it took."""
    tracemalloc.start()
    try:
        try:
            sheet = sheet_of(Path("file"), content, most_rows=1000)
        except FileTooLargeError:
            sheet = None
        return sheet, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("content", [WIDE_CSV, LONG_CSV, BLANK_CSV], ids=["wide", "long", "blank"])
def test_too_many_rows_or_columns_are_refused_before_they_are_built(content: bytes) -> None:
    sheet, memory = read(content)
    assert sheet is None
    assert memory < LEAST_MEMORY


def test_a_cell_that_is_far_away_fills_no_row_and_is_told() -> None:
    sheet, memory = read(far_cells())
    assert sheet is not None
    assert [len(sheet.rows), sheet.rows[0].cells] == [300, {"id": "0", "name": "A Oy"}]
    assert {row.surplus for row in sheet.rows} == {1}
    assert memory < LEAST_MEMORY
