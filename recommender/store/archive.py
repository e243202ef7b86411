"""A backup of the store: one zip with a file of JSON lines a table, and a manifest with counts and hashes.

It is read from either database in one moment, while others write, and is restored into an empty one of either kind,
whole or not at all. It holds everything, personal data too: keep it as you keep the database.
"""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any, cast
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from pydantic import BaseModel, ConfigDict, ValidationError
from sqlalchemy import Column, Connection, Date, Engine, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from recommender.errors import (
    BROKEN_ARCHIVE,
    ConflictError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    StoreError,
)
from recommender.store import audit
from recommender.store.columns import Instant
from recommender.store.database import revision, writing
from recommender.store.schema import metadata

FORMAT = 1
MANIFEST = "manifest.json"
MOST_BYTES = 8 * 2**30
"""Most bytes that an archive may unpack to."""
MOST_LINE = 32 * 2**20
"""Most bytes of one row."""
CHUNK = 500
"""Rows inserted at once."""


class Content(BaseModel):
    """What the manifest says of one table: rows, and the SHA-256 of its file."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: int
    sha256: str


class Manifest(BaseModel):
    """What an archive says of itself; ``revision`` is that of the schema."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    format: int
    revision: str
    at: datetime
    tables: dict[str, Content]


def back_up(engine: Engine, target: Path, *, at: datetime) -> Manifest:
    """Write all that a store holds into one file; a file that stands there is replaced in one step.

    Raises
    ------
    StoreError
        If the file cannot be written.
    """
    try:
        descriptor, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.absolute().parent)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error}.") from error
    draft = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            manifest = _write(engine, file, at)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore(engine: Engine, source: Path) -> Manifest:
    """Put what a backup holds into an empty store, whole or not at all; its audit log has to hold.

    Raises
    ------
    ConflictError
        If the store is not empty, or of another revision than the backup.
    FileMissingError, FileFormatError, FileTooLargeError
        If the file cannot be read, is not such a backup, or was changed.
    """
    with ExitStack() as stack:
        archive = stack.enter_context(_opened(source))
        manifest = _manifest(archive, source)
        connection = stack.enter_context(writing(engine))
        _check_fits(connection, manifest)
        try:
            for table in metadata.sorted_tables:
                _fill(connection, table, _Part(archive, source, table, manifest.tables[table.name]))
            audit.verify(connection)
        except (DBAPIError, StatementError, StoreError, OverflowError) as error:
            raise FileFormatError(f"{source} does not hold together: {_cause(error)}. Take another backup.") from error
    return manifest


def _write(engine: Engine, file: IO[bytes], at: datetime) -> Manifest:
    one_moment = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
    with (
        engine.connect().execution_options(**one_moment) as connection,
        connection.begin(),
        ZipFile(file, "w", ZIP_DEFLATED) as archive,
    ):
        contents = {table.name: _pour(connection, table, archive) for table in metadata.sorted_tables}
        manifest = Manifest(format=FORMAT, revision=revision(connection) or "", at=at, tables=contents)
        archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))
    return manifest


def _pour(connection: Connection, table: Table, archive: ZipFile) -> Content:
    """Write the rows of a table, in the order of its key."""
    hashed, rows = hashlib.sha256(), 0
    with archive.open(_name(table), "w", force_zip64=True) as file:
        for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings():
            line = json.dumps({name: _told(value) for name, value in row.items()}, ensure_ascii=False) + "\n"
            data = line.encode()
            hashed.update(data)
            file.write(data)
            rows += 1
    return Content(rows=rows, sha256=hashed.hexdigest())


