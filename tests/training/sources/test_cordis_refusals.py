"""CORDIS bulk files: which rows are set aside, and which files are refused."""

import json
from pathlib import Path

import pytest

from recommender.errors import ColumnsMissingError, FileFormatError, FileMissingError, SourceError
from tests.training.sources.cordis_files import (
    ORGANIZATION,
    PROJECT,
    TOPICS,
    Row,
    folder,
    layout,
    part,
    project,
    records,
    table,
    zipped,
)
from training.sources import cordis


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An extract with everything that the layout can say."""
    return layout(tmp_path / "h2020")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (project("9", "soon"), "the start date cannot be read"),
        (project("9", "2020-02-30"), "the start date cannot be read"),
        (project("9", "01/05/2019"), "the start date cannot be read"),
        (project("9", "20200101"), "the start date cannot be read"),
        (project("9", "9999-01-01"), "the start date is not between 1980-01-01 and 2059-12-31"),
        (project("9", "1066-10-14"), "the start date is not between 1980-01-01 and 2059-12-31"),
        (project("9", endDate="later"), "the end date cannot be read"),
        (project("9", endDate="9999-12-31"), "the end date is not between 1980-01-01 and 2059-12-31"),
        (project("9", endDate="2019-12-31"), "the end date is before the start date"),
        (project(""), "the project has no id"),
        (project("1", title="Other"), "another project with this id starts or stands before it"),
    ],
)
def test_a_bad_project_is_set_aside(tmp_path: Path, row: Row, reason: str) -> None:
    good = project("1", objective="two\nlines")
    source = folder(tmp_path / "a", [good, row, project("2")], [part("1", "10"), part("2", "10"), part("2", "11")])
    tables, summary = cordis.read([source])
    assert list(tables.projects["id"]) == ["1", "2"]
    assert summary.quarantined == {reason: 1}
    (record,) = records(tables.quarantine)
    assert (record["source"], record["file"], record["line"], record["reason"]) == ("a", "project.csv", "4", reason)
    assert json.loads(record["record"])["started"] == row["startDate"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (part("7", "11"), "participation in an unknown project"),
        (part("", "11"), "the participation names no project"),
        (part("1", " "), "the participation names no organisation"),
        (part("1", "11", SME="perhaps"), "the SME flag is neither true nor false"),
        (part("2", "11"), "participation in a project that was set aside"),
    ],
)
def test_a_bad_participation_is_set_aside(tmp_path: Path, row: Row, reason: str) -> None:
    projects = [project("1"), project("2", "soon")]
    tables, summary = cordis.read([folder(tmp_path / "a", projects, [part("1", "10"), row, part("1", "12")])])
    assert list(tables.participations["participant_id"]) == ["10", "12"]
    assert summary.quarantined[reason] == 1
    places = [(r["file"], r["line"]) for r in records(tables.quarantine) if r["reason"] == reason]
    assert places == [("organization.csv", "3")]


def test_a_topic_of_an_unknown_project_is_set_aside(tmp_path: Path) -> None:
    topics = [{"projectID": "7", "topic": "T", "title": "Lost"}, {"projectID": "1", "topic": "T", "title": "Found"}]
    tables, summary = cordis.read([folder(tmp_path / "a", [project("1")], [part("1", "10")], topics)])
    assert summary.quarantined == {"topic of an unknown project": 1}
    assert list(tables.projects["call_title"]) == ["Found"]


def test_records_that_cannot_be_parsed_are_set_aside(tmp_path: Path) -> None:
    source = folder(tmp_path / "a", [project("1")], [part("1", "10"), part("1", "11")])
    with (source / "organization.csv").open("a", encoding="utf-8") as file:
        file.write('"1";"short"\n"1";"ba"d";"12"\n')
    tables, summary = cordis.read([source])
    assert summary.participations == 2
    assert [(r["line"], r["record"]) for r in records(tables.quarantine)] == [("4", '["1", "short"]'), ("5", "")]


@pytest.mark.parametrize("column", ["id", "startDate"])
def test_a_required_project_column_is_named(tmp_path: Path, column: str) -> None:
    source = folder(tmp_path / "a", [project("1")], [part("1", "10")])
    left = [name for name in PROJECT if name != column]
    (source / "project.csv").write_text(table(left, [{"title": "x"}]), "utf-8")
    with pytest.raises(ColumnsMissingError, match=rf"a: project\.csv lacks the columns {column}; found .*title"):
        cordis.read([source])


@pytest.mark.parametrize("column", ["projectID", "organisationID", "name"])
def test_a_required_organisation_column_is_named(tmp_path: Path, column: str) -> None:
    source = folder(tmp_path / "a", [project("1")], [part("1", "10")])
    left = [name for name in ORGANIZATION if name != column]
    (source / "organization.csv").write_text(table(left, [{}]), "utf-8")
    with pytest.raises(ColumnsMissingError, match=rf"a: organization\.csv lacks the columns {column}; found project"):
        cordis.read([source])


@pytest.mark.parametrize("name", ["project.csv", "organization.csv"])
def test_a_required_file_is_named(small: Path, name: str) -> None:
    (small / name).unlink()
    with pytest.raises(FileMissingError, match=rf"holds no {name}; found .*\.csv"):
        cordis.read([small])


def test_a_folder_of_zips_is_no_archive(small: Path, tmp_path: Path) -> None:
    (tmp_path / "zips").mkdir()
    zipped(small, tmp_path / "zips" / "cordis.zip")
    with pytest.raises(FileMissingError, match=r"holds no project\.csv; found no file\. Name a CORDIS bulk zip"):
        cordis.read([tmp_path / "zips"])


@pytest.mark.parametrize("name", ["project.csv", "organization.csv"])
def test_a_header_alone_is_refused(small: Path, name: str) -> None:
    header = (small / name).read_text("utf-8").split("\n")[0]
    (small / name).write_text(header + "\n", "utf-8")
    with pytest.raises(FileFormatError, match=rf"{name} holds no rows; get the file again"):
        cordis.read([small])


def test_a_file_of_broken_records_is_refused_with_the_first(small: Path) -> None:
    header = (small / "project.csv").read_text("utf-8").split("\n")[0]
    (small / "project.csv").write_text(header + '\n"1"\n"2"\n', "utf-8")
    with pytest.raises(FileFormatError, match=r"holds no rows that can be parsed \(the record has more .*, line 2\)"):
        cordis.read([small])


def test_topics_may_be_a_header_alone(small: Path) -> None:
    (small / "topics.csv").write_text(table(TOPICS, []), "utf-8")
    tables, _ = cordis.read([small])
    assert list(tables.projects["call"]) == ["T-1", "", ""]


@pytest.mark.parametrize(
    ("projects", "parts", "name"),
    [([project("1", "soon")], [part("1", "10")], "project"), ([project("1")], [part("2", "10")], "organization")],
)
def test_files_of_bad_rows_alone_are_refused(tmp_path: Path, projects: list[Row], parts: list[Row], name: str) -> None:
    with pytest.raises(FileFormatError, match=rf"No row of {name}\.csv in .*a can be used \(.*: 1"):
        cordis.read([folder(tmp_path / "a", projects, parts)])


def test_no_path_is_refused() -> None:
    with pytest.raises(FileMissingError, match="No CORDIS archive is named"):
        cordis.read([])


@pytest.mark.parametrize("name", ["project.csv", "organization.csv", "topics.csv"])
@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "no readable header line"),
        (b"\x89PNG\r\n\x1a\n\0\0", "line 1: byte 1 of the line is not UTF-8|line 3: holds a NUL|line 1"),
        (b"projectID;id\n\xed\xa0\x80;1\n", "lacks the columns|is not UTF-8"),
        (b"projectID,id,name\n1,2,3\n", "separated by ','"),
        ("projectID;id".encode("utf-16"), "is UTF-16"),
    ],
)
def test_every_file_is_guarded(small: Path, name: str, content: bytes, message: str) -> None:
    (small / name).write_bytes(content)
    with pytest.raises(SourceError, match=message) as caught:
        cordis.read([small])
    assert name in str(caught.value)
