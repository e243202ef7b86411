"""Workbooks of strangers: read as any other, and small ones that would swell hurt nobody."""

import io
import random
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from recommender.errors import FileFormatError, FileTooLargeError, ServiceError, SourceError, UnsafeArchiveError
from recommender.sheets import confined
from recommender.sheets.confined import Limits, confined_sheet
from recommender.sheets.reading import Sheet, sheet_of

NAME = Path("The file")
LIMITS = Limits(unpacked=20 * 2**20, rows=1000, text=2**20)
SWOLLEN = 12 * 2**20
"""Bytes that a bomb unpacks to; under the limit, and packed less tightly than is refused."""
LEAST_MEMORY = 50 * 2**20
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple[str | int | None, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def bomb(member: str, after: bytes, piece: bytes, inside: tuple[bytes, bytes] = (b"", b"")) -> bytes:
    """Make a workbook one of whose members says the same thing over and over, after some words of it."""
    draw, many = random.Random(0), piece * 1000  # noqa: S311 - noise that does not pack well
    noise = [b"<!--" + draw.randbytes(len(many) // 80).hex().encode() + b"-->" for _ in range(SWOLLEN // len(many))]
    swollen = inside[0] + b"".join(many + each for each in noise) + inside[1]
    with zipfile.ZipFile(io.BytesIO(workbook(("id", "name"), ("1", "A Oy")))) as found:
        members = {name: found.read(name) for name in found.namelist()}
    assert after in members[member]
    members[member] = members[member].replace(after, after + swollen, 1)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def read(content: bytes, limits: Limits = LIMITS) -> Sheet:
    return confined_sheet(NAME, content, {"nimi": "name"}, {"id", "name"}, limits)


def test_a_workbook_says_what_it_says_elsewhere_but_for_columns_that_nobody_asked_for() -> None:
    name = "Ähtäri\u2028\n \U0001f600"
    content = workbook(("id", "Nimi", "x"), (1, name, "?"), (None, None, None), (2, None, 3, "y"))
    whole, kept = sheet_of(NAME, content, {"nimi": "name"}), read(content)
    assert (kept.path, kept.columns) == (whole.path, ("id", "name", "x"))
    assert [(row.line, row.surplus) for row in kept.rows] == [(row.line, row.surplus) for row in whole.rows]
    assert [row.cells for row in kept.rows] == [{"id": "1", "name": name}, {"id": "2", "name": ""}]


BOMBS: dict[str, tuple[Any, ...]] = {
    "styles": ("xl/styles.xml", b'<cellXfs count="1">', b"<xf/>"),
    "names": ("xl/workbook.xml", b"</sheets>", b'<definedName name="a">1</definedName>'),
    "relations": ("xl/_rels/workbook.xml.rels", b'relationships">', b'<Relationship Id="a" Type="b" Target="c"/>'),
    "cells": (SHEET, b"<sheetData>", b"<c/>", (b"<row>", b"</row>")),
    "rows": (SHEET, b"</row>", b"<row/>"),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_small_file_that_swells_is_refused_and_takes_no_memory_of_ours(kind: str) -> None:
    content = bomb(*BOMBS[kind])
    assert len(content) < 2**19
    tracemalloc.start()
    try:
        with pytest.raises((UnsafeArchiveError, FileTooLargeError), match=r"The file (takes|has) more than"):
            read(content)
        assert tracemalloc.get_traced_memory()[1] < LEAST_MEMORY
    finally:
        tracemalloc.stop()


def test_as_many_companies_as_may_be_imported_are_read() -> None:
    file, draw = io.BytesIO(), random.Random(1)  # noqa: S311 - texts of a test
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name", *[f"column {number}" for number in range(13)]])
        for number in range(1, 10_000):
            said = " ".join(draw.choices(["sahaamme", "kuusta", "hydrogen", "batteries", "och", "vatten"], k=45))
            sheet.write_row(number, 0, [str(number), f"{said} {number}", *[f"{number}/{cell}" for cell in range(13)]])
    kept = read(file.getvalue(), Limits(unpacked=20 * 2**20, rows=10_000, text=10 * 2**20))
    assert len(kept.rows) == 9_999
    assert sum(len(row.cells["name"]) for row in kept.rows) > 3 * 2**20


def test_one_text_in_all_cells_is_counted_as_often_as_it_is_read() -> None:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:  # keeps each text once
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "name"])
        for number in range(1, 50):
            sheet.write_row(number, 0, ["1", "x" * 30_000])
    content = file.getvalue()
    assert len(content) < 2**16
    with pytest.raises(FileTooLargeError, match="more than 1,048,576 bytes of text"):
        read(content)


@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (b"PK\x03\x04rubbish", FileFormatError, "damaged"),
        (workbook(("id", "id")), FileFormatError, "more than once"),
        (workbook(*[("id",)] * 1002), FileTooLargeError, "more than 1,000 rows"),
        (workbook(), FileFormatError, "is empty"),
    ],
    ids=["rubbish", "twice", "long", "empty"],
)
def test_what_is_no_good_is_told_as_elsewhere(content: bytes, error: type[SourceError], words: str) -> None:
    with pytest.raises(error, match=words) as caught:
        read(content)
    assert str(caught.value).startswith("The file")


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, confined.SECONDS)

    monkeypatch.setattr(subprocess, "run", never)
    with pytest.raises(UnsafeArchiveError, match="more than 60 seconds"):
        read(workbook(("id",)))


def test_a_reader_that_fails_is_our_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(ServiceError, match="The reader of workbooks ended with 1"):
        read(workbook(("id",)))


def test_a_reader_says_where_it_failed_and_quotes_no_file() -> None:
    done = subprocess.run(
        [sys.executable, "-m", confined.__name__, '["The secret"]'], input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"_told" in done.stderr
    assert done.stderr.rstrip().endswith(b"ValueError")


def test_a_reader_takes_no_module_from_where_we_stand_and_nothing_from_our_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "openpyxl.py").write_text("raise SystemExit('taken')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUMPPANI_DATABASE", "secret")
    run, given = subprocess.run, {}

    def watched(command: list[str], **more: Any) -> Any:  # noqa: ANN401 - as subprocess
        given.update(more["env"])
        return run(command, **more)

    monkeypatch.setattr(subprocess, "run", watched)
    assert read(workbook(("id",), ("1",))).columns == ("id",)
    assert list(given) == ["PYTHONPATH"]
