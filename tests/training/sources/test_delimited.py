"""Records, the lines they start on, and what makes a file unreadable."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.errors import ColumnsMissingError, FileFormatError, FileTooLargeError, SourceError
from training.sources import delimited
from training.sources.archive import open_archive
from training.sources.delimited import Column, read_delimited

LAYOUT = {"id": Column(("id", "rcn"), required=True), "title": Column(("Title",))}


def read(folder: Path, content: str | bytes) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    """Rows as (line, id, title) and broken records as (line, reason)."""
    (folder / "a.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    rows, broken = read_delimited(open_archive(folder), "a.csv", LAYOUT)
    assert list(rows.columns) == ["id", "title", "source", "file", "line"]
    return (
        list(zip(map(str, rows["line"]), rows["id"], rows["title"], strict=True)),
        list(zip(broken["line"], broken["reason"], strict=True)),
    )


def test_lines_are_where_records_start(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, '\ufeff"ID";"TITLE"\r\n"1";"two\nlines; ""quoted"""\r\n\r\n 2 ; b \r\n')
    assert rows == [("2", "1", 'two\nlines; "quoted"'), ("5", "2", "b")]
    assert broken == []


def test_another_name_of_a_column_and_a_missing_one(tmp_path: Path) -> None:
    assert read(tmp_path, "x;rcn\n0;7\n") == ([("2", "7", "")], [])


def test_broken_records_do_not_spoil_the_rest(tmp_path: Path) -> None:
    rows, broken = read(tmp_path, 'id;title\n1;a\n"2"x;b\n3\n4;d;e\n5;"f"\n')
    assert rows == [("2", "1", "a"), ("6", "5", "f")]
    assert broken == [
        ("3", "the quotes or line breaks of the record are out of order"),
        ("4", "the record has more or fewer fields than the header"),
        ("5", "the record has more or fewer fields than the header"),
    ]


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        (b"", FileFormatError, "no readable header line"),
        (b"\n\n", FileFormatError, "no readable header line"),
        (b"id;title\r1;a\r2;b\r", FileFormatError, "no readable header line"),
        (b'"id"x;title\n', FileFormatError, "no readable header line"),
        (b"\xff\xfei\0d\0", FileFormatError, "is UTF-16; save it as UTF-8"),
        (b"\xfe\xff\0i\0d", FileFormatError, "is UTF-16"),
        (b"id;title\n1;a\n2;\0b\n", FileFormatError, "line 3: holds a NUL byte"),
        (b"id;title\n1;caf\xe9\n", FileFormatError, "line 2: byte 6 of the line is not UTF-8"),
        (b"id;title\n1;\xed\xa0\x80\n", FileFormatError, "line 2: byte 3 of the line is not UTF-8"),
        (b"id;title\n1;\xc0\xaf\n", FileFormatError, "line 2: byte 3 of the line is not UTF-8"),
        (b'id;title\n1;a\n2;"b\n3;c\n', FileFormatError, "line 3: a quote is opened and never closed"),
        (b"id,title\n1,a\n", FileFormatError, "line 1: the columns seem to be separated by ','"),
        (b"id\ttitle\n1\ta\n", FileFormatError, "line 1: the columns seem to be separated by"),
        (b"id;title;ID\n1;a;2\n", FileFormatError, "line 1: columns stand twice: id"),
        (b"code;title\n1;a\n", ColumnsMissingError, "lacks the columns id; found code, title"),
        (b"<html><body>not found</body></html>", ColumnsMissingError, "lacks the columns id"),
        (b"id;title\n1;" + b"x" * 1_000_001, FileTooLargeError, "line 2: a field is longer than 1,000,000"),
        (b'id;title\n1;a\n2;"' + b"x\n" * 600_000, FileTooLargeError, "line 3: a field is longer than 1,000,000"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused(
    tmp_path: Path, content: bytes, error: type[SourceError], message: str
) -> None:
    limit = csv.field_size_limit()
    with pytest.raises(error, match=message) as caught:
        read(tmp_path, content)
    assert f"{tmp_path}: a.csv" in str(caught.value)
    assert csv.field_size_limit() == limit


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "LONGEST_LINE", 100)
    with pytest.raises(FileTooLargeError, match="line 2: longer than 100 bytes"):
        read(tmp_path, b"id;title\n" + b"x" * 1000)


def test_a_long_field_within_the_limit_is_read(tmp_path: Path) -> None:
    rows, _ = read(tmp_path, "id;title\n1;" + "x" * 1_000_000 + "\n")
    assert len(rows[0][2]) == 1_000_000


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=20)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=20))
def test_what_was_written_is_read(tmp_path: Path, records: list[tuple[str, str]]) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    starts = []
    for record in [("id", "title"), *records]:
        starts.append(str(text.getvalue().count("\n") + 1))
        writer.writerow(record)
    rows, broken = read(tmp_path, text.getvalue())
    assert rows == [(line, a.strip(), b.strip()) for line, (a, b) in zip(starts[1:], records, strict=True)]
    assert broken == []


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_give_rows_or_a_named_error(tmp_path: Path, content: bytes, headed: bool) -> None:  # noqa: FBT001
    refused = ""
    count = 0
    try:
        count = sum(map(len, read(tmp_path, b"id;title\n" * headed + content)))
    except SourceError as error:
        refused = str(error)
    assert "a.csv" in refused or (not refused and count <= content.count(b"\n") + 1)
