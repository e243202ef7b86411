"""Reading CSV and XLSX files that anyone may have made: safely, and with the place of every fault.

A file is read whole before anything is done with it: a fault on the last line is met before the first row is used; of
what is read, no more is held than the rows that say something.
CSV: UTF-8 with or without a byte-order mark, delimiter comma, semicolon or tab. XLSX: the first sheet, formulas as the
values that were last computed.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from recommender.errors import ColumnsMissingError, FileFormatError, FileMissingError, FileTooLargeError
from recommender.sheets.spreadsheet import COLUMN_LIMIT, Record, cells

FILE_LIMIT = 100 * 2**20
"""Largest file, and largest unpacked XLSX, in bytes."""

FIELD_LIMIT = 100_000
"""Longest field, in characters."""

BLANKS = 10
"""How many times more rows there may be with the blank ones than without."""

DELIMITERS = (",", ";", "\t")

_SURROGATE = re.compile("[\ud800-\udfff]")
_ENCODED_SURROGATE = re.compile(rb"\xed[\xa0-\xbf]")
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_BOM = b"\xef\xbb\xbf"
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line on which it begins (from 1), its cells by column, and how many fields have no column."""

    line: int
    cells: dict[str, str]
    surplus: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read: its columns by their canonical names, and its rows without the blank ones."""

    path: Path
    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def require(self, *groups: Sequence[str]) -> None:
        """Check that at least one column of each group is there.

        Raises
        ------
        ColumnsMissingError
            Naming the file, the columns that lack and those that were found.
        """
        lacking = [" or ".join(group) for group in groups if not set(group) & set(self.columns)]
        if lacking:
            raise ColumnsMissingError(
                f"{self.path} lacks the column(s) {', '.join(lacking)}; found: {', '.join(self.columns)}. "
                "The first line must name the columns."
            )


def read_sheet(path: Path, synonyms: Mapping[str, str] | None = None) -> Sheet:
    """Read a CSV or XLSX file; `synonyms` maps other headings (lower case, ``_`` for space) to canonical columns.

    Raises
    ------
    FileMissingError
        If there is no such file, or it cannot be read.
    FileTooLargeError
        If the file or one of its fields is over the limit.
    UnsafeArchiveError
        If an XLSX would swell without bound.
    FileFormatError
        If it is empty, binary, in another encoding, or malformed.
    """
    return sheet_of(path, _content(path), synonyms)


def sheet_of(
    path: Path,
    content: bytes,
    synonyms: Mapping[str, str] | None = None,
    *,
    limit: int | None = None,
    most_rows: int | None = None,
    only: Collection[str] | None = None,
) -> Sheet:
    """Read what a CSV or XLSX file holds; `path` names it in messages.

    An XLSX may unpack to `limit` bytes, else to `FILE_LIMIT`; there are `most_rows` rows at most that say anything, and
    `BLANKS` times as many with the blank ones. Cells are kept of all columns, or of `only` some.

    Raises
    ------
    FileTooLargeError
        If a field is over the limit, or there are too many rows or columns.
    UnsafeArchiveError
        If an XLSX would swell without bound.
    FileFormatError
        If it is empty, binary, in another encoding, or malformed.
    """
    if not content.removeprefix(_BOM).strip():
        raise FileFormatError(f"{path} is empty; the first line must name the columns.")
    if is_workbook(content):
        records = cells(path, content, FILE_LIMIT if limit is None else limit)
    else:
        records = _records(path, _decoded(path, content))
    with closing(records):
        heading = next(records, None)
        if heading is None:
            raise FileFormatError(f"{path} is empty; the first line must name the columns.")
        columns = _columns(path, heading[1], synonyms or {})
        rows = tuple(_row(path, line, fields, columns, only) for line, fields in _said(path, records, most_rows))
    return Sheet(path, tuple(column for column in columns if column), rows)


def is_workbook(content: bytes) -> bool:
    """Whether a file is an archive, as an XLSX is."""
    return content.startswith(_ZIP)


def _said(path: Path, records: Iterator[Record], most: int | None) -> Iterator[Record]:
    """Leave out blank records; they count too, as they take time."""
    said = 0
    for place, record in enumerate(records, start=1):
        says = any(field.strip() for field in record[1])
        said += says
        if most is not None and (said > most or place > most * BLANKS):
            counted = f"{most:,} rows" if said > most else f"{most * BLANKS:,} rows, blank ones among them"
            raise FileTooLargeError(f"{path} has more than {counted}; split it into several files.")
        if says:
            yield record


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise FileMissingError(f"{path} is a folder; name a CSV or XLSX file.")
        size = path.stat().st_size
        if size > FILE_LIMIT:
            raise FileTooLargeError(
                f"{path} has {size:,} bytes; the limit is {FILE_LIMIT:,}. Split it into several files."
            )
        return path.read_bytes()
    except FileNotFoundError:
        raise FileMissingError(f"{path} does not exist; check the path.") from None
    except (OSError, ValueError) as error:
        raise FileMissingError(f"{path} cannot be read: {error}.") from error


def _decoded(path: Path, content: bytes) -> str:
    if content.startswith(_OLD_EXCEL):
        raise FileFormatError(f"{path} is an old or password-protected Excel file; save it as XLSX without a password.")
    if content.startswith(_UTF16):
        raise FileFormatError(f"{path}, line 1: the text is UTF-16; save it as 'CSV UTF-8'.")
    if (place := content.find(b"\0")) >= 0:
        raise FileFormatError(f"{path}, line {_line(content, place)}: a NUL byte; this is not a text file, or damaged.")
    try:
        return content.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = _line(error.object, error.start)
        if _ENCODED_SURROGATE.match(error.object, error.start):
            what = "half of a surrogate pair, which is no character; write the text anew from its origin"
        else:
            what = f"byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as 'CSV UTF-8'"
        raise FileFormatError(f"{path}, line {line}: {what}.") from None


def _line(content: bytes, place: int) -> int:
    return content.count(b"\n", 0, place) + 1


def _records(path: Path, text: str) -> Generator[Record]:
    """Give the line on which each record begins, and its fields."""
    start = 1
    with _unbounded_fields():
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
        try:
            for fields in reader:
                yield start, fields
                start = reader.line_num + 1
        except csv.Error as error:
            raise FileFormatError(
                f"{path}, line {start}: {error}. Check that each quotation mark inside a field is doubled and each "
                "quoted field is closed."
            ) from error


@contextmanager
def _unbounded_fields() -> Iterator[None]:
    """Lift the csv module's own limit, which cannot name a column; `_row` checks ours.

    The limit is the process's, so threads that read take turns.
    """
    with _ONE_AT_A_TIME:
        before = csv.field_size_limit(FILE_LIMIT)
        try:
            yield
        finally:
            csv.field_size_limit(before)


def _delimiter(text: str) -> str:
    """Delimiter that stands most often outside quotes on the first line; the comma wins a tie."""
    heading = re.sub(r'"[^"]*"', "", text.lstrip().split("\n", 1)[0])
    counts = Counter(heading)
    return max(DELIMITERS, key=lambda delimiter: counts[delimiter])


def _columns(path: Path, heading: Sequence[str], synonyms: Mapping[str, str]) -> list[str]:
    if len(heading) > COLUMN_LIMIT:
        raise FileTooLargeError(f"{path}, line 1: {len(heading):,} columns; the limit is {COLUMN_LIMIT:,}.")
    plain = ["_".join(re.split(r"[\s_-]+", name.strip().casefold())) for name in heading]
    columns = [synonyms.get(name, name) for name in plain]
    twice = [column for column, count in Counter(columns).items() if column and count > 1]
    if twice:
        given = ", ".join(name for name, column in zip(heading, columns, strict=True) if column == twice[0])
        raise FileFormatError(f"{path}, line 1: the column {twice[0]} stands more than once ({given}); keep one.")
    return columns


def _row(path: Path, line: int, fields: Sequence[str], columns: Sequence[str], only: Collection[str] | None) -> Row:
    for place, field in enumerate(fields):
        name = (columns[place] if place < len(columns) else "") or f"number {place + 1}"
        if len(field) > FIELD_LIMIT:
            raise FileTooLargeError(
                f"{path}, line {line}, column {name}: {len(field):,} characters; the limit is {FIELD_LIMIT:,}."
            )
        if "\0" in field or _SURROGATE.search(field):
            raise FileFormatError(
                f"{path}, line {line}, column {name}: a NUL or half of a surrogate pair; write the text anew."
            )
    values = dict(zip(columns, (field.strip() for field in fields), strict=False))
    nameless = sum(1 for column, field in zip(columns, fields, strict=False) if not column and field.strip())
    surplus = nameless + sum(1 for field in fields[len(columns) :] if field.strip())
    kept = [column for column in columns if column and (only is None or column in only)]
    return Row(line, {column: values.get(column, "") for column in kept}, surplus)
