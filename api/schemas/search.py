"""Search, and what it finds."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.config import JsonDict

from api.schemas.base import MAX_K, Printable, Wire
from api.schemas.filters import Admitted

EXAMPLE: JsonDict = {
    "model": "20260105-3f9c2a71",
    "total": 1,
    "items": [
        {
            "kind": "ecosystem",
            "id": "catalogue:low-emission-harvesting",
            "name": "Low-emission harvesting",
            "country": "FI",
            "region": "FI1D",
            "score": 1.27,
            "words": 0.8,
            "meaning": 0.47,
        }
    ],
}


class SearchQuery(Admitted):
    """What is looked for; an address is all text, so numbers are read from it."""

    model_config = ConfigDict(strict=False)

    q: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), Printable]
    limit: Annotated[int, Field(ge=1, le=MAX_K, description="Length of the answer.")] = 20


class Found(Wire):
    """An ecosystem or a company that was found."""

    kind: Literal["ecosystem", "company"]
    id: str
    name: str
    country: str
    region: str
    score: Annotated[float, Field(description="Sum of the two below, of `meaning` what is above 0.")]
    words: Annotated[float, Field(description="From 0 to 1: how well the words of the query are found.")]
    meaning: Annotated[float, Field(description="Cosine with the nearest text of the ecosystem; 0 for companies.")]


class SearchAnswer(Wire):
    """What was found, best first."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    model: Annotated[str, Field(description="Version of the model that serves.")]
    total: Annotated[int, Field(description="How many were found in all.")]
    items: list[Found]
