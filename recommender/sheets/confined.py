"""A workbook of a stranger, read by a process of its own that may take so much memory and time and no more.

What parses a workbook builds far more than a file of its size should need, from any of its parts, so that no limit on
the file bounds it. The operating system does, where it has limits for a process (Linux).
"""

import json
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from recommender import errors
from recommender.errors import FileTooLargeError, SourceError, UnsafeArchiveError
from recommender.sheets.reading import Row, Sheet, sheet_of

MEMORY = 160 * 2**20
"""Bytes that the process may take."""
SECONDS = 60
"""How long it may take."""


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
    """
    asked = json.dumps([str(path), dict(synonyms), sorted(only), limits.unpacked, limits.rows, limits.text])
    command = [sys.executable, "-m", __name__, asked]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603 - ours
    except subprocess.TimeoutExpired:
        raise UnsafeArchiveError(f"{path} takes more than {SECONDS} seconds to read; {_ADVICE}") from None
    lines = done.stdout.splitlines()
    if done.returncode or not lines:
        raise UnsafeArchiveError(f"{path} takes more than {MEMORY // 2**20} MiB of memory to read; {_ADVICE}")
    head = json.loads(lines[0])
    if "error" in head:
        kind: type[SourceError] = getattr(errors, head["error"])
        raise kind(head["message"])
    return Sheet(path, tuple(head["columns"]), tuple(_rows(head["kept"], lines[1:])))


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
    for line in _told(sys.argv[1], sys.stdin.buffer.read()):
        sys.stdout.buffer.write(line)


_ADVICE = "save what it holds as a new workbook, or as CSV."

if __name__ == "__main__":
    _main()
