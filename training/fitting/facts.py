"""All facts of a workspace as entities, and what was known of them at a day."""

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
    """Facts dated before ``until``."""

    until: date
    organisations: Mapping[OrganisationId, Organisation]
    profiles: Sequence[Profile]
    described: Sequence[Ecosystem]
    history: History

    @classmethod
    def of(cls, tables: Tables, until: date) -> "Facts":
        """Take what was known before `until`; the rest is never looked at."""
        history = History.of(tables.project_list(), tables.participation_list()).before(until)
        return cls(
            until=until,
            organisations={o.id: _as_known(o, until) for o in tables.organisation_list()},
            profiles=[profile for profile in tables.profile_list() if profile.known_on < until],
            described=[ecosystem for ecosystem in tables.ecosystem_list() if ecosystem.known_on < until],
            history=history,
        )

    def catalogue(self, day: date) -> Catalogue:
        """Ecosystems that people described and those that projects before `day` show.

        What people described is taken at every day: who leads what does not tell who joined.
        """
        return Catalogue((*self.described, *self._flagships(day)))

    def profiles_at(self, day: date) -> list[Profile]:
        """Profiles known before `day`."""
        return [profile for profile in self.profiles if profile.known_on < day]

    def organisations_in(self, history: History, profiles: Sequence[Profile]) -> dict[OrganisationId, Organisation]:
        """Organisations that stand in `history` or have a profile; nobody else is kept."""
        wanted = sorted({*history.participants, *(profile.organisation_id for profile in profiles)})
        return {i: self.organisations[i] for i in wanted if i in self.organisations}

    @cached_property
    def _large(self) -> frozenset[OrganisationId]:
        """Companies that some source ever called large: the only ones worth a closer look."""
        return frozenset(
            organisation.id
            for organisation in self.organisations.values()
            if organisation.kind is Kind.COMPANY and any(fact.size is SizeClass.LARGE for fact in organisation.sizes)
        )

    def _flagships(self, day: date) -> list[Ecosystem]:
        history = self.history.before(day)
        joint = history.joint[history.project_rows]
        counts = np.bincount(history.participant_rows[joint], minlength=len(history.participants))
        rows = [
            row
            for row in np.flatnonzero(counts >= MIN_PROJECTS)
            if history.participants[row] in self._large
            and self.organisations[history.participants[row]].size_on(day) is SizeClass.LARGE
        ]
        columns = history.incidence.tocsc()
        starts, places = columns.indptr, columns.indices
        return [
            _ecosystem(
                self.organisations[history.participants[row]],
                [history.projects[place] for place in places[starts[row] : starts[row + 1]]],
            )
            for row in rows
        ]


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
        verified=True,
        known_on=max(project.started or date.min for project in projects),
    )
