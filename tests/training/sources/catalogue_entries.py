"""Entries of a catalogue, right and wrong, written as files."""

import csv
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from recommender.tables import Tables
from training.sources.catalogue import CatalogueSummary, read

TODAY = date(2026, 11, 24)
GOOD: dict[str, Any] = {
    "id": "mill-water",
    "flagship": {"id": "mill", "name": "Mill, Ltd", "large": True},
    "names": {"en": "Water of mills", "fi": "Tehtaiden vesi", "sv": "Brukens vatten"},
    "scope": "regional",
    "country": "FI",
    "region": "FI1DB",
    "summaries": {"en": "It cleans. It tests.", "fi": "Se puhdistaa. Se testaa."},
    "goals": {"en": ["Clean water", "Sensors"], "fi": ["Puhdas vesi", "Anturit"]},
    "themes": ["water", "mining"],
    "sdgs": [6, 9],
    "members": ["Lab", "City"],
    "source": "https://example.org/water?a=b",
    "verified": True,
    "known_on": "2026-01-31",
    "status": "open",
    "note": "Ask again.",
}


def written(path: Path, *entries: Mapping[str, Any]) -> Path:
    path.write_text(yaml.safe_dump([dict(e) for e in entries], allow_unicode=True, sort_keys=False), "utf-8")
    return path


def changed(**fields: object) -> dict[str, Any]:
    return {**deepcopy(GOOD), **fields}


def without(*path: str) -> dict[str, Any]:
    entry = deepcopy(GOOD)
    inner = entry
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return entry


def cells(entry: Mapping[str, Any]) -> dict[str, str]:
    row = {key: str(entry[key]) for key in ("id", "scope", "country", "region", "source", "known_on", "status", "note")}
    row |= {f"flagship_{key}": str(value) for key, value in entry["flagship"].items()}
    row |= {f"name_{language}": name for language, name in entry["names"].items()}
    row |= {f"summary_{language}": text for language, text in entry["summaries"].items()}
    row |= {f"goals_{language}": " | ".join(goals) for language, goals in entry["goals"].items()}
    row |= {key: "|".join(str(part) for part in entry[key]) for key in ("themes", "sdgs", "members")}
    return row | {"verified": str(entry["verified"]).lower()}


def tabled(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(dict.fromkeys(column for row in rows for column in row)))
        writer.writeheader()
        writer.writerows(rows)
    return path


def taken(*paths: Path, until: date | None = None) -> tuple[Tables, CatalogueSummary]:
    return read(paths, until=until, known_on=TODAY)
