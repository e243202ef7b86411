import csv
from datetime import date
from pathlib import Path

import pytest

from recommender.catalogue import Catalogue
from recommender.entities import Ecosystem, EcosystemId, Organisation, OrganisationId, SizeClass, SizeFact
from recommender.errors import ColumnsMissingError, FileFormatError
from recommender.history import History
from recommender.partnerships import Partnerships
from recommender.tables import Tables, organisation_frames
from training.fitting.facts import Facts
from training.sources import partnerships
from training.sources.partnerships import PartnershipsSummary

TODAY = date(2026, 6, 1)
GOOD = {"sme_id": "s1", "ecosystem_id": "e1", "since": "2020-01-31", "project": "", "title": "T", "description": "D"}


def read(folder: Path, *rows: dict[str, str], until: date | None = None) -> tuple[Tables, PartnershipsSummary]:
    path = folder / "w.csv"
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows(rows)
    return partnerships.read([path], until=until, known_on=TODAY)


def test_a_row_becomes_a_project_with_two_participants(tmp_path: Path) -> None:
    tables, summary = read(tmp_path, GOOD)
    (project,) = tables.project_list()
    assert (project.title, project.objective, project.started) == ("T", "D", date(2020, 1, 31))
    assert project.source == "w.csv"
    assert [(p.participant_id, p.role) for p in tables.participation_list()] == [
        ("e1", "coordinator"),
        ("s1", "participant"),
    ]
    assert summary == PartnershipsSummary(1, 1, 1, 1, 0, 0, ())


def test_the_house_reads_partnerships_from_the_tables(tmp_path: Path) -> None:
    tables, _ = read(tmp_path, GOOD, GOOD | {"sme_id": "s2", "since": "1.2.2021"})
    history = History.of(tables.project_list(), tables.participation_list())
    ecosystem = Ecosystem(
        EcosystemId("e1"), OrganisationId("f1"), "F", names={"en": "E"}, participant_id=OrganisationId("e1")
    )
    found = Partnerships.of(history, Catalogue([ecosystem]))
    assert [(p.sme_id, p.ecosystem_id, p.since.isoformat()) for p in found] == [
        ("s1", "e1", "2020-01-31"),
        ("s2", "e1", "2021-02-01"),
    ]


@pytest.mark.parametrize("written", ["cordis:900", " cordis:900 "])
def test_an_ecosystem_that_projects_show_is_named_by_its_flagship(tmp_path: Path, written: str) -> None:
    tables, summary = read(tmp_path, GOOD | {"ecosystem_id": written}, GOOD | {"ecosystem_id": "900"})
    assert [(p.participant_id, p.role) for p in tables.participation_list()] == [
        ("900", "coordinator"),
        ("s1", "participant"),
    ]
    assert (summary.partnerships, summary.quarantined) == (1, 1)  # the second says the same
    history = History.of(tables.project_list(), tables.participation_list())
    shown = Ecosystem(
        EcosystemId("cordis:900"), OrganisationId("900"), "F", names={"en": "E"}, participant_id=OrganisationId("900")
    )
    assert [(p.sme_id, p.ecosystem_id) for p in Partnerships.of(history, Catalogue([shown]))] == [("s1", "cordis:900")]


def test_a_partnership_with_a_flagship_counts_for_the_ecosystem_that_projects_show(tmp_path: Path) -> None:
    tables, _ = read(
        tmp_path, GOOD | {"ecosystem_id": "cordis:900"}, GOOD | {"ecosystem_id": "cordis:900", "sme_id": "s2"}
    )
    large = Organisation(OrganisationId("900"), "Big", sizes=(SizeFact(SizeClass.LARGE, date(2019, 1, 1)),))
    facts = Facts.of(Tables.merged([tables, Tables.of(**organisation_frames([large]))]), TODAY)
    (shown,) = facts.catalogue(TODAY)
    assert (shown.id, shown.participant_id) == ("cordis:900", "900")
    assert shown.summaries["en"].startswith("2 projects with partners")


