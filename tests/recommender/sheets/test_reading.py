import csv
import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.errors import (
    ColumnsMissingError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    SourceError,
    UnsafeArchiveError,
)
from recommender.sheets import reading, spreadsheet
from recommender.sheets.reading import FIELD_LIMIT, read_sheet


def written(folder: Path, content: str | bytes, name: str = "in.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    path = folder / "in.xlsx"
    book.save(path)
    return path


def archive(folder: Path, members: dict[str, bytes], *, packed: bool = True) -> Path:
    path = folder / "in.xlsx"
    method = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(path, "w", method) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_delimiters_and_byte_order_marks_are_seen(tmp_path: Path, delimiter: str, mark: str) -> None:
    path = written(tmp_path, mark + delimiter.join(["Name", "Text EN"]) + "\r\n" + delimiter.join(["Å", "ö"]) + "\r\n")
    sheet = read_sheet(path)
    assert sheet.columns == ("name", "text_en")
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, {"name": "Å", "text_en": "ö"})]


def test_lines_are_counted_over_quoted_line_breaks_and_blank_rows(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, 'a,b\n"x\ny",1\n\n,\nz,2\n'))
    assert [(row.line, row.cells["a"]) for row in sheet.rows] == [(2, "x\ny"), (6, "z")]


def test_delimiters_inside_quoted_headings_do_not_count(tmp_path: Path) -> None:
    assert read_sheet(written(tmp_path, '"a, b, c";d\n1;2\n')).columns == ("a,_b,_c", "d")


def test_short_rows_are_filled_and_surplus_fields_counted(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "a,b,\n1\n1,2,,\n1,2,x,y\n"))
    assert [row.cells for row in sheet.rows] == [{"a": "1", "b": ""}, {"a": "1", "b": "2"}, {"a": "1", "b": "2"}]
    assert [row.surplus for row in sheet.rows] == [0, 0, 2]


def test_headings_have_synonyms(tmp_path: Path) -> None:
    sheet = read_sheet(written(tmp_path, "Yrityksen  nimi,Kunta\nx,y\n"), {"yrityksen_nimi": "name"})
    assert sheet.columns == ("name", "kunta")


def test_a_heading_alone_is_a_sheet_without_rows(tmp_path: Path) -> None:
    assert read_sheet(written(tmp_path, "a,b")).rows == ()


def test_missing_columns_are_named_with_what_was_found(tmp_path: Path) -> None:
    path = written(tmp_path, "a,b\n1,2\n")
    read_sheet(path).require(("a",), ("x", "b"))
    with pytest.raises(ColumnsMissingError, match=r"in\.csv lacks the column\(s\) c or d, e; found: a, b"):
        read_sheet(path).require(("c", "d"), ("a",), ("e",))


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"", FileFormatError, "is empty"),
        (b"\xef\xbb\xbf", FileFormatError, "is empty"),
        (b" \n\t\r\n", FileFormatError, "is empty"),
        (b"a,b\n1,\x00\n", FileFormatError, "line 2: a NUL byte"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", FileFormatError, "NUL byte"),
        (b"\x7fELF\x02\x01\x01\x00", FileFormatError, "NUL byte"),
        (b"\xff\xd8\xff\xe0JFIF", FileFormatError, "line 1: byte 0xFF is not UTF-8"),
        (
            "a,b\nä,1\n".encode("latin-1"),
            FileFormatError,
            "line 2: byte 0xE4 is not UTF-8; save the file as 'CSV UTF-8'",
        ),
        ("a,b\n1,2\n€,1\n".encode("cp1252"), FileFormatError, "line 3: byte 0x80"),
        ("a,b\n".encode("utf-16"), FileFormatError, "UTF-16"),
        (b"\xfe\xff\x00a", FileFormatError, "UTF-16"),
        (b"a,b\n1,\xed\xa0\x80\n", FileFormatError, "line 2: half of a surrogate pair"),
        (b"a,b\n1,\xed\xbf\xbf\n", FileFormatError, "line 2: half of a surrogate pair"),
        (b"a,b\n\xc3", FileFormatError, "line 2: byte 0xC3"),
        (b'a,b\n1,"open\n', FileFormatError, "line 2: unexpected end of data"),
        (b'a,b\n1,2\n"x"y,1\n', FileFormatError, "line 3: .*expected after"),
        (b"a,A\n1,2\n", FileFormatError, "line 1: the column a stands more than once"),
        (b"a,b\n" + b"x" * (FIELD_LIMIT + 1) + b",1\n", FileTooLargeError, "line 2, column a: 100,001 characters"),
        (b"a,b\n1," + b"x" * 10 * 2**20 + b"\n", FileTooLargeError, "line 2, column b: 10,485,760 characters"),
        (b"a\n1," + b"x" * 200_000 + b"\n", FileTooLargeError, "line 2, column number 2"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileFormatError, "old or password-protected Excel"),
        (b"PK\x03\x04broken", FileFormatError, "damaged or protected archive"),
    ],
)
def test_malformed_files_are_refused(tmp_path: Path, content: bytes, error: type[SourceError], words: str) -> None:
    path = written(tmp_path, content)
    with pytest.raises(error, match=words) as caught:
        read_sheet(path)
    assert str(path) in str(caught.value)


