"""Ecosystems described by people, from YAML, CSV or XLSX files checked against ``catalogue.schema.json``.

A catalogue is written by hand, so a faulty entry refuses its file: the writer is told where and what to do, and nothing
is half taken in. Columns of the table form are in `training.sources.catalogue_files`.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Kind,
    Organisation,
    OrganisationId,
    Origin,
    Scope,
    SizeClass,
    SizeFact,
)
from recommender.errors import FileMissingError, InvalidRecordError
from recommender.tables import Tables, ecosystem_frame, organisation_frames
from recommender.taxonomy.regions import regions
from training.sources.catalogue_files import Entry, read_entries

_CONTROL = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class CatalogueSummary:
    """Counts over all files: each entry is an ecosystem now, or left out as known too late, or closed.

    ``flagships`` counts who leads the ecosystems taken in, ``unverified`` those whose facts nobody could check in full.
    """

    files: int
    entries: int
    ecosystems: int
    flagships: int
    left_out: int
    closed: int
    unverified: int


def read(paths: Sequence[Path], *, until: date | None, known_on: date) -> tuple[Tables, CatalogueSummary]:
    """Read ecosystems and those who lead them.

    An ecosystem is its own participant, since one flagship may lead several. Entries whose status is ``closed`` stay
    in their files and out of the tables: nobody can join them.

    Parameters
    ----------
    paths
        YAML, CSV or XLSX files, or folders of them.
    until
        Entries known on this day or later are left out and counted; they bring nothing into the tables.
    known_on
        Today: an entry that claims to be checked later is refused.

    Raises
    ------
    SourceError
        If a file cannot be used, or one of its entries is invalid.
    """
    if not paths:
        raise FileMissingError("No catalogue was named; name a YAML, CSV or XLSX file, or a folder of them.")
    entries = [entry for path in paths for entry in read_entries(path)]
    for entry in entries:
        _check(entry, known_on)
    _refuse_contradictions(entries)
    early = [entry for entry in entries if until is None or _day(entry) < until]
    kept = [entry for entry in early if entry.record.get("status") != "closed"]
    ecosystems = [_ecosystem(entry) for entry in kept]
    flagships = _flagships(kept)
    tables = Tables.merged([*flagships, Tables.of(ecosystems=ecosystem_frame(ecosystems))])
    summary = CatalogueSummary(
        files=len({entry.file for entry in entries}),
        entries=len(entries),
        ecosystems=len(ecosystems),
        flagships=len(tables.organisations),
        left_out=len(entries) - len(early),
        closed=len(early) - len(kept),
        unverified=sum(1 for ecosystem in ecosystems if not ecosystem.verified),
    )
    return tables, summary


@cache
def schema() -> dict[str, Any]:
    """JSON schema of a catalogue: a list of entries."""
    text = resources.files(__package__).joinpath("catalogue.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def themes() -> tuple[str, ...]:
    """Themes that an entry may have."""
    return tuple(schema()["$defs"]["theme"]["enum"])


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator({"$ref": "#/$defs/entry", "$defs": schema()["$defs"]})


def _check(entry: Entry, known_on: date) -> None:
    """Check one entry by itself.

    Raises
    ------
    InvalidRecordError
        Naming file, line, entry and field, and what to do.
    """
    faults = sorted(_validator().iter_errors(entry.record), key=lambda fault: [str(step) for step in fault.path])
    if faults:
        raise InvalidRecordError(f"{entry.place}, {_told(faults[0])}.")
    for field, text in _texts(entry.record):
        if _CONTROL.search(text):
            raise InvalidRecordError(f"{entry.place}, field {field}: a control character; write the text anew.")
    _check_day(entry, known_on)
    _check_region(entry)
    _check_address(entry)


def _told(fault: ValidationError) -> str:
    """Field, what was found there, and what to write."""
    field = _named(fault.absolute_path)
    found: Any = fault.instance
    wanted: Any = fault.validator_value
    match fault.validator:
        case "required":
            lacking = ", ".join(name for name in wanted if name not in found)
            return f"{field} lacks {lacking}; add it"
        case "additionalProperties":
            known = fault.schema["properties"]  # type: ignore[index]
            unknown = ", ".join(repr(name[:60]) for name in found if name not in known)
            return f"{field} has the unknown {unknown}; known are {', '.join(known)}"
        case _:
            advice = fault.schema["description"]  # type: ignore[index]
            return f"{field}: {_shortened(found)} cannot stand there; {advice}"


def _named(steps: Iterable[str | int]) -> str:
    """Path of a field, as in ``goals.en[2]``, items counted from 1."""
    path = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in steps)
    return f"field {path.lstrip('.')}" if path else "the entry"


def _shortened(found: object) -> str:
    told = json.dumps(found, ensure_ascii=True, default=str)
    return told if len(told) <= 80 else f"{told[:77]}…"  # noqa: PLR2004  a length that fits in a message


def _texts(value: object, path: str = "") -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, part in enumerate(value, start=1):
            yield from _texts(part, f"{path}[{number}]")
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, f"{path}.{key}" if path else str(key))


def _check_day(entry: Entry, known_on: date) -> None:
    text = str(entry.record["known_on"])
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidRecordError(
            f"{entry.place}, field known_on: {text} is not a day; write it as 2026-01-31."
        ) from None
    if day > known_on:
        raise InvalidRecordError(
            f"{entry.place}, field known_on: {day} lies after {known_on}; write the day of the check."
        )


def _check_region(entry: Entry) -> None:
    country, region = str(entry.record["country"]), str(entry.record.get("region", ""))
    if entry.record["scope"] == "regional" and not region:
        raise InvalidRecordError(f"{entry.place}, field region: empty, but the scope is regional; write a NUTS code.")
    if region and not region.startswith(country):
        raise InvalidRecordError(
            f"{entry.place}, field region: {region} does not lie in {country}; write a NUTS code of that country."
        )
    if region and country == "FI" and not any(known.code.startswith(region) for known in regions()):
        raise InvalidRecordError(
            f"{entry.place}, field region: NUTS 2024 has no {region}; North Savo, for one, is FI1DB."
        )


def _check_address(entry: Entry) -> None:
    address = str(entry.record["source"])
    try:
        host = urlsplit(address).hostname
    except ValueError:
        host = None
    if not host:
        raise InvalidRecordError(f"{entry.place}, field source: {address[:80]} is no address; write one with https://.")


def _refuse_contradictions(entries: Sequence[Entry]) -> None:
    """Check entries against each other.

    Raises
    ------
    InvalidRecordError
        If two have one id, or speak of one flagship in two ways.
    """
    first: dict[str, Entry] = {}
    leaders: dict[str, Entry] = {}
    for entry in entries:
        other = first.setdefault(str(entry.record["id"]), entry)
        if other is not entry:
            raise InvalidRecordError(
                f"{entry.place}, field id: it stands on line {other.line} of {other.file} already; "
                "give each entry its own."
            )
        leader = leaders.setdefault(_flagship(entry)["id"], entry)
        if _flagship(leader) != _flagship(entry):
            raise InvalidRecordError(
                f"{entry.place}, field flagship: name or size differs from line {leader.line} of {leader.file}; "
                "describe one organisation in one way."
            )


def _flagship(entry: Entry) -> Mapping[str, Any]:
    flagship: Any = entry.record["flagship"]
    return dict(flagship)


def _day(entry: Entry) -> date:
    return date.fromisoformat(str(entry.record["known_on"]))


def _ecosystem(entry: Entry) -> Ecosystem:
    record: dict[str, Any] = entry.record
    return Ecosystem(
        id=EcosystemId(record["id"]),
        flagship_id=OrganisationId(record["flagship"]["id"]),
        flagship_name=record["flagship"]["name"],
        names=record["names"],
        participant_id=OrganisationId(record["id"]),
        origin=Origin.CATALOGUE,
        scope=Scope(record["scope"]),
        country=record["country"],
        region=record.get("region", ""),
        summaries=record["summaries"],
        goals={language: tuple(goals) for language, goals in record["goals"].items()},
        themes=tuple(record["themes"]),
        sdgs=tuple(record["sdgs"]),
        members=tuple(record.get("members", ())),
        source=record["source"],
        verified=record["verified"],
        known_on=_day(entry),
    )


def _flagships(entries: Sequence[Entry]) -> list[Tables]:
    """Those who lead, each known from the first day on which an entry names it."""
    days: dict[str, tuple[date, Entry]] = {}
    for entry in sorted(entries, key=lambda entry: (_day(entry), str(entry.record["id"]))):
        days.setdefault(_flagship(entry)["id"], (_day(entry), entry))
    return [Tables.of(**organisation_frames([_organisation(entry, day)])) for day, entry in days.values()]


def _organisation(entry: Entry, day: date) -> Organisation:
    flagship = _flagship(entry)
    return Organisation(
        id=OrganisationId(flagship["id"]),
        name=flagship["name"],
        kind=Kind.COMPANY if flagship["large"] else Kind.OTHER,
        country=str(entry.record["country"]),
        sizes=(SizeFact(SizeClass.LARGE, day),) if flagship["large"] else (),
        sole_trader=False,
        known_on=day,
    )
