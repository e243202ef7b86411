"""CORDIS bulk files: what is read, and that nothing comes from after the cutoff."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recommender.tables import COLUMNS, KEYS, Tables
from tests.training.sources.cordis_files import folder, layout, part, project, records, zipped
from training.sources import cordis
from training.sources.cordis import CordisSummary


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An extract with everything that the layout can say."""
    return layout(tmp_path / "h2020")


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
    assert [(row["name"], row["known_on"]) for row in organisations[:2]] == [
        ("Pulp Oy", "2019-05-01"), ("Pulp Oyj", "2021-01-01")
    ]  # fmt: skip
    assert organisations[1] == {
        "id": "10", "name": "Pulp Oyj", "kind": "company", "country": "FI", "region": "FI1D2",
        "website": "https://pulp.example", "sectors": "[]", "sole_trader": "", "fictional": "false",
        "known_on": "2021-01-01",
    }  # fmt: skip
    del organisations[0]
    assert [o["kind"] for o in organisations] == ["company", "company", "university", "research", "public"]
    assert [o["known_on"] for o in organisations][-1] == ""
    assert organisations[1]["country"] == "EL"
    assert (summary.flagships, summary.joint_projects, summary.organisations) == (1, 2, 5)
    assert summary.read == {"h2020: project.csv": 3, "h2020: organization.csv": 6, "h2020: topics.csv": 3}


def test_tables_become_entities(small: Path) -> None:
    tables, _ = cordis.read([small])
    assert [len(o.sizes) for o in tables.organisation_list()] == [2, 2, 1, 0, 0, 0]
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


def latest_names(tables: Tables) -> dict[str, str]:
    return {str(organisation.id): organisation.name for organisation in tables.organisation_list()}


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
    assert latest_names(tables) == {"frequent": "Often", "latest": "Zulu", "alphabet": "Alpha", "none": ""}
    assert summary.duplicates == 1


def test_a_name_is_known_from_the_day_on_which_it_prevails(tmp_path: Path) -> None:
    days = ["2019-01-01", "2020-01-01", "2021-01-01", "2022-01-01"]
    projects = [project(str(n), day) for n, day in enumerate(days)]
    source = folder(
        tmp_path / "a", projects, [part(str(n), "10", name=name) for n, name in enumerate(["A", "A", "B", "B"])]
    )
    tables, _ = cordis.read([source])
    assert list(tables.organisations["known_on"]) == ["2019-01-01", "2022-01-01"]
    assert latest_names(tables) == {"10": "B"}
    assert latest_names(tables.before(date(2022, 1, 1))) == {"10": "A"}
    assert [latest_names(cordis.read([source], until=date.fromisoformat(day))[0]) for day in days[2:]] == [
        {"10": "A"}, {"10": "A"}
    ]  # fmt: skip


def test_one_participation_in_two_roles_keeps_the_leading_one(tmp_path: Path) -> None:
    parts = [part("1", "10", role=role) for role in ("thirdParty", "coordinator", "participant", "coordinator")]
    tables, summary = cordis.read([folder(tmp_path / "a", [project("1")], parts)])
    assert list(tables.participations["role"]) == ["coordinator"]
    assert summary.duplicates == 3


@pytest.mark.parametrize("late_first", [True, False])
def test_of_two_projects_with_one_id_the_earlier_stands(tmp_path: Path, *, late_first: bool) -> None:
    versions = [project("1", day, title=day) for day in ("2022-01-01", "", "2019-01-01")]
    source = folder(tmp_path / "a", versions if late_first else versions[::-1], [part("1", "10")])
    tables, summary = cordis.read([source])
    assert list(tables.projects["title"]) == ["2019-01-01"]
    assert summary.quarantined == {"another project with this id starts or stands before it": 2}
    assert cordis.read([source], until=date(2020, 1, 1))[0].projects.equals(tables.projects)


def test_topics_are_joined_by_their_codes_in_whatever_order_they_stand(tmp_path: Path) -> None:
    topics = [{"projectID": "1", "topic": f"T-{n}", "title": title} for n, title in enumerate(("B", "A", "B", "C"))]
    for name, rows in (("a", topics), ("b", topics[::-1])):
        tables, _ = cordis.read([folder(tmp_path / name, [project("1")], [part("1", "10")], rows)])
        (told,) = records(tables.projects)
        assert (told["call"], told["call_title"]) == ("T-0 / T-1 / T-2 / T-3", "B / A / C")


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
    of_all = cordis.read([folder(tmp_path / "a", projects, rows)])[0].before(cutoff)
    for name, key in KEYS.items():
        if name != "quarantine":  # it tells of the files, whatever their days
            cut, told = (getattr(tables, name).sort_values(list(key)) for tables in (of_all, with_future))
            pd.testing.assert_frame_equal(cut.reset_index(drop=True), told.reset_index(drop=True))
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
