"""The files of a catalogue, YAML or tables: their entries as they stand, nothing of the meaning checked.

YAML is read as plain data: only ``true``, ``false``, whole numbers and ``null`` are anything else than text, so that
``NO`` stays a country and a day stays a day. Anchors, aliases, tags and repeated fields are refused.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from recommender.errors import (
    ColumnsMissingError,
    FileFormatError,
    FileMissingError,
    FileTooLargeError,
    InvalidRecordError,
)
from recommender.sheets.reading import Row, read_sheet

FILE_LIMIT = 10 * 2**20
"""Largest file, in bytes."""

DEPTH_LIMIT = 8
"""Deepest nesting of lists and mappings in YAML; an entry needs four."""

LANGUAGES = ("en", "fi", "sv")
COLUMNS = (
    "id", "flagship_id", "flagship_name", "flagship_large", "name_en", "name_fi", "name_sv", "scope", "country",
    "region", "summary_en", "summary_fi", "summary_sv", "goals_en", "goals_fi", "goals_sv", "themes", "sdgs",
    "members", "source", "verified", "known_on", "status", "note",
)  # fmt: skip
"""Columns of the table form; lists are separated by a bar, an empty cell says nothing."""

OPTIONAL_COLUMNS = frozenset({
    "name_sv", "region", "summary_sv", "goals_sv", "members", "status", "note",
})  # fmt: skip

_YAML = {".yaml", ".yml"}
_TABLES = {".csv", ".xlsx"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as its file has it, texts with single spaces, and the line on which it begins (from 1)."""

    file: Path
    line: int
    record: dict[str, object]

    @property
    def place(self) -> str:
        """File, line and id, to begin a message with."""
        named = self.record.get("id")
        return f"{self.file}, line {self.line}, entry {str(named)[:100] if named else 'without id'}"


def read_entries(path: Path) -> list[Entry]:
    """Read the entries of a file, or of all YAML, CSV and XLSX files directly in a folder, by name.

    Raises
    ------
    FileMissingError
        If there is nothing to read.
    FileTooLargeError
        If a file is over the limit.
    FileFormatError
        If a file is empty, binary, in another encoding or format, or uses what is refused in YAML.
    ColumnsMissingError
        If a table lacks a required column.
    InvalidRecordError
        If an entry is not a mapping of fields.
    """
    try:
        return [entry for file in _files(path) for entry in _read_file(file)]
    except OSError as error:
        raise FileMissingError(f"{path} cannot be read: {error}.") from error


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    files = sorted(file for file in path.iterdir() if file.suffix.lower() in _YAML | _TABLES)
    if not files:
        raise FileMissingError(f"{path} holds no YAML, CSV or XLSX file; name the folder of a catalogue, or a file.")
    return files


def _read_file(path: Path) -> list[Entry]:
    suffix = path.suffix.lower()
    if suffix not in _YAML | _TABLES:
        raise FileFormatError(f"{path} is no catalogue; name a .yaml, .yml, .csv or .xlsx file, or a folder of them.")
    if not path.is_file():
        raise FileMissingError(f"{path} does not exist or is not a file; check the path.")
    size = path.stat().st_size
    if size > FILE_LIMIT:
        raise FileTooLargeError(f"{path} has {size:,} bytes; the limit is {FILE_LIMIT:,}. Split it.")
    return _table_entries(path) if suffix in _TABLES else _yaml_entries(path, _text(path, path.read_bytes()))


def _text(path: Path, content: bytes) -> str:
    if (place := content.find(b"\0")) >= 0:
        line = content.count(b"\n", 0, place) + 1
        raise FileFormatError(f"{path}, line {line}: a NUL byte; save the file as text in UTF-8.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FileFormatError(
            f"{path}, line {line}: byte 0x{error.object[error.start]:02X} is not UTF-8; save the file as text in UTF-8."
        ) from None


class _Loader(yaml.CSafeLoader):
    """Plain data: what is not ``true``, ``false``, a whole number or ``null`` is text."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), ["t", "f"])
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"(?:0|[1-9][0-9]{0,8})\Z"), list("0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~)?\Z"), ["n", "~", ""])


def _yaml_entries(path: Path, text: str) -> list[Entry]:
    try:
        _refuse_cleverness(path, text)
        loader = _Loader(text)
        try:
            return list(_entries(path, loader.get_single_node(), loader.construct_document))
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise FileFormatError(f"{path}, line {line}: not valid YAML ({error.problem}); correct it.") from None
    except yaml.YAMLError as error:
        raise FileFormatError(f"{path} is not valid YAML ({str(error).splitlines()[0]}); correct it.") from None


def _refuse_cleverness(path: Path, text: str) -> None:
    """Look over the events of a document, before any of it is built.

    Raises
    ------
    FileFormatError
        At an anchor, an alias, a tag, or nesting beyond the limit: a small file could swell without bound.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        where = f"{path}, line {event.start_mark.line + 1 if event.start_mark else 1}"
        if getattr(event, "anchor", None):
            raise FileFormatError(f"{where}: anchors and aliases are not read; write the text out.")
        if tag := getattr(event, "tag", None):
            raise FileFormatError(f"{where}: tags are not read; remove {str(tag)[:60]!r}.")
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEPTH_LIMIT:
            raise FileFormatError(f"{where}: nested deeper than {DEPTH_LIMIT}; an entry needs four levels.")