def test_a_project_groups_those_of_one_day_and_parts_those_who_joined_later(tmp_path: Path) -> None:
    one = GOOD | {"project": "P", "title": ""}
    tables, summary = read(
        tmp_path, one, one | {"sme_id": "s2", "title": "Named"}, one | {"sme_id": "s3", "since": "2021-01-01"}
    )
    assert [(p.id, p.title) for p in tables.project_list()] == [("P:2020-01-31", "Named"), ("P:2021-01-01", "")]
    assert [p.participant_id for p in tables.participation_list() if p.project_id == "P:2020-01-31"] == [
        "e1",
        "s1",
        "s2",
    ]
    assert (summary.partnerships, summary.projects) == (3, 2)


@pytest.mark.parametrize(
    "heading",
    [["Yritys", "Ekosysteemi", "Alkaen"], ["Företag", "Ekosystem", "Sedan"], ["SME id", "ecosystem", "start"]],
)
def test_headings_may_be_english_finnish_or_swedish(tmp_path: Path, heading: list[str]) -> None:
    _, summary = read(tmp_path, dict(zip(heading, ["s1", "e1", "31.1.2020"], strict=True)))
    assert (summary.partnerships, summary.ignored_columns) == (1, ())


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"sme_id": ""}, "sme_id is empty"),
        ({"ecosystem_id": " "}, "ecosystem_id is empty"),
        ({"ecosystem_id": "cordis:"}, "ecosystem_id 'cordis:' names nobody after cordis:"),
        ({"ecosystem_id": "cordis:s1"}, "are both 's1'"),
        ({"since": ""}, "since is empty"),
        ({"since": "soon"}, "since 'soon' is not a day"),
        ({"since": "2020-13-01"}, "is not a day"),
        ({"since": "2026-06-02"}, "lies after 2026-06-01"),
        ({"sme_id": "e1"}, "are both 'e1'"),
        ({"sme_id": "x" * 201}, "sme_id has 201 characters"),
        ({"project": "x" * 201}, "project has 201 characters"),
        ({"ecosystem_id": "a\x01"}, "control character"),
        ({"sme_id": "first"}, "the same partnership stands on line 2 of w.csv already"),
    ],
)
def test_bad_rows_are_quarantined_with_reason_and_line(tmp_path: Path, change: dict[str, str], reason: str) -> None:
    tables, summary = read(tmp_path, GOOD | {"sme_id": "first"}, GOOD | change)
    (quarantined,) = tables.quarantine.to_dict("records")
    assert reason in quarantined["reason"]
    assert (quarantined["source"], quarantined["line"]) == ("partnerships", "3")
    assert (summary.partnerships, summary.quarantined) == (1, 1)


def test_what_began_on_the_day_or_later_changes_nothing(tmp_path: Path) -> None:
    day = date(2021, 1, 1)
    one = GOOD | {"project": "P"}
    alone, _ = read(tmp_path, one, until=day)
    both, summary = read(tmp_path, one | {"sme_id": "s9", "since": "2021-01-01", "title": "Planted"}, one, until=day)
    assert (summary.partnerships, summary.left_out) == (1, 1)
    assert both.projects.equals(alone.projects)
    assert both.participations.equals(alone.participations)


def test_missing_columns_and_broken_files_are_refused(tmp_path: Path) -> None:
    for column in ("sme_id", "ecosystem_id", "since"):
        with pytest.raises(ColumnsMissingError, match=column):
            read(tmp_path, {key: value for key, value in GOOD.items() if key != column})
    (tmp_path / "w.csv").write_bytes(b"sme_id,ecosystem_id,since\n\x00,,\n")
    with pytest.raises(FileFormatError, match="line 2"):
        partnerships.read([tmp_path / "w.csv"], until=None, known_on=TODAY)
