"""All facts of a workspace as entities, and what was known of them at a day."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from recommender.catalogue import Catalogue
from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Kind,
    Organisation,
    OrganisationId,
    Origin,
    Profile,
    Project,
    Scope,
    SizeClass,
)
from recommender.history import History
from recommender.tables import Tables

MIN_PROJECTS = 2
"""Joint projects from which a large company counts as a flagship."""

MAX_TITLES = 3
"""Titles of past projects that a summary names."""


@dataclass(frozen=True)
class Facts:
    """Facts dated before ``until``; ``statements`` holds each organisation as it was known from day to day."""

    until: date
    statements: Mapping[OrganisationId, Sequence[Organisation]]
    profiles: Sequence[Profile]
    described: Sequence[Ecosystem]
    history: History

    @classmethod
    def of(cls, tables: Tables, until: date) -> "Facts":
        """Take what was known before `until`; the rest is never looked at."""
        history = History.of(tables.project_list(), tables.participation_list()).before(until)
        statements: dict[OrganisationId, list[Organisation]] = {}
        for organisation in sorted(tables.organisation_list(), key=lambda o: (o.id, o.known_on)):
            if organisation.known_on < until:
                statements.setdefault(organisation.id, []).append(_as_known(organisation, until))
        return cls(
            until=until,
            statements=statements,
            profiles=[profile for profile in tables.profile_list() if profile.known_on < until],
            described=[ecosystem for ecosystem in tables.ecosystem_list() if ecosystem.known_on < until],
            history=history,
        )

    def catalogue(self, day: date) -> Catalogue:
        """Ecosystems that people described and those that projects before `day` show.

        What people described is taken at every day, since who leads what does not tell who joined; its members do,
        and are left out of the days before they were known.
        """
        described = (e if e.known_on < day else replace(e, members=()) for e in self.described)
        return Catalogue((*described, *self._flagships(day)))

    def organisation(self, organisation_id: OrganisationId, day: date) -> Organisation | None:
        """Return an organisation as the last statement before `day` has it, ``None`` where nothing was known."""
        known = self.statements.get(organisation_id, ())
        place = bisect_left(known, day, key=lambda statement: statement.known_on)
        return known[place - 1] if place else None

    def profiles_at(self, day: date) -> list[Profile]:
        """Return each organisation's profile as it was last told before `day`."""
        told = sorted(self.profiles, key=lambda profile: profile.known_on)
        return list({profile.organisation_id: profile for profile in told if profile.known_on < day}.values())

    def organisations_at(self, day: date) -> dict[OrganisationId, Organisation]:
        """Organisations in projects or with a profile before `day`, as they were known; nobody else is kept."""
        profiles = self.profiles_at(day)
        wanted = sorted({*self.history.before(day).participants, *(profile.organisation_id for profile in profiles)})
        return {i: known for i in wanted if (known := self.organisation(i, day)) is not None}

    @cached_property
    def _large(self) -> frozenset[OrganisationId]:
        """Those that some source ever called large: the only ones worth a closer look."""
        return frozenset(
            organisation_id
            for organisation_id, (first, *_) in self.statements.items()
            if any(fact.size is SizeClass.LARGE for fact in first.sizes)
        )

    def _flagships(self, day: date) -> list[Ecosystem]:
        history = self.history.before(day)
        joint = history.joint[history.project_rows]
        counts = np.bincount(history.participant_rows[joint], minlength=len(history.participants))
        columns = history.incidence.tocsc()
        starts, places = columns.indptr, columns.indices
        return [
            _ecosystem(flagship, [history.projects[place] for place in places[starts[row] : starts[row + 1]]])
            for row in np.flatnonzero(counts >= MIN_PROJECTS)
            if (flagship := self._large_at(history.participants[row], day)) is not None
        ]

    def _large_at(self, participant: OrganisationId, day: date) -> Organisation | None:
        """Return a company that was known and large before `day`, ``None`` where it was not."""
        known = self.organisation(participant, day) if participant in self._large else None
        large = known is not None and known.kind is Kind.COMPANY and known.size_on(day) is SizeClass.LARGE
        return known if large else None


def _as_known(organisation: Organisation, until: date) -> Organisation:
    sizes = tuple(fact for fact in organisation.sizes if fact.known_on < until)
    return organisation if sizes == organisation.sizes else replace(organisation, sizes=sizes)


def _ecosystem(flagship: Organisation, projects: Sequence[Project]) -> Ecosystem:
    """Ecosystem of a flagship, described by its past projects."""
    first = min(project.started or date.max for project in projects)
    titles = list(dict.fromkeys(title for p in reversed(projects) if (title := p.title or p.call_title)))[:MAX_TITLES]
    name = flagship.name or f"Organisation {flagship.id}"
    about = f" Among them: {'; '.join(titles)}." if titles else ""
    return Ecosystem(
        id=EcosystemId(f"cordis:{flagship.id}"),
        flagship_id=flagship.id,
        flagship_name=name,
        names={"en": f"{name}: partners in EU research"},
        participant_id=flagship.id,
        origin=Origin.PROJECTS,
        scope=Scope.INTERNATIONAL,
        country=flagship.country,
        region=flagship.region,
        summaries={"en": f"{len(projects)} projects with partners since {first.year}.{about}"},
        source=f"https://cordis.europa.eu/search?q=organisation:{flagship.id}",
        known_on=max(project.started or date.min for project in projects),
    )
