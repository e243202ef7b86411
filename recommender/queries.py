"""Files of queries in, files of rankings out: the form in which runs are judged."""

import csv
import io
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from recommender.catalogue import Catalogue
from recommender.entities import OrganisationId, Query
from recommender.errors import (
    ColumnsMissingError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    InvalidRecordError,
    QueryError,
)
from recommender.ranking.base import Best
from recommender.taxonomy.countries import country_code

QUERY_COLUMNS = ("query_id", "sme_id", "country", "text")
RUN_COLUMNS = ("query_id", "ecosystem_id", "flagship_id", "rank", "score", "odds")
MAX_TEXT = 100_000
"""Longest field, in characters."""

csv.field_size_limit(10 * 1024 * 1024)
TOO_LARGE = "field larger than field limit"
"""What the parser says of a field over its own limit."""


@dataclass(frozen=True, slots=True)
class QueryFile:
    """The queries of a file, and what is odd about them: line and fault of each country that is not known."""

    queries: tuple[Query, ...]
    unplaced: tuple[tuple[int, str], ...] = ()


def read_queries(path: Path) -> QueryFile:
    """Read queries from a CSV file in UTF-8; other columns than `QUERY_COLUMNS` are ignored.

    A country that is not known counts as none: one slip shall not cost a whole file.

    Raises
    ------
    SourceError
        If the file is missing, no UTF-8 text, lacks a column, holds a field over `MAX_TEXT`, or an id twice.
    """
    reader = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        lines = [(reader.line_num, cells) for cells in reader if cells]
    except csv.Error as error:
        if str(error).startswith(TOO_LARGE):
            raise FileTooLargeError(
                f'{path}, line {reader.line_num}: a field is over {MAX_TEXT:,} characters; shorten it, or close its ".'
            ) from error
        raise FileFormatError(
            f'{path}, line {reader.line_num}: this is not CSV ({error}); quote fields with ".'
        ) from error
    if not lines:
        raise FileFormatError(f"{path} is empty; it needs a header with {', '.join(QUERY_COLUMNS)} and a line a query.")
    records = list(_records(path, _header(path, lines[0][1]), lines[1:]))
    countries = [_country(record["country"]) for _, record in records]
    return QueryFile(
        tuple(
            Query(record["query_id"].strip(), OrganisationId(record["sme_id"].strip()) or None, code, record["text"])
            for (_, record), (code, _) in zip(records, countries, strict=True)
        ),
        tuple((line, fault) for (line, _), (_, fault) in zip(records, countries, strict=True) if fault),
    )


def _header(path: Path, cells: Sequence[str]) -> list[str]:
    header = [name.strip() for name in cells]
    missing = [column for column in QUERY_COLUMNS if column not in header]
    if missing:
        raise ColumnsMissingError(f"{path} lacks the columns {', '.join(missing)}; found: {', '.join(header)[:300]}.")
    twice = [column for column in QUERY_COLUMNS if header.count(column) > 1]
    if twice:
        raise ColumnsMissingError(f"{path} has the columns {', '.join(twice)} twice; keep one of each.")
    return header


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read ({error.strerror or error}); name a CSV file.") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileFormatError(f"{path}, line {line}: this is not UTF-8; save the file as UTF-8.") from error
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise FileFormatError(f"{path}, line {line}: there is a NUL character; this is not a text file.")
    return text


def _records(
    path: Path, header: Sequence[str], lines: Sequence[tuple[int, list[str]]]
) -> Iterator[tuple[int, dict[str, str]]]:
    seen: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(header):
            raise InvalidRecordError(f"{path}, line {line}: {len(cells)} fields, but the header has {len(header)}.")
        record = dict(zip(header, cells, strict=True))
        long = next((name for name in QUERY_COLUMNS if len(record[name]) > MAX_TEXT), None)
        if long:
            raise FileTooLargeError(f"{path}, line {line}: {long} is over {MAX_TEXT:,} characters; shorten it.")
        query_id = record["query_id"].strip()
        if not query_id or query_id in seen:
            problem = f"query_id {query_id!r} stands in line {seen[query_id]} too" if query_id else "query_id is empty"
            raise InvalidRecordError(f"{path}, line {line}: {problem}; each query needs an id of its own.")
        seen[query_id] = line
        yield line, record


def _country(text: str) -> tuple[str, str]:
    """Code of a country, and what is wrong with it."""
    try:
        return (country_code(text) if text.strip() else ""), ""
    except QueryError as error:
        return "", str(error)


def write_run(path: Path, catalogue: Catalogue, answers: Iterable[Best]) -> int:
    """Write rankings as CSV as they come, the file whole or not at all; return the number of rows.

    Raises
    ------
    FileMissingError
        If the file cannot be written.
    """
    written = 0
    with _writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    draft = Path(name)
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(RUN_COLUMNS)
            for answer in answers:  # what fails in here is not the file's fault
                with _writing(path):
                    writer.writerows(
                        (answer.query_id, each.id, each.flagship_id, rank, f"{score:.9g}", f"{odds:.9g}")
                        for each, rank, score, odds in answer.named(catalogue)
                    )
                written += len(answer.rows)
            with _writing(path):
                file.flush()
        with _writing(path):
            draft.chmod(0o666 & ~_umask())
            draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return written


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, UnicodeEncodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise FileMissingError(f"{path} cannot be written ({reason}); choose another --output.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
