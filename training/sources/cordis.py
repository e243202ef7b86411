"""CORDIS, the European Commission's register of who works with whom in its research programmes.

Reads the bulk files as they are published (``project.csv``, ``organization.csv``, ``topics.csv`` …, as a zip or a
folder), FP7, H2020 and Horizon Europe together. With a cutoff day nothing that became known on or after it is kept:
no project, participation, size or organisation, and no name or address that only later rows state. (The
quarantine tells of the files, not of the world: it holds bad rows of any day.)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from recommender.entities import Kind, SizeClass
from recommender.tables import COLUMNS, Tables
from training.sources.cordis_rows import CordisRows, read_rows
from training.sources.quarantine import counted

_KINDS = {"PRC": Kind.COMPANY, "HES": Kind.UNIVERSITY, "REC": Kind.RESEARCH, "PUB": Kind.PUBLIC}
_PROGRAMMES = {"h2020": "H2020", "horizon": "HORIZON", "fp7": "FP7"}
_STATED = ("name", "activity", "country", "region", "website")
_LEADING_ROLES = {"coordinator": 0, "participant": 1}
_OTHER_ROLE = 2


@dataclass(frozen=True)
class CordisSummary:
    """What was read: counts of the tables, and what is not in them.

    ``joint_projects`` have two participants or more; ``flagships`` are companies, large by most of their statements,
    in two joint projects or more; ``left_out`` counts projects that start on or after the cutoff or at no known day;
    ``quarantined`` counts rows by reason and ``read`` rows by file.
    """

    projects: int
    participations: int
    organisations: int
    joint_projects: int
    flagships: int
    duplicates: int
    left_out: int
    quarantined: Mapping[str, int]
    read: Mapping[str, int]


def read(paths: Sequence[Path], *, until: date | None = None) -> tuple[Tables, CordisSummary]:
    """Read folders or zips of CORDIS bulk files.

    Parameters
    ----------
    paths
        Folders or zips; a fact in several of them counts once.
    until
        Keep only what was known before this day: projects that start before it, and what their rows say.

    Returns
    -------
    tables, summary
        Tables ``organisations``, ``sizes``, ``projects``, ``participations`` and ``quarantine``.

    Raises
    ------
    SourceError
        If a file is missing or cannot be used; the subclass says why.
    """
    rows = read_rows(paths)
    projects = rows.projects
    if until is not None:
        day = until.isoformat()
        projects = projects[(projects["started"] != "") & (projects["started"] < day)]
        # An end on or after the cutoff may have been moved since: it was not known.
        projects = projects.assign(ended=projects["ended"].where(projects["ended"] < day, ""))
    started = projects.set_index("id")["started"]
    statements = rows.participations[rows.participations["project_id"].isin(started.index)]
    statements = statements.assign(started=statements["project_id"].map(started))
    participations = _participations(statements)
    tables = Tables.merged(
        [
            Tables.of(
                organisations=_organisations(statements),
                sizes=_sizes(statements),
                projects=_projects(projects, rows.topics),
                participations=participations,
                quarantine=rows.quarantine,
            )
        ]
    )
    duplicates = rows.duplicates + len(statements) - len(participations)
    return tables, _summary(tables, rows, left_out=len(rows.projects) - len(projects), duplicates=duplicates)


def _projects(projects: pd.DataFrame, topics: pd.DataFrame) -> pd.DataFrame:
    ordered = topics[topics["project_id"].isin(projects["id"])].sort_values(["topic", "title"], kind="stable")

    def joined(column: str) -> "pd.Series[str]":
        stated = ordered[ordered[column] != ""]
        stated = stated.drop_duplicates(["project_id", column])
        return projects["id"].map(stated.groupby("project_id")[column].agg(" / ".join)).astype("str").fillna("")

    derived = [_programme(basis, source) for basis, source in zip(projects["basis"], projects["source"], strict=True)]
    return projects.assign(
        call=projects["call"].where(projects["call"] != "", joined("topic")),
        call_title=joined("title"),
        programme=projects["programme"].where(projects["programme"] != "", pd.Series(derived, projects.index, "str")),
    )[list(COLUMNS["projects"])]


def _programme(basis: str, source: str) -> str:
    """Derive the framework programme from the legal basis, else from the name of the archive."""
    signs = (text.lower() for text in (basis, source))
    return next((name for text in signs for sign, name in _PROGRAMMES.items() if sign in text), "")


def _participations(statements: pd.DataFrame) -> pd.DataFrame:
    """One row for each participant of a project, in its leading role where it has several."""
    role = statements["role"].where(statements["role"] != "", "participant")
    rank = role.str.lower().map(_LEADING_ROLES).fillna(_OTHER_ROLE)
    ordered = statements.assign(role=role, rank=rank).sort_values(["rank", "role"], kind="stable")
    return ordered.drop_duplicates(["project_id", "participant_id"])[list(COLUMNS["participations"])]


def _sizes(statements: pd.DataFrame) -> pd.DataFrame:
    """Size facts; a false SME flag makes a company large and says nothing of others."""
    is_sme = statements["sme"] == "true"
    is_large = (statements["sme"] == "false") & (statements["activity"].str.upper() == "PRC")
    stated = statements[(is_sme | is_large) & (statements["started"] != "")]
    size = is_sme[stated.index].map({True: SizeClass.SME.value, False: SizeClass.LARGE.value}).astype("str")
    return pd.DataFrame(
        {"organisation_id": stated["participant_id"], "size": size, "known_on": stated["started"]}
    ).drop_duplicates()


def _organisations(statements: pd.DataFrame) -> pd.DataFrame:
    """Each organisation as most statements had it, from each day on which that changed.

    Undated statements count only where an organisation has no others.
    """
    dated = statements[statements["started"] != ""]
    known = pd.concat([dated, statements[~statements["participant_id"].isin(dated["participant_id"])]])
    key = ["participant_id", "started"]
    days = pd.MultiIndex.from_frame(known[key].drop_duplicates().sort_values(key))
    stated = pd.DataFrame({column: _prevailing(known, column).reindex(days) for column in _STATED}, index=days)
    stated = stated.groupby(level=0).ffill().astype("str").fillna("")
    changed = (stated != stated.groupby(level=0).shift()).any(axis=1)
    table = stated[changed].reset_index().rename(columns={"participant_id": "id", "started": "known_on"})
    kinds = table["activity"].str.upper().map({code: kind.value for code, kind in _KINDS.items()})
    fixed = {"sectors": "[]", "sole_trader": "", "fictional": "false"}
    return table.assign(kind=kinds.astype("str").fillna(Kind.OTHER.value), **fixed)[list(COLUMNS["organisations"])]


def _prevailing(statements: pd.DataFrame, column: str) -> "pd.Series[str]":
    """Return what most statements said of each owner at the end of each day on which that may have changed.

    Ties go to the latest, then to the first in the alphabet. Indexed by owner and day.
    """
    stated = statements[statements[column] != ""]
    stated = stated.sort_values(["started", column], ascending=[True, False], kind="stable")
    times = stated.groupby(["participant_id", column]).cumcount()
    leading = stated[times == times.groupby(stated["participant_id"]).cummax()]
    key = ["participant_id", "started"]
    return leading.drop_duplicates(key, keep="last").set_index(key)[column]


def _summary(tables: Tables, rows: CordisRows, *, left_out: int, duplicates: int) -> CordisSummary:
    together = tables.participations.groupby("project_id").size()
    joint = together[together > 1].index
    return CordisSummary(
        projects=len(tables.projects),
        participations=len(tables.participations),
        organisations=tables.organisations["id"].nunique(),
        joint_projects=len(joint),
        flagships=_flagships(tables, joint),
        duplicates=duplicates,
        left_out=left_out,
        quarantined=counted(tables.quarantine),
        read=rows.read,
    )


def _flagships(tables: Tables, joint: "pd.Index[str]") -> int:
    """Count companies that are large by `Organisation.size_on`'s rule and stand in two joint projects or more."""
    key = ["organisation_id", "size"]
    count = tables.sizes.groupby(key).size().rename("count")
    latest = tables.sizes.sort_values("known_on").drop_duplicates(key, keep="last").set_index(key)["known_on"]
    facts = pd.concat([count, latest], axis=1).reset_index()
    facts = facts.sort_values(["count", "known_on", "size"], ascending=False).drop_duplicates("organisation_id")
    large = facts.loc[facts["size"] == SizeClass.LARGE.value, "organisation_id"]
    latest_known = tables.organisations.drop_duplicates("id", keep="last")
    companies = latest_known.loc[latest_known["kind"] == Kind.COMPANY.value, "id"]
    parts = tables.participations[tables.participations["project_id"].isin(joint)].groupby("participant_id").size()
    often = parts[parts > 1].index
    return int((often.isin(large) & often.isin(companies)).sum())
