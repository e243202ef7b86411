"""Records of a ``;``-separated UTF-8 file, with the line on which each starts.

Quoted fields may hold separators, doubled quotes and line breaks. A record that cannot be parsed goes to the
quarantine and reading goes on at the next line; what makes the rest of a file doubtful is refused with the line.
"""

import codecs
import csv
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

import pandas as pd

from recommender.errors import ColumnsMissingError, FileFormatError, FileTooLargeError
from recommender.tables import frame
from training.sources.archive import Archive
from training.sources.quarantine import shortened

LONGEST_FIELD = 1_000_000
"""Characters that one field may have."""

LONGEST_LINE = 32 * 2**20
"""Bytes that one line may have."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column by the names it goes by, upper and lower case alike; one that is not required may be missing."""

    names: tuple[str, ...]
    required: bool = False


def read_delimited(
    archive: Archive, member: str, layout: Mapping[str, Column], *, separator: str = ";"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Read the columns of `layout` from a member.

    Returns
    -------
    rows, quarantine
        Columns of `layout` as text without surrounding blanks (``""`` where a column is missing) and those of
        `quarantine.PLACE`; and the records that could not be parsed.

    Raises
    ------
    ColumnsMissingError
        If a required column is missing.
    FileFormatError
        If the file is empty, not UTF-8, holds NUL or a quote that is never closed.
    FileTooLargeError
        If a line or field is over its limit.
    """
    where = f"{archive.path}: {member}"
    rows: list[tuple[str, ...]] = []
    lines: list[int] = []
    broken: list[tuple[str, ...]] = []
    with archive.stream(member) as stream, _longest_field(LONGEST_FIELD):
        records = _records(stream, where, separator)
        header = next((fields for _, fields in records if fields), None)
        if not isinstance(header, list):
            raise FileFormatError(
                f"{where} has no readable header line; it should start with the names of its columns."
            )
        places = _places(where, header, layout, separator)
        for line, fields in records:
            if isinstance(fields, list) and len(fields) == len(header):
                rows.append(tuple("" if place is None else fields[place].strip() for place in places))
                lines.append(line)
            elif isinstance(fields, str):
                broken.append((archive.path.name, member, str(line), fields, ""))
            elif fields:
                reason = "the record has more or fewer fields than the header"
                broken.append((archive.path.name, member, str(line), reason, shortened(fields)))
    table = pd.DataFrame(rows, columns=list(layout), dtype="str")
    return table.assign(source=archive.path.name, file=member, line=lines), frame("quarantine", broken)


def _records(stream: IO[bytes], where: str, separator: str) -> Iterator[tuple[int, list[str] | str]]:
    """Yield line and fields of each record, or the reason in place of the fields."""
    reader = csv.reader(_lines(stream, where), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "limit" in str(error):
                raise FileTooLargeError(
                    f"{where}, line {line}: a field is longer than {LONGEST_FIELD:,} characters; "
                    "shorten it, or close its quote if that is what is missing."
                ) from error
            if "end of data" in str(error):
                raise FileFormatError(
                    f"{where}, line {line}: a quote is opened and never closed; the file may be cut off, get it again."
                ) from error
            yield line, "the quotes or line breaks of the record are out of order"


def _lines(stream: IO[bytes], where: str) -> Iterator[str]:
    number = 0
    while raw := stream.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1:
            if raw.startswith(_UTF16):
                raise FileFormatError(f"{where} is UTF-16; save it as UTF-8.")
            raw = raw.removeprefix(codecs.BOM_UTF8)
        if len(raw) > LONGEST_LINE:
            raise FileTooLargeError(f"{where}, line {number}: longer than {LONGEST_LINE:,} bytes; this is no table.")
        if b"\0" in raw:
            raise FileFormatError(f"{where}, line {number}: holds a NUL byte; the file is binary or damaged.")
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            raise FileFormatError(
                f"{where}, line {number}: byte {error.start + 1} of the line is not UTF-8 ({error.reason}); "
                "save the file as UTF-8."
            ) from error
        yield text


def _places(where: str, header: list[str], layout: Mapping[str, Column], separator: str) -> list[int | None]:
    """Return the position of each column of `layout` in `header`."""
    found = [name.strip().lower() for name in header]
    wrong = next((sign for sign in (",", "\t", "|", ";") if len(found) == 1 and sign in found[0]), None)
    if wrong is not None:
        raise FileFormatError(
            f"{where}, line 1: the columns seem to be separated by {wrong!r}; they should be by {separator!r}."
        )
    twice = sorted({name for name in found if name and found.count(name) > 1})
    if twice:
        raise FileFormatError(f"{where}, line 1: columns stand twice: {', '.join(twice)}; keep one of each.")
    positions = [next((found.index(n) for n in map(str.lower, c.names) if n in found), None) for c in layout.values()]
    missing = [
        column.names[0]
        for column, position in zip(layout.values(), positions, strict=True)
        if column.required and position is None
    ]
    if missing:
        raise ColumnsMissingError(
            f"{where} lacks the columns {', '.join(missing)}; found {', '.join(header)[:1000]}. "
            "Use the file as it is published."
        )
    return positions


@contextmanager
def _longest_field(characters: int) -> Iterator[None]:
    before = csv.field_size_limit(characters)
    try:
        yield
    finally:
        csv.field_size_limit(before)
