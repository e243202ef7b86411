"""Past partnerships of SMEs with ecosystems, from anyone's own records in CSV or XLSX: projects and participations."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from recommender.entities import OrganisationId, Participation, Project, ProjectId
from recommender.sheets.reading import Row, Sheet, read_sheet
from recommender.sheets.values import stable_id
from recommender.tables import Tables, participation_frame, project_frame
from training.sources.refusals import Refused, Unusable, day_of, id_of, quarantine_frame

COLUMNS = ("sme_id", "ecosystem_id", "since", "project", "title", "description", "source")
"""Canonical names of all columns that are read; the first three are required."""

_HEADINGS: dict[str, tuple[str, ...]] = {
    "sme_id": ("organisation_id", "yritys", "yrityksen_tunniste", "yritystunnus", "företag", "företags_id"),
    "ecosystem_id": ("ecosystem", "ekosysteemi", "ekosysteemin_tunniste", "ekosystem", "ekosystem_id"),
    "since": ("started", "start", "alkaen", "alkupäivä", "alkoi", "sedan", "startdag"),
    "project": ("project_id", "hanke", "projekti", "projekt"),
    "title": ("otsikko", "hankkeen_nimi", "rubrik", "projektets_namn"),
    "description": ("kuvaus", "beskrivning"),
    "source": ("lähde", "källa"),
}
SYNONYMS = {heading: column for column, headings in _HEADINGS.items() for heading in headings}

SHOWN_BY_PROJECTS = "cordis:"
"""Prefix of the ids of ecosystems that projects show; what follows is the participant that leads it."""


@dataclass(frozen=True, slots=True)
class PartnershipsSummary:
    """Counts over all files, and the columns that nothing reads."""

    files: int
    rows: int
    partnerships: int
    projects: int
    left_out: int
    quarantined: int
    ignored_columns: tuple[str, ...]


def read(paths: Sequence[Path], *, until: date | None, known_on: date) -> tuple[Tables, PartnershipsSummary]:
    """Read partnerships; each counts as known from its day in ``since``.

    Rows that name one ``project`` and one day form one project of several SMEs. Those who joined it on another day
    stand in a project of that day, so that nobody appears in it before they came; its id is ``project:day``.
    An ``ecosystem_id`` is the id that a ranking shows: of an entry of the catalogue, or ``cordis:`` and the
    organisationID of a flagship, whose project the partnership then is. Whether the ids exist is not asked here.

    Parameters
    ----------
    paths
        CSV or XLSX files; required columns are ``sme_id``, ``ecosystem_id`` and ``since``.
    until
        Partnerships since this day or later are left out and counted; they change nothing else.
    known_on
        Today: rows with a later day are quarantined.

    Raises
    ------
    SourceError
        If a file cannot be used; single bad rows go to the quarantine table instead.
    """
    sheets = [read_sheet(path, SYNONYMS) for path in paths]
    for sheet in sheets:
        sheet.require(("sme_id",), ("ecosystem_id",), ("since",))
    projects: dict[ProjectId, Project] = {}
    pairs: dict[tuple[ProjectId, str, str], str] = {}
    bad: list[Refused] = []
    left_out = 0
    for sheet in sheets:
        for row in sheet.rows:
            try:
                day = day_of(row, "since", known_on)
                if until is not None and day >= until:
                    left_out += 1
                    continue
                project, sme, ecosystem = _read_row(sheet.path, row, day)
                _refuse_twice(pairs, (project.id, sme, ecosystem))
            except Unusable as reason:
                bad.append(Refused(sheet.path, row, str(reason)))
            else:
                pairs[project.id, sme, ecosystem] = f"line {row.line} of {sheet.path.name}"
                projects[project.id] = _joined(projects.get(project.id), project)
    tables = Tables.of(
        projects=project_frame(projects[key] for key in sorted(projects)),
        participations=participation_frame(_participations(pairs)),
        quarantine=quarantine_frame("partnerships", bad),
    )
    return tables, _summary(sheets, len(pairs), len(projects), left_out, len(bad))


def _summary(
    sheets: Sequence[Sheet], partnerships: int, projects: int, left_out: int, quarantined: int
) -> PartnershipsSummary:
    ignored = tuple(sorted({column for sheet in sheets for column in sheet.columns} - set(COLUMNS)))
    rows = sum(len(sheet.rows) for sheet in sheets)
    return PartnershipsSummary(len(sheets), rows, partnerships, projects, left_out, quarantined, ignored)


def _read_row(path: Path, row: Row, day: date) -> tuple[Project, str, str]:
    sme, ecosystem = id_of(row, "sme_id"), _participant(id_of(row, "ecosystem_id"))
    if sme == ecosystem:
        raise Unusable(f"sme_id and ecosystem_id are both {sme!r}")
    named = id_of(row, "project") if row.cells.get("project") else ""
    project_id = f"{named}:{day}" if named else stable_id(sme, ecosystem, day.isoformat())
    project = Project(
        ProjectId(project_id),
        title=row.cells.get("title", ""),
        objective=row.cells.get("description", ""),
        started=day,
        source=row.cells.get("source") or path.name,
    )
    return project, sme, ecosystem


def _participant(ecosystem: str) -> str:
    """Return the id under which an ecosystem stands in projects."""
    participant = ecosystem.removeprefix(SHOWN_BY_PROJECTS)
    if not participant.strip():
        raise Unusable(f"ecosystem_id {ecosystem!r} names nobody after {SHOWN_BY_PROJECTS}")
    return participant.strip()


def _refuse_twice(pairs: Mapping[tuple[ProjectId, str, str], str], pair: tuple[ProjectId, str, str]) -> None:
    if pair in pairs:
        raise Unusable(f"the same partnership stands on {pairs[pair]} already")


def _joined(before: Project | None, project: Project) -> Project:
    """Return the project as first told, with what it lacked."""
    if before is None:
        return project
    return replace(before, title=before.title or project.title, objective=before.objective or project.objective)


def _participations(pairs: Mapping[tuple[ProjectId, str, str], str]) -> list[Participation]:
    """Each SME, and each ecosystem as the one that coordinates, in every project once."""
    smes = {(project, sme) for project, sme, _ in pairs}
    ecosystems = {(project, ecosystem) for project, _, ecosystem in pairs}
    roles = dict.fromkeys(smes, "participant") | dict.fromkeys(ecosystems, "coordinator")
    return [Participation(project, OrganisationId(who), role) for (project, who), role in sorted(roles.items())]