def test_missing_files_and_folders_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="does not exist"):
        read_sheet(tmp_path / "none.csv")
    with pytest.raises(FileMissingError, match="is a folder"):
        read_sheet(tmp_path)
    with pytest.raises(FileMissingError, match="cannot be read"):
        read_sheet(written(tmp_path, "x") / "below.csv")


def test_files_over_the_limit_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "FILE_LIMIT", 10)
    with pytest.raises(FileTooLargeError, match="11 bytes; the limit is 10"):
        read_sheet(written(tmp_path, "a,b\n1,2\n3,4"))


def test_the_longest_field_is_read_and_the_csv_limit_left_as_it_was(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    assert len(read_sheet(written(tmp_path, "a\n" + "x" * FIELD_LIMIT)).rows[0].cells["a"]) == FIELD_LIMIT
    assert csv.field_size_limit() == before


def test_a_workbook_is_read_with_its_values_as_text(tmp_path: Path) -> None:
    stamp = datetime(2024, 5, 31, 12, 30)  # noqa: DTZ001  spreadsheets know no time zones
    path = workbook(
        tmp_path,
        ("Nimi", "n", "b", "d", "t", "f", "none"),
        ("Å", 12.0, True, date(2024, 5, 31), stamp, 1.5, None),
        (None,) * 7,
        ("z", 3, False, "", "", "", ""),
    )
    sheet = read_sheet(path, {"nimi": "name"})
    assert sheet.columns == ("name", "n", "b", "d", "t", "f", "none")
    assert [row.line for row in sheet.rows] == [2, 4]
    assert list(sheet.rows[0].cells.values()) == ["Å", "12", "true", "2024-05-31", "2024-05-31T12:30:00", "1.5", ""]
    assert sheet.rows[1].cells["b"] == "false"


def test_a_formula_that_was_never_computed_is_empty(tmp_path: Path) -> None:
    assert read_sheet(workbook(tmp_path, ("a", "b"), ("x", "=1+1"))).rows[0].cells == {"a": "x", "b": ""}


def test_workbooks_that_swell_or_escape_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UnsafeArchiveError, match="packed more than"):
        read_sheet(archive(tmp_path, {"xl/worksheets/sheet1.xml": b"0" * 20 * 2**20}))
    for name in ("../evil.xml", "/etc/evil.xml", "..\\evil.xml"):
        with pytest.raises(UnsafeArchiveError, match="points outside"):
            read_sheet(archive(tmp_path, {name: b"x"}))
    with pytest.raises(UnsafeArchiveError, match="declares XML entities"):
        read_sheet(archive(tmp_path, {"xl/workbook.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}))
    path = archive(tmp_path, {"a.bin": bytes(range(256)) * 40, "b.bin": b"x" * 100}, packed=False)
    monkeypatch.setattr(reading, "FILE_LIMIT", path.stat().st_size)
    assert isinstance(_refusal(path), FileFormatError)
    monkeypatch.setattr(reading, "FILE_LIMIT", 10_300)
    packed = archive(tmp_path, {"a.bin": bytes(range(256)) * 40, "b.bin": b"x" * 100})
    with pytest.raises(UnsafeArchiveError, match="unpacks to 10,340 bytes"):
        read_sheet(packed)


def _refusal(path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        read_sheet(path)
    return caught.value


def test_archives_that_are_no_workbooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileFormatError, match="not a readable XLSX"):
        read_sheet(archive(tmp_path, {"hello.txt": b"hello"}))
    content = workbook(tmp_path, ("a",), ("x",)).read_bytes()
    with pytest.raises(FileFormatError, match="damaged"):
        read_sheet(written(tmp_path, content[: len(content) // 2], "half.xlsx"))
    members = {name: zipfile.ZipFile(io.BytesIO(content)).read(name) for name in ("[Content_Types].xml",)}
    with pytest.raises(FileFormatError, match="not a readable XLSX"):
        read_sheet(archive(tmp_path, members))


def test_a_workbook_of_too_many_or_no_rows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(FileFormatError, match="is empty"):
        read_sheet(workbook(tmp_path))
    monkeypatch.setattr(spreadsheet, "ROW_LIMIT", 2)
    with pytest.raises(FileTooLargeError, match="more than 2 rows"):
        read_sheet(workbook(tmp_path, ("a",), ("1",), ("2",)))


def test_a_workbook_with_charts_only_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet()
    book.remove(book.worksheets[0])
    book.save(tmp_path / "in.xlsx")
    with pytest.raises(FileFormatError, match="not a readable XLSX"):
        read_sheet(tmp_path / "in.xlsx")


def test_a_surrogate_in_a_cell_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = workbook(tmp_path, ("a",), ("x",))
    monkeypatch.setattr(reading, "cells", lambda *_: (row for row in [(1, ["a"]), (2, ["\ud800"])]))
    with pytest.raises(FileFormatError, match="line 2, column a: a NUL or half of a surrogate"):
        read_sheet(path)


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=20)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), max_size=8),
    delimiter=st.sampled_from(reading.DELIMITERS),
    mark=st.booleans(),
)
def test_what_csv_writes_is_read_back(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, *, mark: bool
) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([("a", "b", "c"), *rows])
    path = written(tmp_path, text.getvalue().encode("utf-8-sig" if mark else "utf-8"))
    kept = [tuple(cell.strip() for cell in row) for row in rows]
    assert [tuple(row.cells.values()) for row in read_sheet(path).rows] == [row for row in kept if any(row)]
