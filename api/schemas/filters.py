"""Filters, as a body carries them and as an address does."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas.base import MAX_CHOICES, MAX_K, CountryCode, RegionCode, ScopeName, Sdg, Theme, Wire
from recommender.entities import Filters


class Admitted(Wire):
    """What the answer may hold; an empty list admits everything. Themes and SDGs admit what shares at least one."""

    scopes: list[ScopeName] = Field(default_factory=list, max_length=MAX_CHOICES)
    countries: list[CountryCode] = Field(default_factory=list, max_length=MAX_CHOICES)
    regions: list[RegionCode] = Field(default_factory=list, max_length=MAX_CHOICES)
    themes: list[Theme] = Field(default_factory=list, max_length=MAX_CHOICES)
    sdgs: list[Sdg] = Field(default_factory=list, max_length=MAX_CHOICES)

    def filters(self) -> Filters:
        """Say the same in the library's words."""
        return Filters(
            scopes=frozenset(self.scopes),
            countries=frozenset(self.countries),
            regions=frozenset(self.regions),
            themes=frozenset(self.themes),
            sdgs=frozenset(self.sdgs),
        )


class EcosystemsQuery(Admitted):
    """Which ecosystems, and which page of them; an address is all text, so numbers are read from it."""

    model_config = ConfigDict(strict=False)

    limit: Annotated[int, Field(ge=1, le=MAX_K, description="Ecosystems on one page.")] = 20
    cursor: Annotated[
        str | None, Field(max_length=1000, description="`next_cursor` of the page before; absent for the first page.")
    ] = None
