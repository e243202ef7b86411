"""Rows of the CORDIS bulk files: read, freed of duplicates, and bad ones set aside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from recommender.errors import FileFormatError, FileMissingError
from training.sources.archive import Archive, open_archive
from training.sources.delimited import Column, read_delimited
from training.sources.quarantine import PLACE, counted, set_aside

FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2059, 12, 31)
"""Days between which a project of a framework programme can lie; others are slips of the pen."""

PROJECT = {
    "id": Column(("id", "projectID"), required=True),
    "title": Column(("title",)),
    "objective": Column(("objective",)),
    "call": Column(("topics", "topic")),
    "programme": Column(("frameworkProgramme",)),
    "basis": Column(("legalBasis",)),
    "started": Column(("startDate",), required=True),
    "ended": Column(("endDate",)),
}
PARTICIPATION = {
    "project_id": Column(("projectID",), required=True),
    "participant_id": Column(("organisationID", "organizationID", "id"), required=True),
    "name": Column(("name",), required=True),
    "sme": Column(("SME",)),
    "activity": Column(("activityType",)),
    "country": Column(("country",)),
    "region": Column(("nutsCode",)),
    "website": Column(("organizationURL", "organisationURL")),
    "role": Column(("role",)),
}
TOPIC = {
    "project_id": Column(("projectID",), required=True),
    "topic": Column(("topic", "topics")),
    "title": Column(("title",), required=True),
}

_FLAGS = {"true": "true", "1": "true", "yes": "true", "y": "true", "false": "false", "0": "false", "no": "false",
          "n": "false", "": ""}  # fmt: skip
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_IMPOSSIBLE = "impossible"
_UNREADABLE = "unreadable"


@dataclass(frozen=True)
class CordisRows:
    """Usable rows of all files, with `quarantine.PLACE` columns; ``read`` counts the rows of each file."""

    projects: pd.DataFrame
    participations: pd.DataFrame
    topics: pd.DataFrame
    quarantine: pd.DataFrame
    duplicates: int
    read: dict[str, int]


def read_rows(paths: Sequence[Path]) -> CordisRows:
    """Read and screen the files of every folder or zip.

    Raises
    ------
    SourceError
        If a file is missing, malformed or holds no usable row.
    """
    if not paths:
        raise FileMissingError("No CORDIS archive is named; give the zips, or the folders that hold project.csv.")
    archives = [open_archive(path) for path in paths]
    bad: list[pd.DataFrame] = []
    read: dict[str, int] = {}
    tables = []
    for names, layout in (
        (("project.csv", "projects.csv"), PROJECT),
        (("organization.csv", "organisation.csv", "organizations.csv", "organisations.csv"), PARTICIPATION),
        (("topics.csv", "topic.csv"), TOPIC),
    ):
        parts = [_part(archive, names, layout, bad) for archive in archives]
        read |= {f"{archive.path.name}: {names[0]}": len(p) for archive, p in zip(archives, parts, strict=True)}
        tables.append(pd.concat(parts, ignore_index=True))
    projects, participations, topics = tables
    total = sum(map(len, tables))
    projects, participations, topics = (_distinct(table) for table in tables)
    duplicates = total - len(projects) - len(participations) - len(topics)
    known = set(projects["id"])
    projects = _screened_projects(projects, bad)
    usable = set(projects["id"])
    participations = _screened_participations(participations, known, usable, bad)
    topics, unknown = set_aside(topics, {"topic of an unknown project": ~topics["project_id"].isin(known)})
    quarantine = pd.concat([*bad, unknown], ignore_index=True)
    for name, table in (("project", projects), ("organization", participations)):
        if table.empty:
            reasons = "; ".join(f"{reason}: {n}" for reason, n in list(counted(quarantine).items())[:3])
            raise FileFormatError(
                f"No row of {name}.csv in {', '.join(map(str, paths))} can be used ({reasons}); "
                "use the files as they are published."
            )
    return CordisRows(projects, participations, topics, quarantine, duplicates, read)


def _part(archive: Archive, names: tuple[str, ...], layout: dict[str, Column], bad: list[pd.DataFrame]) -> pd.DataFrame:
    member = archive.find(*names)
    if member is None and layout is TOPIC:
        return pd.DataFrame(columns=[*layout, *PLACE], dtype="str")
    if member is None:
        found = ", ".join(sorted(archive.members)[:10]) or "no file"
        raise FileMissingError(
            f"{archive.path} holds no {names[0]}; found {found}. "
            "Name a CORDIS bulk zip (CSV) or the folder it unpacks to."
        )
    rows, broken = read_delimited(archive, member, layout)
    bad.append(broken)
    if rows.empty and layout is not TOPIC:
        raise FileFormatError(
            f"{archive.path}: {member} holds no rows"
            + (
                f" that can be parsed ({broken['reason'].iloc[0]}, line {broken['line'].iloc[0]})"
                if len(broken)
                else ""
            )
            + "; get the file again."
        )
    return rows


def _distinct(rows: pd.DataFrame) -> pd.DataFrame:
    return rows.drop_duplicates([column for column in rows.columns if column not in PLACE], ignore_index=True)


def _screened_projects(projects: pd.DataFrame, bad: list[pd.DataFrame]) -> pd.DataFrame:
    started, ended = _days(projects["started"]), _days(projects["ended"])
    dated = projects.assign(started=started, ended=ended)
    checks = {
        "the project has no id": projects["id"] == "",
        "the start date cannot be read": started == _UNREADABLE,
        "the end date cannot be read": ended == _UNREADABLE,
        f"the start date is not between {FIRST_DAY} and {LAST_DAY}": started == _IMPOSSIBLE,
        f"the end date is not between {FIRST_DAY} and {LAST_DAY}": ended == _IMPOSSIBLE,
        "the end date is before the start date": (ended != "") & (ended < started),
    }
    kept, aside = set_aside(projects, checks)
    kept = dated.loc[kept.index]
    # The earliest stands, so that a day on which a project is said to begin anew takes nothing from the days before.
    starts = kept["started"].where(kept["started"] != "", LAST_DAY.isoformat()).sort_values(kind="stable")
    again = kept.loc[starts.index].duplicated("id")
    kept, twice = set_aside(kept, {"another project with this id starts or stands before it": again[kept.index]})
    bad.extend([aside, twice])
    return kept


def _screened_participations(
    participations: pd.DataFrame, known: set[str], usable: set[str], bad: list[pd.DataFrame]
) -> pd.DataFrame:
    flags = participations["sme"].str.lower().map(_FLAGS)
    checks = {
        "the participation names no project": participations["project_id"] == "",
        "participation in an unknown project": ~participations["project_id"].isin(known),
        "participation in a project that was set aside": ~participations["project_id"].isin(usable),
        "the participation names no organisation": participations["participant_id"] == "",
        "the SME flag is neither true nor false": flags.isna(),
    }
    kept, aside = set_aside(participations, checks)
    bad.append(aside)
    return kept.assign(sme=flags[kept.index].astype("str"))


def _days(texts: "pd.Series[str]") -> "pd.Series[str]":
    return texts.map({text: _day(text) for text in texts.unique()}).astype("str")


def _day(text: str) -> str:
    """Return the day as ``YYYY-MM-DD``, ``""`` where there is none, else what is wrong with it."""
    if not text:
        return ""
    written = _DAY.fullmatch(text)
    try:
        day = date.fromisoformat(written[1] if written else text)
    except ValueError:
        return _UNREADABLE
    if written is None:
        return _UNREADABLE
    return day.isoformat() if FIRST_DAY <= day <= LAST_DAY else _IMPOSSIBLE
