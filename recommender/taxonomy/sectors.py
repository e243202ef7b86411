"""Sectors of the economy by NACE Rev. 2: from what people write to a code; facts are in ``sectors.toml``."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_CODE = re.compile(r"(?:nace\s*)?([a-u])?\s*(\d{2})?(?:\.?\d{1,3}|\.\d{1,2}\.\d{1,2})?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sector:
    """A section (one letter) or division (two digits) of NACE Rev. 2."""

    code: str
    name: str


def sectors() -> tuple[Sector, ...]:
    """All sections, then all divisions, by code."""
    return tuple(_sectors().values())


def section_of(division: str) -> str | None:
    """Letter of the section that a division belongs to; ``None`` where there is no such division."""
    if division not in _sectors() or not division.isdigit():
        return None
    sections = _facts()["sections"].items()
    return next(str(letter) for letter, entry in sections if entry["divisions"][0] <= division <= entry["divisions"][1])


def recognise(text: str) -> tuple[Sector, ...]:
    """Sectors that `text` names: a NACE code at any depth (cut to its division), or everyday words in fi, sv or en.

    Several may match; the order is that of the codes. Empty where nothing is recognised.
    """
    by_code = _of_code(text.strip())
    if by_code:
        return (by_code,)
    said = " ".join(text.casefold().split())
    if not said or said[0].isdigit():
        return ()
    return tuple(_sectors()[code] for code, pattern in _patterns().items() if pattern.search(said))


def _of_code(text: str) -> Sector | None:
    match = _CODE.fullmatch(text)
    if not match or not any(match.groups()):
        return None
    letter, division = match.group(1), match.group(2)
    if division is None:
        return _sectors().get(letter.upper()) if len(text.rsplit(maxsplit=1)[-1]) == 1 else None
    if letter and section_of(division) != letter.upper():
        return None
    return _sectors().get(division)


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("sectors.toml").read_text("utf-8"))


@cache
def _sectors() -> dict[str, Sector]:
    facts = _facts()
    sections = {letter: Sector(letter, entry["name"]) for letter, entry in facts["sections"].items()}
    return sections | {code: Sector(code, name) for code, name in facts["divisions"].items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """For each section or division: its own name in full, or the beginning of one of its words."""
    words = _facts()["words"]
    return {
        sector.code: re.compile("|".join((
            rf"^{re.escape(sector.name.casefold())}$",
            *(rf"\b{re.escape(word)}" for word in words.get(sector.code, ())),
        )))
        for sector in sectors()
    }  # fmt: skip
