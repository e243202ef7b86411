from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import Ecosystem, Organisation, Participation, Profile, Project
from recommender.tables import (
    COLUMNS,
    KEYS,
    Tables,
    ecosystem_frame,
    ecosystem_from_record,
    ecosystem_record,
    frame,
    organisation_frames,
    participation_frame,
    profile_frame,
    project_frame,
    project_from_record,
)
from tests.recommender.nouns import ECOSYSTEMS, ORGANISATIONS, PARTICIPATIONS, PROFILES, PROJECTS


@given(st.lists(ORGANISATIONS, unique_by=lambda drawn: drawn.id, max_size=4))
def test_organisations_come_back_from_their_tables(drawn: list[Organisation]) -> None:
    assert Tables.of(**organisation_frames(drawn)).organisation_list() == drawn


@given(st.lists(PROFILES, max_size=4))
def test_profiles_come_back_from_their_table(drawn: list[Profile]) -> None:
    assert Tables.of(profiles=profile_frame(drawn)).profile_list() == drawn


@given(st.lists(ECOSYSTEMS, max_size=4))
def test_ecosystems_come_back_from_their_table(drawn: list[Ecosystem]) -> None:
    assert Tables.of(ecosystems=ecosystem_frame(drawn)).ecosystem_list() == drawn
    assert [ecosystem_from_record(ecosystem_record(e)) for e in drawn] == drawn


@given(st.lists(PROJECTS, max_size=4))
def test_projects_come_back_from_their_table(drawn: list[Project]) -> None:
    table = project_frame(drawn)
    assert Tables.of(projects=table).project_list() == drawn
    records = [dict(zip(COLUMNS["projects"], row, strict=True)) for row in table.itertuples(index=False)]
    assert [project_from_record(record) for record in records] == drawn


@given(st.lists(PARTICIPATIONS, max_size=4))
def test_participations_come_back_from_their_table(drawn: list[Participation]) -> None:
    assert Tables.of(participations=participation_frame(drawn)).participation_list() == drawn


@pytest.mark.parametrize("table", COLUMNS)
def test_every_table_has_text_columns_and_a_key_among_them(table: str) -> None:
    empty = frame(table)
    assert tuple(empty.columns) == COLUMNS[table]
    assert {str(kind) for kind in empty.dtypes} == {"str"}
    assert set(KEYS[table]) <= set(COLUMNS[table])


def test_of_rows_with_one_key_the_last_stands_and_rows_are_sorted() -> None:
    old = Tables.of(participations=frame("participations", [("p", "b", "participant"), ("p", "a", "participant")]))
    new = Tables.of(participations=frame("participations", [("p", "b", "coordinator")]))
    merged = Tables.merged([old, new])
    assert [tuple(row) for row in merged.participations.itertuples(index=False)] == [
        ("p", "a", "participant"), ("p", "b", "coordinator"),
    ]  # fmt: skip


@given(st.lists(st.lists(PROJECTS, max_size=3), max_size=3))
def test_merging_twice_changes_nothing(layers: list[list[Project]]) -> None:
    once = Tables.merged([Tables.of(projects=project_frame(layer)) for layer in layers])
    twice = Tables.merged([once, once])
    assert once.projects.equals(twice.projects)
    assert once.counts()["projects"] == len({p.id for layer in layers for p in layer})


def test_nothing_merged_is_empty() -> None:
    assert Tables.merged([]).counts() == dict.fromkeys(COLUMNS, 0)


def test_a_project_that_is_not_known_yet_takes_its_participations_with_it() -> None:
    days = {"early": "2020-01-01", "late": "2021-01-01", "undated": ""}
    rows = [(name, "", "", "", "", "", day, day, "") for name, day in days.items()]
    told = [("undated", "", "other", "", "", "", "[]", "", "false", ""),
            ("early", "", "other", "", "", "", "[]", "", "false", "2020-01-01")]  # fmt: skip
    parts = [(name, who, "participant") for name in (*days, "of another layer") for who in ("a", "b")]
    known = Tables.of(
        projects=frame("projects", rows),
        participations=frame("participations", parts),
        organisations=frame("organisations", told),
    ).before(date(2021, 1, 1))
    assert [project.id for project in known.project_list()] == ["early"]
    assert {part.project_id for part in known.participation_list()} == {"early", "of another layer"}
    assert [organisation.id for organisation in known.organisation_list()] == ["early"]
    assert known.before(date(2020, 1, 1)).project_list() == []
