"""Small files that would swell once they are read: refused, or read in little memory."""

import io
import tracemalloc
import zipfile
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


def far_rows(number: int) -> bytes:
    """Make a workbook with a header, and rows whose only cell is an empty one in the last column there is."""
    book, file, packed = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    book.worksheets[0].append(["id", "name"])
    book.save(file)
    rows = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(2, number + 2)).encode()
    with zipfile.ZipFile(file) as plain, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in plain.namelist():
            archive.writestr(name, plain.read(name).replace(b"</sheetData>", rows + b"</sheetData>"))
    return packed.getvalue()


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


def test_rows_that_reach_far_are_refused_before_they_take_long() -> None:
    with pytest.raises(FileTooLargeError, match="far beyond the 100 columns"):
        sheet_of(Path("file"), far_rows(2000), most_rows=1000)