def _entries(path: Path, root: yaml.Node | None, build: Callable[[yaml.Node], object]) -> Iterator[Entry]:
    if root is None:
        raise FileFormatError(f"{path} is empty; write a list of entries.")
    if not isinstance(root, yaml.SequenceNode | yaml.MappingNode):
        raise FileFormatError(f"{path}, line {root.start_mark.line + 1}: expected a list of entries, found a text.")
    nodes = root.value if isinstance(root, yaml.SequenceNode) else [root]
    if not nodes:
        raise FileFormatError(f"{path} holds an empty list; write at least one entry.")
    for node in nodes:
        line = node.start_mark.line + 1
        _refuse_repeated_fields(path, node)
        record = _tidied(build(node))
        if not isinstance(record, dict):
            raise InvalidRecordError(f"{path}, line {line}: an entry must be a mapping of fields; begin it with id.")
        yield Entry(path, line, _with_textual_flagship(record))


def _with_textual_flagship(record: dict[str, object]) -> dict[str, object]:
    """An organisationID of CORDIS is a number, which YAML takes for one unless it is quoted; ids are texts."""
    flagship = record.get("flagship")
    number = flagship.get("id") if isinstance(flagship, dict) else None
    if isinstance(flagship, dict) and type(number) is int:
        return {**record, "flagship": {**flagship, "id": str(number)}}
    return record


def _refuse_repeated_fields(path: Path, node: yaml.Node) -> None:
    if isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _refuse_repeated_fields(path, child)
    elif isinstance(node, yaml.MappingNode):
        seen: set[object] = set()
        for key, value in node.value:
            where = f"{path}, line {key.start_mark.line + 1}"
            if not isinstance(key, yaml.ScalarNode):
                raise FileFormatError(f"{where}: the name of a field must be a text, not a list or mapping.")
            if key.value in seen:
                raise FileFormatError(f"{where}: the field {key.value[:60]!r} stands twice in one mapping; keep one.")
            seen.add(key.value)
            _refuse_repeated_fields(path, value)


def _tidied(value: object) -> object:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_tidied(part) for part in value]
    if isinstance(value, dict):
        return {str(key): _tidied(part) for key, part in value.items()}
    return value


def _table_entries(path: Path) -> list[Entry]:
    sheet = read_sheet(path)
    sheet.require(*((column,) for column in COLUMNS if column not in OPTIONAL_COLUMNS))
    if unknown := sorted(set(sheet.columns) - set(COLUMNS)):
        raise ColumnsMissingError(
            f"{path}, line 1: no catalogue has the column(s) {', '.join(unknown)}; known are {', '.join(COLUMNS)}."
        )
    if not sheet.rows:
        raise FileFormatError(f"{path} holds no entry; write at least one line below the columns.")
    return [_table_entry(path, row) for row in sheet.rows]


def _table_entry(path: Path, row: Row) -> Entry:
    if row.surplus:
        raise InvalidRecordError(
            f"{path}, line {row.line}: {row.surplus} more field(s) than columns; quote texts that hold the delimiter."
        )
    cells = {column: text for column, value in row.cells.items() if (text := " ".join(value.split()))}
    plain = ("id", "scope", "country", "region", "source", "known_on", "status", "note")
    record: dict[str, object] = {column: cells[column] for column in plain if column in cells}
    record["flagship"] = {
        field: _flag(cells[f"flagship_{field}"]) if field == "large" else cells[f"flagship_{field}"]
        for field in ("id", "name", "large")
        if f"flagship_{field}" in cells
    }
    record["names"] = {spoken: cells[f"name_{spoken}"] for spoken in LANGUAGES if f"name_{spoken}" in cells}
    record["summaries"] = {spoken: cells[f"summary_{spoken}"] for spoken in LANGUAGES if f"summary_{spoken}" in cells}
    record["goals"] = {spoken: _list(cells[f"goals_{spoken}"]) for spoken in LANGUAGES if f"goals_{spoken}" in cells}
    record |= {column: _list(cells[column]) for column in ("themes", "members") if column in cells}
    if "sdgs" in cells:
        record["sdgs"] = [int(part) if re.fullmatch(r"[0-9]{1,3}", part) else part for part in _list(cells["sdgs"])]
    if "verified" in cells:
        record["verified"] = _flag(cells["verified"])
    return Entry(path, row.line, record)


def _list(cell: str) -> list[str]:
    return [text for part in cell.split("|") if (text := part.strip())]


def _flag(cell: str) -> bool | str:
    return {"true": True, "false": False}.get(cell.casefold(), cell)
