"""Every dated kind of fact that a source can tell, each to be planted on any day: what a leak test must try.

Who adds a source, or a column to the tables, adds a row to `FACTS`; `test_leaks` fails until then.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal, get_args

from tests.tiny import SUBJECTS, Row, Tiny
from tests.training.sources.catalogue_entries import changed

Place = Literal["within", "apart"]
"""Where a fact is planted: among the rows of the world, or in files of its own, which are read as well."""

Plant = Callable[[Tiny, str], None]
EMPTY = ("project", "organization", "topics", "profiles", "partnerships")

NO_SOURCES = frozenset({
    "archive", "catalogue_files", "cordis_rows", "delimited", "download", "profile_report",
    "quarantine", "refusals", "sample", "sample_text", "sample_world",
})  # fmt: skip
"""Modules beside the sources that bring nothing into a workspace: they read and write files for them."""

UNTOLD = {
    "ecosystems.origin": "what a file describes is of the catalogue, whatever it says",
    **{f"quarantine.{column}": "tells of the files, and nothing is trained on it"
       for column in ("source", "file", "line", "reason", "record")},
}  # fmt: skip
"""Columns in which no fact can tell anything new, and why."""


@dataclass(frozen=True)
class Fact:
    """One kind of fact of a source; ``places`` says where it can be planted: not all can stand in any file."""

    source: str
    name: str
    plant: Plant
    places: tuple[Place, ...] = get_args(Place)


@dataclass
class Files:
    """The tiny world in files of its own, and what is planted beside it in others."""

    first: Tiny = field(default_factory=Tiny)
    second: Tiny = field(default_factory=lambda: Tiny({name: [] for name in EMPTY}, []))

    def plant(self, fact: Fact, place: Place, day: str) -> "Files":
        """Plant a fact on a day."""
        fact.plant(self.first if place == "within" else self.second, day)
        return self

    def write(self, folder: Path, *, second_first: bool = False) -> list[list[str]]:
        """Write all files; return what ``kumppani ingest`` is told, only of those that hold something."""
        own, beside = self.first.write(folder / "files"), self.second.write(folder / "beside")
        held = (self.second.rows["project"], self.second.entries, self.second.rows["profiles"],
                self.second.rows["partnerships"])  # fmt: skip
        beside = [told for told, rows in zip(beside, held, strict=True) if rows]
        return [*beside, *own] if second_first else [*own, *beside]


def _project(tiny: Tiny, day: str) -> None:
    """A project of two that know each other, with all that is said of a project."""
    row = {"id": "late", "title": "Late project", "objective": "Late pumps.", "topics": "T9",
           "frameworkProgramme": "FP9", "startDate": day, "endDate": day}  # fmt: skip
    tiny.rows["project"].append(row)
    tiny.rows["topics"].append({"projectID": "late", "topic": "T9", "title": "A late call"})
    tiny.rows["organization"] += [_part("late", "big1", role="coordinator"), _part("late", "s2", role="thirdParty")]


def _organisation(tiny: Tiny, day: str) -> None:
    """An organisation that nobody knew, large by what it says, in two joint projects: a flagship."""
    said = {"SME": "false", "country": "NO", "nutsCode": "NO081", "organizationURL": "https://new.example"}
    for number in range(2):
        tiny.rows["project"].append({"id": f"new{number}", "title": "New pumps", "startDate": day})
        parts = (_part(f"new{number}", "new", name="Newcomer", **said), _part(f"new{number}", "s1"))
        tiny.rows["organization"] += parts


def _stated(who: str, column: str, value: str, tiny: Tiny, day: str) -> None:
    """A column of an organisation, stated so often that it prevails."""
    for number in range(60):
        project = f"{column}-{who}-{number}"
        tiny.rows["project"].append({"id": project, "title": "Stated", "startDate": day})
        tiny.rows["organization"].append({**_part(project, who), column: value})


def _ended(tiny: Tiny, day: str) -> None:
    """A project that had begun long ago ends."""
    _again(tiny, "p3", endDate=day)


def _moved(tiny: Tiny, day: str) -> None:
    """A project that had begun long ago is said to begin on the day, with another text and one partner more."""
    _again(tiny, "p3", startDate=day, title="Moved project")
    tiny.rows["organization"].append(_part("p3", "s9"))


def _again(tiny: Tiny, project: str, **said: str) -> None:
    known = Tiny()
    (row,) = (row for row in known.rows["project"] if row["id"] == project)
    others = [other for other in tiny.rows["project"] if other["id"] != project]
    if len(others) == len(tiny.rows["project"]):
        tiny.rows["organization"] += [part for part in known.rows["organization"] if part["projectID"] == project]
        tiny.rows["topics"] += [topic for topic in known.rows["topics"] if topic["projectID"] == project]
    tiny.rows["project"] = [*others, {**row, **said}]


def _part(project: str, who: str, **said: str) -> Row:
    name = f"{'Big' if who.startswith('big') else 'Maker'} {who.lstrip('bigs')}"
    flag = "false" if who.startswith("big") else "true"
    return {"projectID": project, "organisationID": who, "name": name, "SME": flag, "activityType": "PRC",
            "country": "FI", "role": "participant", **said}  # fmt: skip


def _ecosystem(tiny: Tiny, day: str) -> None:
    """An ecosystem that nobody had described, with all that is said of one."""
    entry = changed(
        id="late-circle", flagship={"id": "late-lead", "name": "Late Ltd", "large": True}, scope="national",
        country="SE", region="SE11", names={"en": "Late", "fi": "Myöhä"}, summaries={"en": "Late.", "fi": "Myöhään."},
        goals={"en": ["Late goals"], "fi": ["Myöhäiset"]}, themes=["forest-machines"], sdgs=[13], members=["Late lab"],
        source="https://late.example/", verified=False, known_on=day,
    )  # fmt: skip
    tiny.entries.append(entry)


def _version(number: int, told: Mapping[str, object], tiny: Tiny, day: str) -> None:
    """An ecosystem is described again."""
    tiny.entries.append({**Tiny().entries[number], **told, "known_on": day})


def _profile(who: str, told: Mapping[str, str], tiny: Tiny, day: str) -> None:
    tiny.rows["profiles"].append({"id": who, "name": "Late Oy", "text": "We make late pumps.", "updated": day, **told})


def _partnership(told: Mapping[str, str], tiny: Tiny, day: str) -> None:
    new = {"ecosystem_id": f"{SUBJECTS[2]}-circle", "since": day, "title": "Late pump", "description": "Late.",
           "source": "diary", "project": "joint", **told}  # fmt: skip
    tiny.rows["partnerships"] += [{**new, "sme_id": "s1"}, {**new, "sme_id": "newcomer"}]


_ALL_OF_A_PROFILE = {
    "municipality": "Kuopio", "sector": "62.01", "size": "5", "website": "https://late.example", "offers": "Late pumps",
    "needs": "Early buyers", "languages": "sv", "sole_trader": "no", "fictional": "yes",
}  # fmt: skip

FACTS = (
    Fact("cordis", "project", _project),
    Fact("cordis", "organisation", _organisation),
    Fact("cordis", "name", partial(_stated, "big1", "name", "Renamed Oyj")),
    Fact("cordis", "country", partial(_stated, "s1", "country", "SE")),
    Fact("cordis", "region", partial(_stated, "s1", "nutsCode", "SE110")),
    Fact("cordis", "website", partial(_stated, "s1", "organizationURL", "https://moved.example")),
    Fact("cordis", "kind", partial(_stated, "big3", "activityType", "HES")),
    Fact("cordis", "size of a flagship", partial(_stated, "big1", "SME", "true")),
    Fact("cordis", "size of an SME", partial(_stated, "s1", "SME", "false")),
    Fact("cordis", "end of a project", _ended, ("within",)),
    Fact("cordis", "new start of a project", _moved, ("apart",)),
    Fact("catalogue", "ecosystem", _ecosystem),
    Fact("catalogue", "goals", partial(_version, 0, {"goals": {"en": ["Late"], "fi": ["Myöhä"]}}), ("apart",)),
    Fact("catalogue", "members", partial(_version, 1, {"members": ["Late lab"]}), ("apart",)),
    Fact(
        "catalogue", "flagship", partial(_version, 2, {"flagship": {"id": "big2", "name": "Late Ltd", "large": True}}),
        ("apart",),
    ),
    Fact("profiles", "profile", partial(_profile, "late", _ALL_OF_A_PROFILE)),
    Fact("profiles", "profile of a participant", partial(_profile, "big1", {"country": "SE", "size": "5"})),
    Fact("profiles", "second version", partial(_profile, "s1", {"country": "SE", "needs": "Late buyers"})),
    Fact("profiles", "size", partial(_profile, "s2", {"size": "400"})),
    Fact("profiles", "sole trader", partial(_profile, "s3", {"sole_trader": "yes"})),
    Fact("partnerships", "partnership", partial(_partnership, {})),
    Fact("partnerships", "with what projects show", partial(_partnership, {"ecosystem_id": "cordis:big1"})),
)  # fmt: skip
"""Each dated kind of fact of each source."""
