"""Ground for all wire schemas: nothing unknown, nothing converted, nothing that cannot be encoded."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError
from typing_extensions import TypeAliasType

from recommender.entities import Scope
from recommender.errors import QueryError
from recommender.taxonomy.countries import country_code, region_code

MAX_TEXT_CHARACTERS = 20_000
"""Longest text that a company may send, in characters."""
MAX_K = 100
"""Most recommendations, or ecosystems of one page, in one answer."""
MAX_CHOICES = 100
"""Most values of one filter."""

LAYOUT = frozenset("\t\n\r")
FIRST_PRINTABLE = " "


class Wire(BaseModel):
    """A message: unknown fields are refused, types are not converted."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


def _printable(text: str) -> str:
    """Refuse control characters other than tabs and line ends; NUL breaks what it is copied into."""
    for place, character in enumerate(text):
        if character < FIRST_PRINTABLE and character not in LAYOUT:
            raise PydanticCustomError(
                "control_character",
                "Character {place} is the control character U+{code}; leave it out",
                {"place": place + 1, "code": f"{ord(character):04X}"},
            )
    return text


def _day(given: object) -> object:
    """Let only a text through: pydantic would take a number for seconds since 1970."""
    if isinstance(given, str) and len(given) == len("2026-03-01"):
        return given
    raise PydanticCustomError("day", "Write a day as in 2026-03-01")


def _code(read: Callable[[str], str]) -> AfterValidator:
    """Take a code as people write it; `read` gives it as CORDIS writes it, or says what to write instead."""

    def written(text: str) -> str:
        try:
            return read(text)
        except QueryError as error:
            raise PydanticCustomError("unknown_code", "{fault}", {"fault": str(error).rstrip(".")}) from error

    return AfterValidator(written)


Printable = AfterValidator(_printable)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_CHARACTERS), Printable]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200), Printable]
CountryCode = Annotated[
    str,
    _code(country_code),
    Field(
        description="Two letters, as CORDIS or ISO 3166-1 writes them: EL or GR, UK or GB.",
        json_schema_extra={"pattern": "^[A-Za-z]{2}$"},
    ),
]
RegionCode = Annotated[
    str,
    _code(region_code),
    Field(
        description="NUTS code; admits its sub-regions.",
        json_schema_extra={"pattern": "^[A-Za-z]{2}[0-9A-Za-z]{0,3}$"},
    ),
]
Theme = Annotated[str, StringConstraints(min_length=1, max_length=100), Printable]
Sdg = Annotated[int, Field(ge=1, le=17, description="Number of a sustainable development goal.")]
Day = Annotated[
    date,
    BeforeValidator(_day),
    Field(strict=False, description="ISO 8601, as in 2026-03-01."),
]
ScopeName = Annotated[Scope, Field(strict=False)]
Language = TypeAliasType("Language", Literal["en", "fi", "sv"])
