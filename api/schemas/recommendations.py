"""The question and the answer of a recommendation."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import MAX_K, CountryCode, Identifier, Language, Text, Wire
from api.schemas.ecosystems import EcosystemSummary
from api.schemas.examples import QUESTION, RECOMMENDATIONS
from api.schemas.filters import Admitted
from recommender.entities import EvidenceKind
from recommender.explanation.reasons import ODDS


class Wanted(Wire):
    """What a ranking shall look like."""

    language: Annotated[Language | None, Field(description="Language of names, labels and notes; else English.")] = None
    k: Annotated[int, Field(ge=1, le=MAX_K, description="Length of the ranking.")] = 10
    filters: Admitted = Admitted()
    include_known: Annotated[bool, Field(description="Whether to show ecosystems the company already works in.")] = (
        False
    )
    explain: Annotated[bool, Field(description="Whether to give reasons and evidence.")] = True
    two_sided: Annotated[
        bool,
        Field(description="Whether to weigh how many others ask there, too; the order may leave that of the odds."),
    ] = False


class RecommendationRequest(Wanted):
    """One SME that asks: by what it writes, by its id, by its country, or by several of them."""

    model_config = ConfigDict(json_schema_extra={"examples": [QUESTION]})

    text: Annotated[Text | None, Field(description="What the company does, offers and needs; any language.")] = None
    sme_id: Annotated[Identifier | None, Field(description="Id of the company in the workspace.")] = None
    country: CountryCode | None = None

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if self.text is None and self.sme_id is None and self.country is None:
            raise PydanticCustomError("nothing_asked", "Give at least one of text, sme_id and country")
        return self


class ReasonShown(Wire):
    """A named part of the score."""

    name: str
    label: Annotated[str, Field(description="The name in the language asked for.")]
    value: Annotated[float, Field(description="What it adds to the score; the values of one item sum to its score.")]


class EvidenceShown(Wire):
    """Something a reader can check."""

    kind: EvidenceKind
    theirs: Annotated[str, Field(description="Goal or project of the ecosystem, shared partner or joint project.")]
    ours: Annotated[str, Field(description="Sentence of the company that speaks to it; may be empty.")]
    similarity: Annotated[float | None, Field(description="Cosine of the two, where both are texts.")]
    source: Annotated[str, Field(description="Project id or address; may be empty.")]
    from_profile: Annotated[
        bool, Field(description="Whether `ours` is from the company's profile, as no text was sent.")
    ]


class RecommendationShown(Wire):
    """One ecosystem in the ranking."""

    rank: Annotated[int, Field(description="From 1, best first.")]
    ecosystem: EcosystemSummary
    score: Annotated[float, Field(description="Comparable within this ranking only; higher is better.")]
    odds: Annotated[float, Field(description=f"From 0 to 1, calibrated. {ODDS['en']}")]
    reasons: list[ReasonShown]
    evidence: list[EvidenceShown]


class RecommendationAnswer(Wire):
    """The ranking, and what the reader should know about it."""

    model_config = ConfigDict(json_schema_extra={"examples": [RECOMMENDATIONS]})

    model: Annotated[str, Field(description="Version of the model that answered.")]
    items: list[RecommendationShown]
    notes: Annotated[list[str], Field(description="Sentences such as: no past projects of the company are known.")]
