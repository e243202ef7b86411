"""The cells of an XLSX file: an archive of XML that is checked before it is unpacked."""

import io
import warnings
import zipfile
from collections.abc import Generator, Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path, PurePosixPath

import openpyxl

from recommender.errors import FileFormatError, FileTooLargeError, UnsafeArchiveError

RATIO_LIMIT = 200
"""How many times larger than packed a member may be, once it has more than `SMALL` bytes."""

SMALL = 2**20
ROW_LIMIT = 2**20
"""Rows of an Excel sheet, which is also the most that is read."""

COLUMN_LIMIT = 100
"""Most columns of a file."""

FAR_CELLS = 10_000_000
"""Cells beyond those columns, in all rows: a row is filled up to its last one, which takes time."""

Record = tuple[int, list[str]]
"""Where a record begins, and its fields as text."""


def cells(path: Path, content: bytes, limit: int) -> Generator[Record]:
    """Row number (from 1) and cells as text of the first sheet, blank rows included.

    Raises
    ------
    UnsafeArchiveError
        If it would unpack to more than `limit` bytes, is packed suspiciously tightly or declares XML entities.
    FileTooLargeError
        If it has more than `ROW_LIMIT` rows, or too many of them reach far to the right.
    FileFormatError
        If it is not a workbook.
    """
    _check_archive(path, content, limit)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of styles and extensions that do not matter here
            yield from _rows(path, content)
    except (FileTooLargeError, MemoryError):
        raise
    except Exception as error:
        # A damaged workbook raises whatever its parsers meet: KeyError, ParseError, BadZipFile, zlib.error …
        raise FileFormatError(f"{path} is not a readable XLSX workbook ({error}); save it anew as XLSX.") from error


def _check_archive(path: Path, content: bytes, limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
            _check_total(path, sum(member.file_size for member in members), limit)
            for member in members:
                _check_member(path, archive, member)
    except UnsafeArchiveError:
        raise
    except Exception as error:
        # zipfile raises BadZipFile, zlib.error, NotImplementedError, RuntimeError (password), EOFError …
        raise FileFormatError(f"{path} is a damaged or protected archive ({error}); save it anew as XLSX.") from error


def _check_total(path: Path, total: int, limit: int) -> None:
    if total > limit:
        raise UnsafeArchiveError(f"{path} unpacks to {total:,} bytes; the limit is {limit:,}. Split it.")


def _check_member(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    inside = PurePosixPath(member.filename)
    if inside.is_absolute() or ".." in inside.parts or "\\" in member.filename:
        raise UnsafeArchiveError(f"{path} holds {member.filename!r}, which points outside it; save it anew as XLSX.")
    if member.file_size > SMALL and member.file_size > RATIO_LIMIT * member.compress_size:
        raise UnsafeArchiveError(
            f"{path}: {member.filename} is packed more than {RATIO_LIMIT}-fold; save it anew as XLSX."
        )
    if member.filename.endswith((".xml", ".rels")):
        data = archive.read(member)
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            raise UnsafeArchiveError(f"{path}: {member.filename} declares XML entities; save it anew as XLSX.")


def _rows(path: Path, content: bytes) -> Iterator[Record]:
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file claims about its size may be wrong
        far = 0
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > ROW_LIMIT:
                raise FileTooLargeError(f"{path} has more than {ROW_LIMIT:,} rows; split it into several files.")
            far += max(0, len(row) - COLUMN_LIMIT)
            if far > FAR_CELLS:
                raise FileTooLargeError(
                    f"{path} has cells far beyond the {COLUMN_LIMIT} columns that are read, in too many rows; save "
                    "what it holds as a new workbook."
                )
            yield number, _fields(row)
    finally:
        book.close()


def _fields(row: Sequence[object]) -> list[str]:
    """Cells as texts without the empty ones at the end.

    A row is filled up to its last cell, which may be far away: of all beyond the most columns one is kept, so that the
    row has more cells than columns.
    """
    fields = [_text(value) for value in row[:COLUMN_LIMIT]]
    fields.append(next((_text(value) for value in reversed(row[COLUMN_LIMIT:]) if value is not None), ""))
    while fields and not fields[-1]:
        fields.pop()
    return fields


def _text(value: object) -> str:
    """Cell as text: whole numbers without a decimal point, days as ``YYYY-MM-DD``, an empty cell as ``""``."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case datetime() | date() | time():
            return value.isoformat()
        case _:
            return str(value)
