"""Data frames ↔ entities: with the sources, the only module that knows pandas and the columns of the tables.

Every column is text (days as ``YYYY-MM-DD``, nested values as JSON, unknown as ``""``), so that a table reads the same
in every tool and equal facts give equal bytes.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

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

COLUMNS: dict[str, tuple[str, ...]] = {
    "organisations": (
        "id",
        "name",
        "kind",
        "country",
        "region",
        "website",
        "sectors",
        "sole_trader",
        "fictional",
        "known_on",
    ),
    "sizes": ("organisation_id", "size", "known_on"),
    "profiles": ("organisation_id", "texts", "offers", "needs", "languages", "known_on"),
    "ecosystems": (
        "id",
        "flagship_id",
        "flagship_name",
        "participant_id",
        "origin",
        "scope",
        "country",
        "region",
        "names",
        "summaries",
        "goals",
        "themes",
        "sdgs",
        "members",
        "source",
        "verified",
        "known_on",
    ),
    "projects": ("id", "title", "objective", "call", "call_title", "programme", "started", "ended", "source"),
    "participations": ("project_id", "participant_id", "role"),
    "quarantine": ("source", "file", "line", "reason", "record"),
}
"""Columns of each table."""

KEYS: dict[str, tuple[str, ...]] = {
    "organisations": ("id", "known_on"),
    "sizes": ("organisation_id", "size", "known_on"),
    "profiles": ("organisation_id", "known_on"),
    "ecosystems": ("id",),
    "projects": ("id",),
    "participations": ("project_id", "participant_id"),
    "quarantine": ("source", "file", "line", "reason"),
}
"""What identifies a row: of rows with one key the last stands (later ingests replace earlier ones)."""


def frame(table: str, rows: Iterable[Sequence[str]] = ()) -> pd.DataFrame:
    """Build a table from rows of text in column order."""
    return pd.DataFrame(list(rows), columns=list(COLUMNS[table]), dtype="str")


@dataclass(frozen=True)
class Tables:
    """One data frame a table, columns as in `COLUMNS`."""

    organisations: pd.DataFrame
    sizes: pd.DataFrame
    profiles: pd.DataFrame
    ecosystems: pd.DataFrame
    projects: pd.DataFrame
    participations: pd.DataFrame
    quarantine: pd.DataFrame

    @classmethod
    def of(cls, **tables: pd.DataFrame) -> "Tables":
        """Those given; the others empty."""
        return cls(**{f.name: tables.get(f.name, frame(f.name)) for f in fields(cls)})

    @classmethod
    def merged(cls, parts: Sequence["Tables"]) -> "Tables":
        """Put parts together; of rows with one key the last stands, and rows are sorted by key."""
        whole: dict[str, pd.DataFrame] = {}
        for table, key in KEYS.items():
            frames = [getattr(part, table) for part in parts]
            rows = pd.concat(frames, ignore_index=True) if frames else frame(table)
            rows = rows.drop_duplicates(list(key), keep="last").sort_values(list(key), kind="stable")
            whole[table] = rows.reset_index(drop=True)
        return cls(**whole)

    def before(self, day: date) -> "Tables":
        """Rows known before `day`: by their ``known_on``, projects by their start, participations by their project's.

        What has no day was known on none. An end on or after the day may have been moved since: it was not known.
        """
        kept = {"participations": self.participations, "quarantine": self.quarantine}
        for table in KEYS.keys() - kept.keys():
            rows, column = getattr(self, table), "started" if table == "projects" else "known_on"
            kept[table] = rows[(rows[column] != "") & (rows[column] < day.isoformat())]
        gone = self.projects["id"][~self.projects["id"].isin(kept["projects"]["id"])]
        kept["participations"] = self.participations[~self.participations["project_id"].isin(gone)]
        ended = kept["projects"]["ended"]
        kept["projects"] = kept["projects"].assign(ended=ended.where(ended < day.isoformat(), ""))
        return Tables(**kept)

    def counts(self) -> dict[str, int]:
        """Rows of each table."""
        return {f.name: len(getattr(self, f.name)) for f in fields(self)}

    def organisation_list(self) -> list[Organisation]:
        """Organisations as they were known from each day on, with all their size facts; several of one id, by day."""
        facts: dict[str, list[SizeFact]] = {}
        for owner, size, day in self.sizes.itertuples(index=False):
            facts.setdefault(owner, []).append(SizeFact(SizeClass(size), date.fromisoformat(day)))
        return [
            Organisation(
                id=OrganisationId(r.id), name=r.name, kind=Kind(r.kind), country=r.country, region=r.region,
                sizes=tuple(facts.get(r.id, ())), sectors=_texts(r.sectors), website=r.website,
                sole_trader={"true": True, "false": False}.get(r.sole_trader), fictional=r.fictional == "true",
                known_on=_day(r.known_on) or date.min,
            )
            for r in _records(self.organisations)
        ]  # fmt: skip

    def profile_list(self) -> list[Profile]:
        """Profiles as they were known from each day on; several of one organisation, by day."""
        return [
            Profile(
                OrganisationId(r.organisation_id), _texts(r.texts), _texts(r.offers), _texts(r.needs),
                _texts(r.languages), _day(r.known_on) or date.min,
            )
            for r in _records(self.profiles)
        ]  # fmt: skip

    def ecosystem_list(self) -> list[Ecosystem]:
        """Ecosystems that people described."""
        return [ecosystem_from_record({column: getattr(r, column) for column in COLUMNS["ecosystems"]})
                for r in _records(self.ecosystems)]  # fmt: skip

    def project_list(self) -> list[Project]:
        """Projects."""
        return [project_from_record({column: getattr(r, column) for column in COLUMNS["projects"]})
                for r in _records(self.projects)]  # fmt: skip

    def participation_list(self) -> list[Participation]:
        """Participations."""
        return [Participation(ProjectId(p), OrganisationId(o), r)
                for p, o, r in self.participations.itertuples(index=False)]  # fmt: skip


def organisation_frames(organisations: Iterable[Organisation]) -> dict[str, pd.DataFrame]:
    """Tables ``organisations`` and ``sizes``."""
    listed = list(organisations)
    flags = {True: "true", False: "false", None: ""}
    rows = [(o.id, o.name, o.kind.value, o.country, o.region, o.website, _json(o.sectors), flags[o.sole_trader],
             flags[o.fictional], o.known_on.isoformat()) for o in listed]  # fmt: skip
    sizes = dict.fromkeys((o.id, fact.size.value, fact.known_on.isoformat()) for o in listed for fact in o.sizes)
    return {"organisations": frame("organisations", rows), "sizes": frame("sizes", sizes)}


def profile_frame(profiles: Iterable[Profile]) -> pd.DataFrame:
    """Table ``profiles``."""
    return frame("profiles", [(p.organisation_id, _json(p.texts), _json(p.offers), _json(p.needs), _json(p.languages),
                               p.known_on.isoformat()) for p in profiles])  # fmt: skip


def ecosystem_frame(ecosystems: Iterable[Ecosystem]) -> pd.DataFrame:
    """Table ``ecosystems``."""
    return frame("ecosystems", [tuple(ecosystem_record(e).values()) for e in ecosystems])


def project_frame(projects: Iterable[Project]) -> pd.DataFrame:
    """Table ``projects``."""
    return frame("projects", [(p.id, p.title, p.objective, p.call, p.call_title, p.programme, _iso(p.started),
                               _iso(p.ended), p.source) for p in projects])  # fmt: skip


def participation_frame(participations: Iterable[Participation]) -> pd.DataFrame:
    """Table ``participations``."""
    return frame("participations", [(p.project_id, p.participant_id, p.role) for p in participations])


def ecosystem_record(e: Ecosystem) -> dict[str, str]:
    """Text record of an ecosystem, columns in order."""
    return {
        "id": e.id, "flagship_id": e.flagship_id, "flagship_name": e.flagship_name, "participant_id": e.participant_id,
        "origin": e.origin.value, "scope": e.scope.value, "country": e.country, "region": e.region,
        "names": _json(e.names), "summaries": _json(e.summaries), "goals": _json(e.goals), "themes": _json(e.themes),
        "sdgs": _json(e.sdgs), "members": _json(e.members), "source": e.source,
        "verified": "true" if e.verified else "false", "known_on": e.known_on.isoformat(),
    }  # fmt: skip


def ecosystem_from_record(r: dict[str, str]) -> Ecosystem:
    """Inverse of `ecosystem_record`."""
    return Ecosystem(
        id=EcosystemId(r["id"]), flagship_id=OrganisationId(r["flagship_id"]), flagship_name=r["flagship_name"],
        names=json.loads(r["names"]), participant_id=OrganisationId(r["participant_id"]), origin=Origin(r["origin"]),
        scope=Scope(r["scope"]), country=r["country"], region=r["region"], summaries=json.loads(r["summaries"]),
        goals={language: tuple(goals) for language, goals in json.loads(r["goals"]).items()},
        themes=_texts(r["themes"]), sdgs=tuple(json.loads(r["sdgs"])), members=_texts(r["members"]),
        source=r["source"], verified=r["verified"] == "true", known_on=date.fromisoformat(r["known_on"]),
    )  # fmt: skip


def project_from_record(r: dict[str, str]) -> Project:
    """Project of a text record."""
    return Project(
        id=ProjectId(r["id"]), title=r["title"], objective=r["objective"], call=r["call"], call_title=r["call_title"],
        programme=r["programme"], started=_day(r["started"]), ended=_day(r["ended"]), source=r["source"],
    )  # fmt: skip


def write_tables(tables: Tables, folder: Path) -> None:
    """Write one Parquet file a table into a new or empty `folder`; equal tables give equal bytes."""
    folder.mkdir(exist_ok=True)
    for field in fields(tables):
        getattr(tables, field.name).to_parquet(folder / f"{field.name}.parquet", index=False)


def read_tables(folder: Path) -> Tables:
    """Inverse of `write_tables`.

    Raises
    ------
    OSError, ValueError
        If a file is missing or is not a table.
    """
    return Tables(**{field.name: pd.read_parquet(folder / f"{field.name}.parquet") for field in fields(Tables)})


def _records(table: pd.DataFrame) -> Iterable[Any]:
    return table.itertuples(index=False, name="Row")


def _texts(value: str) -> tuple[str, ...]:
    return tuple(json.loads(value)) if value else ()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
