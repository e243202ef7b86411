"""Which companies an ecosystem could ask."""

from typing import Annotated

from pydantic import ConfigDict, Field

from api.schemas import examples_runs as examples
from api.schemas.base import MAX_K, Wire
from recommender.entities import SizeClass
from recommender.explanation.reasons import ODDS


class DemandQuery(Wire):
    """How many; an address is all text, so numbers are read from it."""

    model_config = ConfigDict(strict=False)

    k: Annotated[int, Field(ge=1, le=MAX_K, description="Length of the ranking.")] = 20


class CompanyNamed(Wire):
    """Which company it is."""

    id: str
    name: str


class CompanyRanked(Wire):
    """One company in the ranking for an ecosystem."""

    rank: Annotated[int, Field(description="From 1, best first: by odds over place.")]
    odds: Annotated[
        float, Field(description=f"From 0 to 1, calibrated. {ODDS['en']} In two digits for the ecosystem's contact.")
    ]
    place: Annotated[
        int | None, Field(description="Place of the ecosystem in the company's own ranking; null for its contact.")
    ]
    country: str
    size: SizeClass
    company: Annotated[CompanyNamed | None, Field(description="Null for the ecosystem's contact.")]


class CompaniesRanked(Wire):
    """The best companies for an ecosystem, of those that the caller may see; its contact sees all, without names."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.COMPANIES_RANKED]})

    model: Annotated[str, Field(description="Version of the model that answered.")]
    total: Annotated[int, Field(description="Companies that were ranked.")]
    items: list[CompanyRanked]