def _told(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@dataclass(frozen=True, slots=True)
class _Part:
    """The file of one table in an archive, and what the manifest says of it."""

    archive: ZipFile
    source: Path
    table: Table
    content: Content

    def rows(self) -> Iterator[dict[str, Any]]:
        """Read the rows; what does not fit the manifest is told when it has been read."""
        hashed, count = hashlib.sha256(), 0
        for line in self._lines():
            hashed.update(line)
            count += 1
            yield self._row(line, count)
        if (count, hashed.hexdigest()) != (self.content.rows, self.content.sha256):
            raise FileFormatError(
                f"{self.source}: the rows of {self.table.name} are not those that were backed up; take another backup."
            )

    def _lines(self) -> Iterator[bytes]:
        try:
            with self.archive.open(_name(self.table)) as file:
                while line := file.readline(MOST_LINE + 1):
                    if len(line) > MOST_LINE:
                        raise FileTooLargeError(
                            f"{self.source}: a row of {self.table.name} is over {MOST_LINE:,} bytes."
                        )
                    yield line
        except BROKEN_ARCHIVE as error:
            raise FileFormatError(f"{self.source} is damaged at {self.table.name}; take another backup.") from error

    def _row(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            told = dict(json.loads(line))
            return {column.name: _read(column, told.pop(column.name)) for column in self.table.c} | told
        except (KeyError, ValueError, TypeError, RecursionError) as error:
            raise FileFormatError(
                f"{self.source}: row {number} of {self.table.name} cannot be read; take another backup."
            ) from error


def _read(column: "Column[Any]", value: Any) -> Any:  # noqa: ANN401 - whatever the column holds
    if value is None:
        return None
    if isinstance(column.type, Instant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _fill(connection: Connection, table: Table, part: _Part) -> None:
    rows = part.rows()
    while chunk := list(islice(rows, CHUNK)):
        connection.execute(insert(table), cast("Sequence[dict[str, Any]]", chunk))
    if connection.dialect.name == "postgresql" and table.c.get("number") is not None and table.name != audit.TABLE:
        highest = select(func.coalesce(func.max(table.c.number), 0) + 1).scalar_subquery()
        sequence = func.pg_get_serial_sequence(table.name, "number")
        connection.execute(select(func.setval(sequence, highest, False)))  # noqa: FBT003 - PostgreSQL's own


def _check_fits(connection: Connection, manifest: Manifest) -> None:
    found = revision(connection)
    if found != manifest.revision:
        raise ConflictError(
            f"The backup is of revision {manifest.revision!r}, this release keeps {found!r}; "
            "restore it with the release that wrote it, and upgrade then."
        )
    full = [t.name for t in metadata.sorted_tables if connection.execute(select(text("1")).select_from(t)).first()]
    if full:
        raise ConflictError(
            f"The store is not empty (there are rows in {', '.join(full)}); restore into a new database."
        )


def _opened(source: Path) -> ZipFile:
    try:
        return ZipFile(source)
    except OSError as error:
        raise FileMissingError(f"{source} cannot be read: {error.strerror or error}.") from error
    except (BadZipFile, NotImplementedError, ValueError) as error:
        raise FileFormatError(f"{source} is no backup of a store: {error}.") from error


def _manifest(archive: ZipFile, source: Path) -> Manifest:
    names = sorted(archive.namelist())
    expected = sorted([MANIFEST, *(_name(table) for table in metadata.sorted_tables)])
    if names != expected:
        raise FileFormatError(f"{source} is no backup of a store of this release: it holds other files.")
    if sum(info.file_size for info in archive.infolist()) > MOST_BYTES:
        raise FileTooLargeError(f"{source} unpacks to more than {MOST_BYTES:,} bytes.")
    try:
        with archive.open(MANIFEST) as file:
            manifest = Manifest.model_validate_json(file.read(MOST_LINE))
    except (ValidationError, *BROKEN_ARCHIVE) as error:
        raise FileFormatError(f"{source}: its manifest cannot be read; take another backup.") from error
    if manifest.format != FORMAT or set(manifest.tables) != {table.name for table in metadata.sorted_tables}:
        raise FileFormatError(f"{source} was written in format {manifest.format}; this release reads {FORMAT}.")
    return manifest


def _name(table: Table) -> str:
    return f"{table.name}.jsonl"


def _cause(error: Exception) -> str:
    """What the database says, without the row that it says it of."""
    if isinstance(error, StoreError):
        return str(error).rstrip(".")
    return type(error.orig if isinstance(error, DBAPIError) else error).__name__
