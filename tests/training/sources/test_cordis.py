"""CORDIS bulk files: what is read, what is set aside, what is refused, and that nothing comes from after the cutoff."""

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.errors import ColumnsMissingError, FileFormatError, FileMissingError, SourceError
from recommender.tables import COLUMNS, Tables
from training.sources import cordis
from training.sources.cordis import CordisSummary

PROJECT = ("id", "acronym", "status", "title", "startDate", "endDate", "totalCost", "ecMaxContribution", "legalBasis",
           "topics", "frameworkProgramme", "objective", "rcn")  # fmt: skip
ORGANIZATION = ("projectID", "projectAcronym", "organisationID", "name", "SME", "activityType", "city", "country",
                "nutsCode", "organizationURL", "order", "role", "ecContribution")  # fmt: skip
TOPICS = ("projectID", "topic", "title")

Row = Mapping[str, str]


def table(columns: Sequence[str], rows: Sequence[Row]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval="", delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def project(number: str, started: str = "2020-01-01", **more: str) -> Row:
    return {"id": number, "startDate": started, "title": f"Project {number}", "totalCost": "1200,5", **more}


def part(number: str, organisation: str, **more: str) -> Row:
    return {"projectID": number, "organisationID": organisation, "name": f"Org {organisation}", **more}


def folder(path: Path, projects: Sequence[Row], parts: Sequence[Row], topics: Sequence[Row] = ()) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    (path / "project.csv").write_text(table(PROJECT, projects), "utf-8")
    (path / "organization.csv").write_text(table(ORGANIZATION, parts), "utf-8")
    if topics:
        (path / "topics.csv").write_text(table(TOPICS, topics), "utf-8")
    return path


def zipped(source: Path, path: Path, inside: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(source.glob("*.csv")):
            archive.write(file, f"{inside}{file.name}")
    return path


def records(frame: pd.DataFrame) -> list[dict[str, str]]:
    return [{str(key): str(value) for key, value in row.items()} for row in frame.to_dict("records")]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Two projects, of which one is joint, with everything that the layout can say."""
    return folder(
        tmp_path / "h2020",
        [
            project("1", "2019-05-01", endDate="2022-04-30", topics="T-1", frameworkProgramme="H2020",
                    objective="a\nb; c"),
            project("2", "2021-01-01 00:00:00", legalBasis="HORIZON.2.1", ecMaxContribution="12.5"),
            project("3", ""),
        ],
        [
            part("1", "10", SME="false", activityType="PRC", country="FI", nutsCode="FI1D2", role="coordinator",
                 name="Pulp Oy", organizationURL="https://pulp.example"),
            part("1", "11", SME="true", activityType="PRC", country="EL"),
            part("1", "12", SME="false", activityType="HES"),
            part("2", "10", SME="false", activityType="PRC", name="Pulp Oyj", role="participant"),
            part("2", "13", activityType="REC"),
            part("3", "14", activityType="PUB", SME="true"),
        ],
        [
            {"projectID": "1", "topic": "T-1", "title": "Forests"},
            {"projectID": "2", "topic": "T-2", "title": "Water"},
            {"projectID": "2", "topic": "T-3", "title": "Health"},
        ],
    )  # fmt: skip


def test_projects(small: Path) -> None:
    tables, _ = cordis.read([small])
    assert records(tables.projects) == [
        {"id": "1", "title": "Project 1", "objective": "a\nb; c", "call": "T-1", "call_title": "Forests",
         "programme": "H2020", "started": "2019-05-01", "ended": "2022-04-30", "source": "h2020"},
        {"id": "2", "title": "Project 2", "objective": "", "call": "T-2 / T-3", "call_title": "Water / Health",
         "programme": "HORIZON", "started": "2021-01-01", "ended": "", "source": "h2020"},
        {"id": "3", "title": "Project 3", "objective": "", "call": "", "call_title": "", "programme": "H2020",
         "started": "", "ended": "", "source": "h2020"},
    ]  # fmt: skip


def test_participations_sizes_and_organisations(small: Path) -> None:
    tables, summary = cordis.read([small])
    assert [tuple(row.values()) for row in records(tables.participations)] == [
        ("1", "10", "coordinator"), ("1", "11", "participant"), ("1", "12", "participant"),
        ("2", "10", "participant"), ("2", "13", "participant"), ("3", "14", "participant"),
    ]  # fmt: skip
    # The university's false flag says nothing, and a flag without a day is no fact.
    assert [tuple(row.values()) for row in records(tables.sizes)] == [
        ("10", "large", "2019-05-01"), ("10", "large", "2021-01-01"), ("11", "sme", "2019-05-01"),
    ]  # fmt: skip
    organisations = records(tables.organisations)
    assert organisations[0] == {
        "id": "10", "name": "Pulp Oyj", "kind": "company", "country": "FI", "region": "FI1D2",
        "website": "https://pulp.example", "sectors": "[]", "sole_trader": "", "fictional": "false",
        "known_on": "2019-05-01",
    }  # fmt: skip
    assert [o["kind"] for o in organisations] == ["company", "company", "university", "research", "public"]
    assert [o["known_on"] for o in organisations][-1] == ""
    assert organisations[1]["country"] == "EL"
    assert (summary.flagships, summary.joint_projects, summary.organisations) == (1, 2, 5)
    assert summary.read == {"h2020: project.csv": 3, "h2020: organization.csv": 6, "h2020: topics.csv": 3}


def test_tables_become_entities(small: Path) -> None:
    tables, _ = cordis.read([small])
    assert [len(o.sizes) for o in tables.organisation_list()] == [2, 1, 0, 0, 0]
    assert tables.project_list()[0].started == date(2019, 5, 1)
    assert all(tuple(getattr(tables, name).columns) == columns for name, columns in COLUMNS.items())


@pytest.mark.parametrize("inside", ["", "csv/", "cordis/csv/"])
def test_a_zip_gives_what_its_folder_gives(small: Path, tmp_path: Path, inside: str) -> None:
    tables, summary = cordis.read([small])
    packed, packed_summary = cordis.read([zipped(small, tmp_path / "cordis-h2020projects-csv.zip", inside)])
    assert packed_summary.projects == summary.projects
    for name in ("organisations", "sizes", "participations"):
        pd.testing.assert_frame_equal(getattr(packed, name), getattr(tables, name))
    assert set(packed.projects["source"]) == {"cordis-h2020projects-csv.zip"}


def test_the_same_facts_in_several_archives_count_once(small: Path, tmp_path: Path) -> None:
    once, alone = cordis.read([small])
    twice, summary = cordis.read([small, zipped(small, tmp_path / "again.zip")])
    assert twice.counts() == once.counts()
    assert summary.duplicates == alone.duplicates + 12
    assert summary.quarantined == {}


def test_several_programmes_join_by_organisation(tmp_path: Path) -> None:
    old = folder(tmp_path / "cordis-fp7projects", [project("1")], [part("1", "10"), part("1", "11")])
    new = folder(tmp_path / "HORIZON", [project("2")], [part("2", "10"), part("2", "12")])
    tables, summary = cordis.read([old, new])
    assert list(tables.projects["programme"]) == ["FP7", "HORIZON"]
    assert (summary.projects, summary.participations, summary.organisations) == (2, 4, 3)


def test_the_most_frequent_name_wins_then_the_latest_then_the_alphabet(tmp_path: Path) -> None:
    source = folder(
        tmp_path / "a",
        [project("1", "2019-01-01"), project("2", "2020-01-01"), project("3", "2021-01-01")],
        [
            part("1", "frequent", name="Often"), part("2", "frequent", name="Often"),
            part("3", "frequent", name="Once"),
            part("1", "latest", name="Alpha"), part("3", "latest", name="Zulu"), part("2", "latest", name=""),
            part("2", "alphabet", name="Beta"), part("2", "alphabet", name="Alpha"), part("1", "none", name=" "),
        ],
    )  # fmt: skip
    tables, summary = cordis.read([source])
    names = dict(zip(tables.organisations["id"], tables.organisations["name"], strict=True))
    assert names == {"frequent": "Often", "latest": "Zulu", "alphabet": "Alpha", "none": ""}
    assert summary.duplicates == 1


def test_one_participation_in_two_roles_keeps_the_leading_one(tmp_path: Path) -> None:
    parts = [part("1", "10", role=role) for role in ("thirdParty", "coordinator", "participant", "coordinator")]
    tables, summary = cordis.read([folder(tmp_path / "a", [project("1")], parts)])
    assert list(tables.participations["role"]) == ["coordinator"]
    assert summary.duplicates == 3


def test_headers_may_differ_in_case_order_and_spelling(tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.mkdir()
    (source / "PROJECT.csv").write_text("\ufeffStartDate;ID\n2020-01-01;1\n", "utf-8")
    (source / "organisation.csv").write_text("Name;OrganizationID;PROJECTID;unheard of\nPulp;10;1;x\n", "utf-8")
    tables, summary = cordis.read([source])
    assert summary.organisations == 1
    assert records(tables.organisations)[0]["name"] == "Pulp"
    assert records(tables.organisations)[0]["kind"] == "other"


def test_flags_are_read_in_every_spelling(tmp_path: Path) -> None:
    flags = ["TRUE", "yes", "1", "Y", "False", "no", "0", "n", ""]
    parts = [part("1", str(n), SME=flag, activityType="prc") for n, flag in enumerate(flags)]
    tables, _ = cordis.read([folder(tmp_path / "a", [project("1")], parts)])
    assert list(tables.sizes["size"]) == ["sme"] * 4 + ["large"] * 4


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
        (project("1", title="Other"), "another project with this id stands before it"),
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


def test_nothing_is_kept_from_the_cutoff_on(small: Path) -> None:
    tables, summary = cordis.read([small], until=date(2021, 1, 1))
    assert list(tables.projects["id"]) == ["1"]
    assert list(tables.projects["ended"]) == [""]
    assert list(tables.organisations["id"]) == ["10", "11", "12"]
    assert tables.organisations["name"].iloc[0] == "Pulp Oy"
    assert list(tables.sizes["known_on"]) == ["2019-05-01", "2019-05-01"]
    assert (summary.left_out, summary.flagships) == (2, 0)


def test_a_cutoff_before_everything_leaves_empty_tables(small: Path) -> None:
    tables, summary = cordis.read([small], until=date(1990, 1, 1))
    assert summary.projects == summary.participations == summary.organisations == 0
    assert all(tuple(getattr(tables, name).columns) == columns for name, columns in COLUMNS.items())


def test_the_statement_of_size_is_judged_as_the_entity_judges(tmp_path: Path) -> None:
    days = ["2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01"]
    projects = [project(str(n), day) for n, day in enumerate(days)]
    flags = {"large": "ffft", "sme": "ttft", "tied to large": "ttff", "tied to sme": "fftt"}
    words = {"t": "true", "f": "false"}
    parts = [part(str(n), who, SME=words[sign], activityType="PRC") for who, signs in flags.items()
             for n, sign in enumerate(signs)]  # fmt: skip
    tables, summary = cordis.read([folder(tmp_path / "a", projects, parts)])
    large = {str(o.id) for o in tables.organisation_list() if o.size_on(date(2030, 1, 1)) == "large"}
    assert large == {"large", "tied to large"}
    assert summary.flagships == 2


DAYS = st.sampled_from(["", "2019-06-01", "2020-01-01", "2020-06-01", "2021-01-01"])
PARTS = st.lists(
    st.tuples(st.sampled_from("123456"), st.sampled_from("abcd"), st.sampled_from(["", "true", "false"]),
              st.sampled_from(["PRC", "HES", ""]), st.sampled_from(["", "Alpha", "Beta"])),
    min_size=1, max_size=25,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(DAYS, min_size=6, max_size=6), PARTS)
def test_a_later_project_changes_nothing_before_the_cutoff(
    tmp_path: Path, days: list[str], parts: list[tuple[str, str, str, str, str]]
) -> None:
    cutoff = date(2020, 6, 1)
    projects = [project(str(n + 1), day) for n, day in enumerate(days)]
    rows = [part(p, o, SME=s, activityType=a, name=name) for p, o, s, a, name in parts]
    early = {row["id"] for row in projects if row["startDate"] and row["startDate"] < "2020-06-01"}
    with_future, summary = cordis.read([folder(tmp_path / "a", projects, rows)], until=cutoff)
    assert set(with_future.projects["id"]) == early
    assert set(with_future.participations["project_id"]) <= early
    assert summary.participations == len({(p, o) for p, o, *_ in parts if p in early})
    assert set(with_future.organisations["id"]) == {o for p, o, *_ in parts if p in early}
    past = [row for row in rows if row["projectID"] in early]
    if past:
        alone, _ = cordis.read(
            [folder(tmp_path / "a", [row for row in projects if row["id"] in early], past)], until=cutoff
        )
        for name in ("organisations", "sizes", "projects", "participations"):
            pd.testing.assert_frame_equal(getattr(with_future, name), getattr(alone, name))


def real(folder_of_data: Path, until: date | None = None) -> tuple[Tables, CordisSummary]:
    return cordis.read(sorted((folder_of_data / "cordis").glob("*.zip")), until=until)


@pytest.mark.realdata
@pytest.mark.slow
def test_the_real_extracts_are_read_whole(real_data: Path) -> None:
    tables, summary = real(real_data)
    assert (summary.projects, summary.participations, summary.organisations) == (32_056, 152_079, 37_546)
    assert summary.joint_projects == 12_995
    assert summary.quarantined == {}
    named = (tables.organisations["name"] != "").mean()
    assert 0.5 < named < 0.7


@pytest.mark.realdata
@pytest.mark.slow
def test_the_real_extracts_before_a_day(real_data: Path) -> None:
    tables, summary = real(real_data, date(2024, 1, 1))
    assert summary.flagships == 387
    for frame, column in ((tables.projects, "started"), (tables.projects, "ended"), (tables.sizes, "known_on"),
                          (tables.organisations, "known_on")):  # fmt: skip
        assert (frame[column] < "2024-01-01").all()
    assert set(tables.participations["project_id"]) <= set(tables.projects["id"])
    assert set(tables.participations["participant_id"]) == set(tables.organisations["id"])
    assert set(tables.sizes["organisation_id"]) <= set(tables.organisations["id"])
