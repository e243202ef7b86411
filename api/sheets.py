"""Tables as files for spreadsheets: CSV and XLSX, in which no cell is a formula.

A program that opens a CSV takes a cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a line end for a formula
(OWASP, "CSV Injection"); such a text gets an apostrophe before it, in both formats alike.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from tempfile import TemporaryFile

from xlsxwriter import Workbook

BOM = "﻿"
"""Tells Excel that a CSV is UTF-8."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a text that is taken for a formula begins with, full-width signs too."""
CHUNK = 64 * 1024
MOST_CHARACTERS = 32_767
"""Most characters of a cell of XLSX."""
_SPLIT = re.compile(r"([;,\t\r\n][ \"]*)(?=[=+\-@＝＋－＠])")
Lines = Iterable[Mapping[str, object]]


def as_csv(columns: Sequence[str], lines: Lines) -> Iterator[bytes]:
    """Write a table as CSV in UTF-8 with a mark for Excel, piece by piece."""
    buffer = io.StringIO()
    buffer.write(BOM)
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL)
    writer.writerow(columns)
    for line in lines:
        writer.writerow([_split_safe(_plain(line[name])) for name in columns])
        if buffer.tell() >= CHUNK:
            yield _emptied(buffer)
    yield _emptied(buffer)


def as_xlsx(columns: Sequence[str], lines: Lines) -> Iterator[bytes]:
    """Write a table as XLSX, row by row into a temporary file, and give that piece by piece."""
    with TemporaryFile(prefix="kumppani-") as file:
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with Workbook(file, options) as book:
            sheet = book.add_worksheet()
            sheet.freeze_panes(1, 0)
            for place, name in enumerate(columns):
                sheet.write_string(0, place, name)
            for number, line in enumerate(lines, start=1):
                for place, name in enumerate(columns):
                    value = _plain(line[name])
                    if isinstance(value, str):
                        sheet.write_string(number, place, value[:MOST_CHARACTERS])
                    elif isinstance(value, bool):
                        sheet.write_boolean(number, place, value)
                    else:
                        sheet.write_number(number, place, value)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def neutral(text: str) -> str:
    """Keep a text from being taken for a formula; NUL, which no spreadsheet takes, is left out."""
    told = text.replace("\0", "")
    return f"'{told}" if told.lstrip(" ").startswith(FORMULA) else told


def _split_safe(value: str | float | bool) -> str | float | bool:  # noqa: FBT001 - a cell
    """Keep a piece of a text from being taken for a formula where a spreadsheet splits a CSV at another sign."""
    return _SPLIT.sub(r"\1'", value) if isinstance(value, str) else value


def _plain(value: object) -> str | int | float | bool:
    match value:
        case None:
            return ""
        case bool() | int() | float():
            return value
        case date() | datetime():
            return value.isoformat()
        case _:
            return neutral(str(value))


def _emptied(buffer: io.StringIO) -> bytes:
    told = buffer.getvalue().encode()
    buffer.seek(0)
    buffer.truncate()
    return told
