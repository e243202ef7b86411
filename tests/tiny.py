"""A tiny world as files: CORDIS, catalogue, profiles and partnerships before a day, enough to train on in seconds."""

import csv
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from typer.testing import CliRunner, Result

from recommender import cli
from tests.training.sources.catalogue_entries import changed, written

DAY = date(2024, 1, 1)
SCRIPT = Path(sys.executable).with_name("kumppani")
CONFIG = 'encoder = "tfidf"\n[fit]\nwindows = 3\nmin_queries = 5\nmax_queries = 60\ntrees = 8\n'
SUBJECTS = ("pump", "wood", "battery", "sensor", "robot", "water")
FLAGSHIPS = 4

Row = Mapping[str, str]
_HEADERS = {
    "project": ("id", "title", "startDate", "endDate", "objective", "topics", "frameworkProgramme"),
    "organization": ("projectID", "organisationID", "name", "SME", "activityType", "country", "nutsCode",
                     "organizationURL", "role"),
    "topics": ("projectID", "topic", "title"),
    "profiles": ("id", "name", "text", "municipality", "country", "sector", "size", "website", "offers", "needs",
                 "languages", "sole_trader", "updated", "fictional"),
    "partnerships": ("sme_id", "ecosystem_id", "since", "project", "title", "description", "source"),
}  # fmt: skip


@dataclass
class Tiny:
    """Rows of each file; what a test adds is written with them."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: list(rows) for name, rows in _rows().items()})
    entries: list[dict[str, object]] = field(default_factory=lambda: [_entry(subject) for subject in SUBJECTS[:3]])

    def write(self, folder: Path) -> list[list[str]]:
        """Write the files; return what ``kumppani ingest`` is told, one source after the other."""
        (folder / "cordis").mkdir(parents=True)
        for name, rows in self.rows.items():
            inside = folder / "cordis" if name in {"project", "organization", "topics"} else folder
            with (inside / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, _HEADERS[name], restval="", delimiter=";", quoting=csv.QUOTE_ALL)
                writer.writeheader()
                writer.writerows(rows)
        written(folder / "catalogue.yaml", *self.entries)
        (folder / "config.toml").write_text(CONFIG, "utf-8")
        return [
            ["cordis", str(folder / "cordis")],
            ["catalogue", str(folder / "catalogue.yaml")],
            ["profiles", str(folder / "profiles.csv")],
            ["partnerships", str(folder / "partnerships.csv")],
        ]


def run(*arguments: str | Path) -> Result:
    """Run a command of ``kumppani`` in this process."""
    return CliRunner().invoke(cli.load(), [str(argument) for argument in arguments])


def started(arguments: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    """Run a command of ``kumppani`` in a process of its own."""
    return subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False, timeout=120)


def content(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, by its path in it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def _entry(subject: str) -> dict[str, object]:
    languages = ("en", "fi", "sv")
    return changed(
        id=f"{subject}-circle",
        flagship={"id": f"{subject}-lead", "name": f"{subject.title()} Ltd", "large": True},
        names={language: f"Circle of {subject} makers ({language})" for language in languages},
        summaries={language: f"It is about every kind of {subject} ({language})." for language in languages},
        goals={language: [f"Better {subject} tests", f"A cheaper {subject}"] for language in languages},
        known_on="2019-01-01",
    )


def _rows() -> dict[str, list[Row]]:
    parts = [part for number in range(90) for part in _parts(number)]
    projects = [
        {"id": f"p{n}", "title": f"Project {n} for {_subject(n)}", "startDate": _start(n), "topics": f"T{n % 4}",
         "objective": f"We build a {_subject(n)} with {_subject(n + 1)} parts."}
        for n in range(90)
    ]  # fmt: skip
    topics = [
        {"projectID": f"p{n}", "topic": f"T{n % 4}", "title": f"Call on {_subject(n)} and more"} for n in range(90)
    ]
    return {
        "project": list(projects), "organization": parts, "topics": list(topics),
        "profiles": [
            {"id": f"s{n}", "name": f"{_subject(n).title()} Maker {n}", "text": f"We make a {_subject(n)} for mills.",
             "country": "FI", "size": "small", "updated": f"2020-0{1 + n % 9}-11"}
            for n in range(18)
        ],
        "partnerships": [
            {"sme_id": f"s{n % 18}", "ecosystem_id": f"{SUBJECTS[n % 3]}-circle", "since": _start(n),
             "title": f"Joint {SUBJECTS[n % 3]} work", "description": f"A {SUBJECTS[n % 3]} is tried in a mill."}
            for n in range(90)
        ],
    }  # fmt: skip


def _parts(number: int) -> Iterator[Row]:
    flagship = {"organisationID": f"big{number % FLAGSHIPS}", "name": f"Big {number % FLAGSHIPS}", "SME": "false"}
    sme = {"organisationID": f"s{number % 18}", "name": f"Maker {number % 18}", "SME": "true"}
    for role, who in (("coordinator", flagship), ("participant", sme)):
        yield {"projectID": f"p{number}", "activityType": "PRC", "country": "FI", "role": role, **who}


def _subject(number: int) -> str:
    return SUBJECTS[number % len(SUBJECTS)]


def _start(number: int) -> str:
    return (DAY - timedelta(days=10 + 18 * number)).isoformat()
