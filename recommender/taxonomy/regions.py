"""Finnish municipalities and regions (NUTS 2024), and country codes; facts and sources are in ``regions.toml``."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Region:
    """A Finnish region: its NUTS 3 code, its name by language (``fi``, ``sv``, ``en``) and its municipalities."""

    code: str
    names: dict[str, str]
    municipalities: tuple[str, ...]


def regions() -> tuple[Region, ...]:
    """All Finnish regions by code."""
    return tuple(_regions().values())


def region_of(municipality: str) -> str | None:
    """NUTS 3 code of a Finnish municipality, named in Finnish or Swedish in any case; ``None`` where unknown."""
    return _codes_by_municipality().get(_folded(municipality))


def region_name(code: str, language: str = "en") -> str:
    """Name of a region in `language` (``fi``, ``sv`` or ``en``); the code itself where it is not a Finnish region."""
    region = _regions().get(code)
    return code if region is None else region.names.get(language, region.names["en"])


def country_of(text: str) -> str | None:
    """Two-letter code of a country given as a code or a name, as EU institutions write it (EL, UK); else ``None``."""
    return _codes_by_country().get(_folded(text))


@cache
def _facts() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("regions.toml").read_text("utf-8"))


@cache
def _regions() -> dict[str, Region]:
    return {
        code: Region(code, {lang: entry[lang] for lang in ("fi", "sv", "en")}, tuple(entry["municipalities"]))
        for code, entry in sorted(_facts()["regions"].items())
    }


@cache
def _codes_by_municipality() -> dict[str, str]:
    codes = {_folded(name): region.code for region in regions() for name in region.municipalities}
    swedish = {_folded(swedish): codes[_folded(finnish)] for finnish, swedish in _facts()["swedish"].items()}
    return swedish | codes


@cache
def _codes_by_country() -> dict[str, str]:
    return {_folded(name): code for code, names in _facts()["countries"].items() for name in (code, *names)}


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())
