"""Facts: what was known before a day, and which companies count as flagships."""

from dataclasses import replace
from datetime import date

import pytest

from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Kind,
    Organisation,
    OrganisationId,
    Origin,
    Participation,
    Profile,
    Project,
    ProjectId,
    SizeClass,
    SizeFact,
)
from recommender.tables import (
    Tables,
    ecosystem_frame,
    organisation_frames,
    participation_frame,
    profile_frame,
    project_frame,
)
from training.fitting.facts import Facts

DAY = date(2022, 1, 1)


def organisation(name: str, *sizes: tuple[SizeClass, str], kind: Kind = Kind.COMPANY) -> Organisation:
    facts = tuple(SizeFact(size, date.fromisoformat(day)) for size, day in sizes)
    return Organisation(OrganisationId(name), name.title(), kind, "FI", sizes=facts)


def facts(big: Organisation, *days: str, joint: bool = True, until: date = DAY) -> Facts:
    """Facts of one organisation with a project started on each of the days, with an SME or alone."""
    sme = organisation("sme", (SizeClass.SMALL, "2010-01-01"))
    projects = [
        Project(ProjectId(f"p{n}"), title=f"Title {n}", started=date.fromisoformat(day) if day else None)
        for n, day in enumerate(days)
    ]
    members = [big.id, *([sme.id] if joint else [])]
    return Facts.of(
        Tables.of(
            **organisation_frames([big, sme]),
            projects=project_frame(projects),
            participations=participation_frame(Participation(p.id, who) for p in projects for who in members),
        ),
        until,
    )


def facts_of_versions(versions: list[Organisation]) -> Facts:
    """Facts of one organisation with two joint projects, as several statements have it."""
    days = (date(2018, 1, 1), date(2019, 1, 1))
    projects = [Project(ProjectId(f"p{n}"), started=day) for n, day in enumerate(days)]
    members = [versions[0].id, OrganisationId("sme")]
    return Facts.of(
        Tables.of(
            **organisation_frames(versions),
            projects=project_frame(projects),
            participations=participation_frame(Participation(p.id, who) for p in projects for who in members),
        ),
        DAY,
    )


LARGE, SMALL = SizeClass.LARGE, SizeClass.SMALL
EARLY = (LARGE, "2015-01-01")


@pytest.mark.parametrize(
    ("big", "days", "is_flagship"),
    [
        (organisation("big", EARLY), ("2020-01-01", "2021-01-01"), True),
        (organisation("big", EARLY), ("2020-01-01",), False),
        (organisation("big", EARLY), ("2020-01-01", "2022-01-01"), False),
        (organisation("big", EARLY), ("2020-01-01", "2021-12-31"), True),
        (organisation("big", EARLY), ("2020-01-01", ""), False),
        (organisation("big"), ("2020-01-01", "2021-01-01"), False),
        (organisation("big", (LARGE, "2022-01-01")), ("2020-01-01", "2021-01-01"), False),
        (organisation("big", EARLY, (SMALL, "2016-01-01"), (SMALL, "2017-01-01")), ("2020-01-01", "2021-01-01"), False),
        (organisation("big", EARLY, (SMALL, "2022-01-01"), (SMALL, "2023-01-01")), ("2020-01-01", "2021-01-01"), True),
        (organisation("big", EARLY, kind=Kind.UNIVERSITY), ("2020-01-01", "2021-01-01"), False),
    ],
    ids=["two joint", "one", "second on the day", "second the day before", "undated", "no size", "large too late",
         "mostly small", "small only later", "university"],
)  # fmt: skip
def test_a_flagship_is_a_company_that_was_large_with_two_joint_projects(
    big: Organisation, days: tuple[str, ...], *, is_flagship: bool
) -> None:
    assert [e.flagship_id for e in facts(big, *days).catalogue(DAY)] == (["big"] if is_flagship else [])


def test_projects_alone_make_no_flagship() -> None:
    assert len(facts(organisation("big", EARLY), "2020-01-01", "2021-01-01", joint=False).catalogue(DAY)) == 0


