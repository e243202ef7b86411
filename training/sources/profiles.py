"""SMEs as they describe themselves, from CSV or XLSX files: organisations and profiles, with a report on each."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from recommender.entities import Kind, Organisation, OrganisationId, Profile, SizeClass, SizeFact
from recommender.sheets.profile_columns import COLUMNS, LANGUAGES, SYNONYMS, TEXT_COLUMNS
from recommender.sheets.reading import Row, Sheet, read_sheet
from recommender.sheets.values import parse_flag, parse_list, parse_size, stable_id
from recommender.tables import Tables, organisation_frames, profile_frame
from recommender.taxonomy.regions import country_of, region_of
from recommender.taxonomy.sectors import recognise
from training.sources.profile_report import Finding, FindingCode, findings, is_website, looks_like_sole_trader
from training.sources.refusals import Refused, Unusable, day_of, id_of, quarantine_frame

NAME_LIMIT = 300
"""Longest name, in characters."""


@dataclass(frozen=True, slots=True)
class ProfileReport:
    """What is missing or odd in the profile on one line of a file."""

    organisation_id: OrganisationId
    name: str
    file: Path
    line: int
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ProfilesSummary:
    """Counts over all files, a report for each profile taken in, and the columns that nothing reads."""

    files: int
    rows: int
    profiles: int
    left_out: int
    quarantined: int
    reports: tuple[ProfileReport, ...]
    ignored_columns: tuple[str, ...]

    def counts(self) -> dict[FindingCode, int]:
        """How many profiles have each finding."""
        return dict(Counter(code for report in self.reports for code in {f.code for f in report.findings}))


@dataclass(frozen=True, slots=True)
class _Read:
    organisation: Organisation
    profile: Profile
    report: ProfileReport


def read(paths: Sequence[Path], *, until: date | None, known_on: date) -> tuple[Tables, ProfilesSummary]:
    """Read profiles; a row counts as known from the day in ``updated``, else from `known_on`.

    Rows of one id and several days are what an organisation said of itself from each day on.

    Parameters
    ----------
    paths
        CSV or XLSX files; required columns are ``name`` and one of the text columns or ``offers``.
    until
        Rows known on this day or later are left out and counted; they change nothing else.
    known_on
        Today: rows that claim to be known later are quarantined.

    Raises
    ------
    SourceError
        If a file cannot be used; single bad rows go to the quarantine table instead.
    """
    sheets = [read_sheet(path, SYNONYMS) for path in paths]
    for sheet in sheets:
        sheet.require(("name",), (*TEXT_COLUMNS, "offers"))
    taken: dict[tuple[OrganisationId, date], _Read] = {}
    bad: list[Refused] = []
    left_out = 0
    for sheet in sheets:
        for row in sheet.rows:
            try:
                day = day_of(row, "updated", known_on, default=known_on)
                if until is not None and day >= until:
                    left_out += 1
                    continue
                one = _read_row(sheet.path, row, day)
                _refuse_twice(taken, one)
            except Unusable as reason:
                bad.append(Refused(sheet.path, row, str(reason)))
            else:
                taken[one.organisation.id, day] = one
    tables = Tables.merged(
        [*_of_each_day(list(taken.values())), Tables.of(quarantine=quarantine_frame("profiles", bad))]
    )
    return tables, _summary(sheets, list(taken.values()), left_out, len(bad))


def _of_each_day(read_rows: Sequence[_Read]) -> Iterator[Tables]:
    """Organisations and profiles, those of one day together."""
    days: dict[date, list[_Read]] = {}
    for one in read_rows:
        days.setdefault(one.profile.known_on, []).append(one)
    for day, that_day in sorted(days.items()):
        yield Tables.of(
            **organisation_frames(replace(one.organisation, known_on=day) for one in that_day),
            profiles=profile_frame(one.profile for one in that_day),
        )


def _refuse_twice(taken: Mapping[tuple[OrganisationId, date], _Read], one: _Read) -> None:
    first = taken.get((one.organisation.id, one.profile.known_on))
    if first is not None:
        where = f"line {first.report.line} of {first.report.file.name}"
        raise Unusable(f"id {one.organisation.id!r} stands on {where} already, as of the same day; the first is used")


def _summary(sheets: Sequence[Sheet], read_rows: Sequence[_Read], left_out: int, quarantined: int) -> ProfilesSummary:
    named = {(one.organisation.name.casefold(), one.organisation.id) for one in read_rows}
    names = Counter(name for name, _ in named)
    twice = Finding(FindingCode.NAME_TWICE, "Another profile has the same name; check that they are two companies.")
    reports = tuple(
        replace(one.report, findings=(*one.report.findings, twice))
        if names[one.organisation.name.casefold()] > 1
        else one.report
        for one in read_rows
    )
    ignored = tuple(sorted({column for sheet in sheets for column in sheet.columns} - set(COLUMNS)))
    rows = sum(len(sheet.rows) for sheet in sheets)
    return ProfilesSummary(len(sheets), rows, len(read_rows), left_out, quarantined, reports, ignored)


def _read_row(path: Path, row: Row, day: date) -> _Read:
    organisation = _organisation(row, day)
    report = ProfileReport(organisation.id, organisation.name, path, row.line, findings(row.cells, row.surplus))
    return _Read(organisation, _profile(row, organisation.id, day), report)


def _organisation(row: Row, day: date) -> Organisation:
    """Organisation of a row.

    Raises
    ------
    Unusable
        If the row has no usable name or id.
    """
    values = row.cells
    name = " ".join(values["name"].split())
    if not name:
        raise Unusable("name is empty")
    if len(name) > NAME_LIMIT:
        raise Unusable(f"name has {len(name)} characters; the limit is {NAME_LIMIT}")
    municipality, country, website = (values.get(column, "") for column in ("municipality", "country", "website"))
    size = parse_size(values.get("size", "")) or SizeClass.UNKNOWN
    region = region_of(municipality) if country_of(country) in {None, "FI"} else None
    known_sole_trader = parse_flag(values.get("sole_trader", ""))
    return Organisation(
        id=OrganisationId(id_of(row, "id") if values.get("id") else stable_id(name, municipality)),
        name=name,
        kind=Kind.COMPANY,
        country=country_of(country) or ("FI" if region else ""),
        region=region or "",
        sizes=() if size is SizeClass.UNKNOWN else (SizeFact(size, day),),
        sectors=_sectors(values.get("sector", "")),
        website=website if is_website(website) else "",
        sole_trader=_sole_trader(name, values.get("size", "")) if known_sole_trader is None else known_sole_trader,
        fictional=parse_flag(values.get("fictional", "")) is True,
    )


def _sole_trader(name: str, size: str) -> bool | None:
    """Return ``True`` where it looks so, since personal data is the safer reading; else unknown."""
    return True if looks_like_sole_trader(name, size) else None


def _sectors(text: str) -> tuple[str, ...]:
    """NACE codes of what is recognised, the words themselves where nothing is."""
    return tuple(sector.code for sector in recognise(text)) or ((text,) if text else ())


def _profile(row: Row, organisation_id: OrganisationId, day: date) -> Profile:
    values = row.cells
    spoken = tuple(language for language in LANGUAGES if values.get(f"text_{language}"))
    stated = (part.casefold() for part in parse_list(values.get("languages", "").replace(",", ";")))
    return Profile(
        organisation_id,
        texts=tuple(text for column in TEXT_COLUMNS if (text := " ".join(values.get(column, "").split()))),
        offers=parse_list(values.get("offers", "")),
        needs=parse_list(values.get("needs", "")),
        languages=tuple(dict.fromkeys((*spoken, *stated))),
        known_on=day,
    )
