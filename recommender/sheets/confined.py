"""A workbook of a stranger, read by a process of its own that may take so much memory and time and no more.

What parses a workbook builds far more than a file of its size should need, from any of its parts, so that no limit on
the file bounds it. The operating system does, where it has limits for a process (Linux).

The process finds the modules that we find, and gets nothing else of our environment, where passwords stand.
"""

import json
import os
import subprocess
import sys
import traceback
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recommender import errors
from recommender.errors import FileTooLargeError, ServiceError, SourceError, UnsafeArchiveError
from recommender.sheets.reading import Row, Sheet, sheet_of

MEMORY = 160 * 2**20
"""Bytes that the process may take."""
SECONDS = 60
"""How long it may take."""
NO_MEMORY = 77
"""What it ends with when it may take no more memory."""
KILLED = -9
"""How the system ends what took too much processor time, or memory of the machine's."""
MOST_SAID = 2000
"""Characters that are kept of what it says when it fails."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What may be read: bytes that the archive unpacks to, rows, and bytes of text in all."""

    unpacked: int
    rows: int
    text: int


def confined_sheet(
    path: Path, content: bytes, synonyms: Mapping[str, str], only: Collection[str], limits: Limits
) -> Sheet:
    """Read a workbook as `sheet_of` does, and keep cells of `only` some columns; `path` names it in messages.

    Raises
    ------
    FileTooLargeError
        If it holds too much.
    UnsafeArchiveError
        If it takes too much memory or time.
    FileFormatError
        If it is malformed.
    ServiceError
        If the process fails, which is no fault of the file's.
    """
    asked = json.dumps([str(path), dict(synonyms), sorted(only), limits.unpacked, limits.rows, limits.text])
    lines = _answer(path, asked, content).splitlines()
    head = json.loads(lines[0])
    if "error" in head:
        kind: type[SourceError] = getattr(errors, head["error"])
        raise kind(head["message"])
    return Sheet(path, tuple(head["columns"]), tuple(_rows(head["kept"], lines[1:])))


def _answer(path: Path, asked: str, content: bytes) -> bytes:
    command = [sys.executable, "-P", "-m", __name__, asked]  # -P: no module comes from the folder where we stand
    modules = {"PYTHONPATH": os.pathsep.join(place for place in sys.path if place)}
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False, env=modules)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        raise UnsafeArchiveError(f"{path} takes more than {SECONDS} seconds to read; {_ADVICE}") from None
    if done.returncode in {NO_MEMORY, KILLED}:
        most = f"{MEMORY // 2**20} MiB of memory, or {SECONDS} seconds,"
        raise UnsafeArchiveError(f"{path} takes more than {most} to read; {_ADVICE}")
    if done.returncode or not done.stdout:
        said = done.stderr.decode(errors="replace")[-MOST_SAID:]
        raise ServiceError(f"The reader of workbooks ended with {done.returncode}: {said}")
    return done.stdout


def _rows(columns: list[str], lines: list[bytes]) -> Iterator[Row]:
    for line in lines:
        number, fields, surplus = json.loads(line)
        yield Row(number, dict(zip(columns, fields, strict=True)), surplus)


def _told(asked: str, content: bytes) -> Iterator[bytes]:
    """The lines of the answer: what was found, then row after row."""
    path, synonyms, only, unpacked, rows, text = json.loads(asked)
    try:
        sheet = sheet_of(Path(path), content, synonyms, limit=unpacked, most_rows=rows, only=only)
        lines = [_line([row.line, list(row.cells.values()), row.surplus]) for row in sheet.rows]
        if sum(map(len, lines)) > text:
            raise FileTooLargeError(f"{path} holds more than {text:,} bytes of text; split it into several files.")
    except SourceError as error:
        yield _line({"error": type(error).__name__, "message": str(error)})
    else:
        kept = [column for column in sheet.columns if column in only]
        yield _line({"columns": sheet.columns, "kept": kept})
        yield from lines


def _line(told: object) -> bytes:
    return json.dumps(told, ensure_ascii=False).encode() + b"\n"


def _main() -> None:
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        pass
    else:
        resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        for line in _told(sys.argv[1], sys.stdin.buffer.read()):
            sys.stdout.buffer.write(line)
    except MemoryError:
        os._exit(NO_MEMORY)
    except Exception as error:  # noqa: BLE001 - its message may quote the file, and what is said here is logged
        traceback.print_tb(error.__traceback__)
        sys.exit(type(error).__name__)


_ADVICE = "save what it holds as a new workbook, or as CSV."

if __name__ == "__main__":
    _main()