def test_the_catalogue_of_an_earlier_day_knows_less() -> None:
    known = facts(organisation("big", EARLY), "2019-01-01", "2020-01-01", "2021-01-01")
    assert len(known.catalogue(date(2020, 1, 1))) == 0
    (early,), (late,) = known.catalogue(date(2020, 1, 2)), known.catalogue(DAY)
    assert early.origin is late.origin is Origin.PROJECTS
    assert early.summaries["en"] == "2 projects with partners since 2019. Among them: Title 1; Title 0."
    assert late.summaries["en"] == "3 projects with partners since 2019. Among them: Title 2; Title 1; Title 0."
    assert (early.known_on, late.known_on) == (date(2020, 1, 1), date(2021, 1, 1))


def test_profiles_and_sizes_of_the_day_are_unknown() -> None:
    profiles = [Profile(OrganisationId(f"s{day}"), ("We saw.",), known_on=date(2021, 12, day)) for day in (30, 31)] + [
        Profile(OrganisationId("late"), ("We saw.",), known_on=DAY)
    ]
    big = organisation("big", EARLY, (SMALL, "2022-01-01"))
    tables = Tables.of(**organisation_frames([big]), profiles=profile_frame(profiles))
    known = Facts.of(tables, DAY)
    assert [p.organisation_id for p in known.profiles] == ["s30", "s31"]
    assert [p.organisation_id for p in known.profiles_at(date(2021, 12, 31))] == ["s30"]
    assert [statement.sizes for statement in known.statements[big.id]] == [big.sizes[:1]]


def test_a_profile_is_what_was_last_told_of_it() -> None:
    told = [Profile(OrganisationId("s"), (f"Year {year}.",), known_on=date(year, 1, 1)) for year in (2021, 2019, 2022)]
    known = Facts.of(Tables.of(profiles=profile_frame(told)), DAY)
    assert [p.texts for p in known.profiles_at(DAY)] == [("Year 2021.",)]
    assert [p.texts for p in known.profiles_at(date(2021, 1, 1))] == [("Year 2019.",)]
    assert known.profiles_at(date(2019, 1, 1)) == []


def test_only_organisations_with_a_past_or_a_profile_are_kept() -> None:
    known = facts(organisation("big", EARLY), "2019-01-01")
    assert set(known.organisations_at(DAY)) == {"big", "sme"}
    assert known.organisations_at(date(2018, 1, 1)) == {}
    unheard = replace(known, profiles=[Profile(OrganisationId("unheard"), ())])
    assert unheard.organisations_at(date(2018, 1, 1)) == {}


def test_an_organisation_is_what_was_last_said_of_it() -> None:
    first = replace(organisation("big", EARLY, kind=Kind.OTHER), name="Old", known_on=date(2015, 1, 1))
    later = replace(organisation("big", EARLY), name="New", known_on=date(2020, 6, 1))
    unknown = replace(later, name="Future", known_on=DAY)
    known = facts_of_versions([unknown, later, first])
    assert known.organisation(first.id, date(2015, 1, 1)) is None
    assert known.organisation(first.id, date(2015, 1, 2)) == first
    assert known.organisation(first.id, date(2020, 6, 1)) == first
    assert known.organisation(first.id, DAY) == later
    assert [e.flagship_name for e in known.catalogue(date(2020, 6, 1))] == []
    assert [e.flagship_name for e in known.catalogue(DAY)] == ["New"]


def test_members_are_left_out_before_they_were_known() -> None:
    described = Ecosystem(
        EcosystemId("e"), OrganisationId("f"), "F", {"en": "E"}, OrganisationId("e"), members=("Mill",),
        known_on=date(2021, 1, 1),
    )  # fmt: skip
    known = Facts.of(Tables.of(ecosystems=ecosystem_frame([described])), DAY)
    assert [e.members for e in known.catalogue(date(2021, 1, 1))] == [()]
    assert [e.members for e in known.catalogue(date(2021, 1, 2))] == [("Mill",)]
