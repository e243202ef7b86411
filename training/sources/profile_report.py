"""What is missing or odd in an SME's profile: findings for people to read, none of which stops the profile."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from recommender.entities import SizeClass
from recommender.sheets.profile_columns import TEXT_COLUMNS
from recommender.sheets.values import parse_flag, parse_size
from recommender.taxonomy.regions import country_of, region_of
from recommender.taxonomy.sectors import recognise

SHORT_TEXT = 40
"""Characters below which a text says too little to be matched well."""

_WEBSITE = re.compile(r"(https?://)?([\w-]+\.)+[^\W\d_]{2,}(:\d{1,5})?(/\S*)?", re.IGNORECASE)
_LEGAL_FORM = re.compile(
    r"\b(oy|oyj|ab|abp|ky|kb|ay|öb|osk|osuuskunta|andelslag|ry|rf|ltd|limited|inc|gmbh|as|aps|llc|plc|säätiö)\b"
)
_SOLE_TRADER = re.compile(r"\b(tmi|t:mi|toiminimi|firma|enskild firma|sole trader)(?=\W|$)")


class FindingCode(StrEnum):
    """Kinds of findings."""

    NO_TEXT = "no-text"
    TEXT_SHORT = "text-short"
    NO_PLACE = "no-place"
    MUNICIPALITY_UNKNOWN = "municipality-unknown"
    COUNTRY_UNKNOWN = "country-unknown"
    SECTOR_MISSING = "sector-missing"
    SECTOR_UNKNOWN = "sector-unknown"
    SIZE_MISSING = "size-missing"
    SIZE_UNKNOWN = "size-unknown"
    SIZE_LARGE = "size-large"
    WEBSITE_ODD = "website-odd"
    FLAG_UNKNOWN = "flag-unknown"
    SOLE_TRADER = "sole-trader"
    SURPLUS_FIELDS = "surplus-fields"
    NAME_TWICE = "name-twice"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or odd, and in words what to do about it."""

    code: FindingCode
    message: str


def findings(values: Mapping[str, str], surplus: int) -> tuple[Finding, ...]:
    """Everything that is missing or odd in a row; `surplus` is its number of fields without a column."""
    found = (
        *_text(values), *_place(values), *_sector(values), *_size(values), *_website(values), *_flags(values),
        *_sole_trader(values),
    )  # fmt: skip
    if surplus:
        over = Finding(FindingCode.SURPLUS_FIELDS, f"{surplus} field(s) have no column; quote fields that hold commas.")
        return (*found, over)
    return found


def is_website(text: str) -> bool:
    """Whether `text` looks like an address of the web; other schemes than http and https do not."""
    return _WEBSITE.fullmatch(text) is not None


def looks_like_sole_trader(name: str, size: str) -> bool:
    """Whether the name says so, or one person works under a name of two words without a legal form."""
    said = name.casefold()
    if _SOLE_TRADER.search(said):
        return True
    return size.strip() in {"0", "1"} and not _LEGAL_FORM.search(said) and len(said.split()) in {2, 3}


def _text(values: Mapping[str, str]) -> list[Finding]:
    text = " ".join(values.get(column, "") for column in (*TEXT_COLUMNS, "offers", "needs")).strip()
    if not text:
        return [Finding(FindingCode.NO_TEXT, "No text: two sentences on what you do and seek make matches possible.")]
    if len(text) < SHORT_TEXT:
        return [Finding(FindingCode.TEXT_SHORT, f"Only {len(text)} characters of text; two sentences match better.")]
    return []


def _place(values: Mapping[str, str]) -> list[Finding]:
    municipality, country = values.get("municipality", ""), values.get("country", "")
    code = country_of(country) if country else None
    if country and code is None:
        return [Finding(FindingCode.COUNTRY_UNKNOWN, f"Country {country!r} is not recognised; write its code (FI).")]
    if municipality and code in {None, "FI"} and region_of(municipality) is None:
        return [Finding(FindingCode.MUNICIPALITY_UNKNOWN, f"Municipality {municipality!r} is not a Finnish one.")]
    if not municipality and not country:
        return [Finding(FindingCode.NO_PLACE, "Neither municipality nor country: nothing near home can be preferred.")]
    return []


def _sector(values: Mapping[str, str]) -> list[Finding]:
    sector = values.get("sector", "")
    if not sector:
        return [Finding(FindingCode.SECTOR_MISSING, "No sector; a NACE code or a word such as 'machining' will do.")]
    if not recognise(sector):
        return [Finding(FindingCode.SECTOR_UNKNOWN, f"Sector {sector!r} is not recognised; write its NACE code (28).")]
    return []


def _size(values: Mapping[str, str]) -> list[Finding]:
    size = values.get("size", "")
    if not size:
        return [Finding(FindingCode.SIZE_MISSING, "No size; write micro, small, medium or the number of employees.")]
    match parse_size(size):
        case None | SizeClass.UNKNOWN:
            message = f"Size {size!r} is not recognised; write micro, small, medium or a number."
            return [Finding(FindingCode.SIZE_UNKNOWN, message)]
        case SizeClass.LARGE:
            return [Finding(FindingCode.SIZE_LARGE, f"Size {size!r} is a large company, not an SME.")]
        case _:
            return []


def _website(values: Mapping[str, str]) -> list[Finding]:
    website = values.get("website", "")
    if website and not is_website(website):
        return [Finding(FindingCode.WEBSITE_ODD, f"Website {website!r} is not an address (https://…); left out.")]
    return []


def _flags(values: Mapping[str, str]) -> list[Finding]:
    unclear = [c for c in ("sole_trader", "fictional") if values.get(c) and parse_flag(values[c]) is None]
    return [Finding(FindingCode.FLAG_UNKNOWN, f"{c} is {values[c]!r}; write yes or no.") for c in unclear]


def _sole_trader(values: Mapping[str, str]) -> list[Finding]:
    known = parse_flag(values.get("sole_trader", ""))
    if known is None and looks_like_sole_trader(values.get("name", ""), values.get("size", "")):
        message = "Looks like a sole trader, whose data are personal data; fill the column sole_trader."
        return [Finding(FindingCode.SOLE_TRADER, message)]
    return []
