"""Nouns for tests: short constructors, and strategies that draw any of them."""

import string
from datetime import date

from hypothesis import strategies as st

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
    Scope,
    SizeClass,
    SizeFact,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
DAYS = st.dates(date(1990, 1, 1), date(2030, 12, 31))
IDS = st.text(string.ascii_lowercase, min_size=1, max_size=3)
LANGUAGES = st.sampled_from(["en", "fi", "sv"])


def tuples(elements: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(elements, max_size=3).map(tuple)


def ecosystem(name: str, *, participant: str = "", scope: Scope = Scope.NATIONAL, country: str = "FI") -> Ecosystem:
    """Return an ecosystem whose participant is its flagship unless another is named."""
    flagship = OrganisationId(participant or f"{name}-flagship")
    return Ecosystem(
        EcosystemId(name), flagship, flagship.title(), {"en": name}, flagship, scope=scope, country=country
    )


def project(name: str, started: date | None) -> Project:
    return Project(ProjectId(name), started=started)


def participation(project_id: str, participant: str, role: str = "participant") -> Participation:
    return Participation(ProjectId(project_id), OrganisationId(participant), role)


ECOSYSTEMS = st.builds(
    Ecosystem,
    id=IDS.map(EcosystemId),
    flagship_id=IDS.map(OrganisationId),
    flagship_name=TEXT,
    names=st.dictionaries(LANGUAGES, TEXT),
    participant_id=IDS.map(OrganisationId),
    origin=st.sampled_from(Origin),
    scope=st.sampled_from(Scope),
    country=st.sampled_from(["FI", "SE", ""]),
    region=st.sampled_from(["FI1D2", "FI1D", "SE11", ""]),
    summaries=st.dictionaries(LANGUAGES, TEXT),
    goals=st.dictionaries(LANGUAGES, tuples(TEXT)),
    themes=tuples(TEXT),
    sdgs=st.lists(st.integers(1, 17), max_size=3).map(tuple),
    members=tuples(TEXT),
    source=TEXT,
    verified=st.booleans(),
    known_on=DAYS,
)
PROJECTS = st.builds(
    Project, id=IDS.map(ProjectId), title=TEXT, objective=TEXT, call=TEXT, call_title=TEXT, programme=TEXT,
    started=st.none() | DAYS, ended=st.none() | DAYS, source=TEXT,
)  # fmt: skip
PARTICIPATIONS = st.builds(
    Participation, IDS.map(ProjectId), IDS.map(OrganisationId), st.sampled_from(["coordinator", "participant"])
)
PROFILES = st.builds(
    Profile, IDS.map(OrganisationId), tuples(TEXT), tuples(TEXT), tuples(TEXT), tuples(LANGUAGES), DAYS
)
FACTS = st.builds(SizeFact, st.sampled_from(SizeClass), DAYS)
ORGANISATIONS = st.builds(
    Organisation,
    id=IDS.map(OrganisationId),
    name=TEXT,
    kind=st.sampled_from(Kind),
    country=st.sampled_from(["FI", "EL", ""]),
    region=st.sampled_from(["FI1D2", ""]),
    sizes=st.lists(FACTS, max_size=3, unique=True).map(tuple),
    sectors=tuples(TEXT),
    website=TEXT,
    sole_trader=st.none() | st.booleans(),
    fictional=st.booleans(),
    known_on=st.dates(),
)
