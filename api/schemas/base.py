"""Ground for all wire schemas: nothing unknown, nothing converted, nothing that cannot be encoded."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from recommender.entities import Scope

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


Printable = AfterValidator(_printable)
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT_CHARACTERS), Printable]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200), Printable]
CountryCode = Annotated[
    str, StringConstraints(pattern=r"^[A-Z]{2}$"), Field(description="Two capital letters, as CORDIS writes them.")
]
RegionCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]{2}[0-9A-Z]{0,3}$"),
    Field(description="NUTS code; admits its sub-regions."),
]
Theme = Annotated[str, StringConstraints(min_length=1, max_length=100), Printable]
Sdg = Annotated[int, Field(ge=1, le=17, description="Number of a sustainable development goal.")]
ScopeName = Annotated[Scope, Field(strict=False)]
Language = Literal["en", "fi", "sv"]
