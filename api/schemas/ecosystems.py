"""Ecosystems in answers."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas.base import Language, Wire
from api.schemas.examples import ECOSYSTEM, ECOSYSTEMS
from recommender.entities import Ecosystem, Origin, Scope


class Flagship(Wire):
    """The large company that leads."""

    id: str
    name: str


class EcosystemSummary(Wire):
    """What identifies and places an ecosystem."""

    id: str
    name: str
    flagship: Flagship
    scope: Scope
    country: str
    region: str
    themes: list[str]
    sdgs: list[int]
    source: Annotated[str, Field(description="Address where the description can be checked; may be empty.")]
    verified: Annotated[
        bool,
        Field(description="Whether a person checked the description against its source; false where projects show it."),
    ]
    origin: Annotated[Origin, Field(description="`catalogue`: people wrote it; `projects`: past projects show it.")]

    @classmethod
    def of(cls, ecosystem: Ecosystem, language: Language = "en") -> Self:
        """Describe `ecosystem` with its name in `language`, else in English."""
        return cls(**_summary(ecosystem, language))  # type: ignore[arg-type]


class EcosystemDetail(EcosystemSummary):
    """All that is known of an ecosystem; texts are keyed by language."""

    names: dict[str, str]
    summaries: dict[str, str]
    goals: dict[str, list[str]]
    members: list[str]

    @classmethod
    def of(cls, ecosystem: Ecosystem, language: Language = "en") -> Self:
        """Describe all of `ecosystem`."""
        return cls(
            **_summary(ecosystem, language),  # type: ignore[arg-type]
            names=ecosystem.names,
            summaries=ecosystem.summaries,
            goals={spoken: list(goals) for spoken, goals in ecosystem.goals.items()},
            members=list(ecosystem.members),
        )


def _summary(ecosystem: Ecosystem, language: Language) -> dict[str, object]:
    return {
        "id": ecosystem.id,
        "name": ecosystem.name(language),
        "flagship": Flagship(id=ecosystem.flagship_id, name=ecosystem.flagship_name),
        "scope": ecosystem.scope,
        "country": ecosystem.country,
        "region": ecosystem.region,
        "themes": list(ecosystem.themes),
        "sdgs": list(ecosystem.sdgs),
        "source": ecosystem.source,
        "verified": ecosystem.verified,
        "origin": ecosystem.origin,
    }


class EcosystemsAnswer(Wire):
    """One page of ecosystems, ordered by id."""

    model_config = ConfigDict(json_schema_extra={"examples": [ECOSYSTEMS]})

    model: Annotated[str, Field(description="Version of the model that serves.")]
    total: Annotated[int, Field(description="Ecosystems that the filters admit, on all pages.")]
    items: list[EcosystemSummary]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class EcosystemAnswer(Wire):
    """One ecosystem."""

    model_config = ConfigDict(json_schema_extra={"examples": [ECOSYSTEM]})

    model: Annotated[str, Field(description="Version of the model that serves.")]
    ecosystem: EcosystemDetail
