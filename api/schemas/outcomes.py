"""Outcomes and the funnel on the wire."""

from datetime import date
from typing import Annotated, Self

from pydantic import ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from api.schemas.base import CountryCode, Day, Identifier, RegionCode, Wire
from api.schemas.examples_matches import FUNNEL, OUTCOME, OUTCOMES, REACHED
from recommender.entities import EcosystemId, OrganisationId
from recommender.store.nouns import Outcome, Reached, Stage, UserId
from recommender.store.outcomes import Cohort, Funnel

MOST_EUROS = 10**12
StageName = Annotated[Stage, Field(strict=False)]


class NewOutcome(Wire):
    """A match reached a stage on a day."""

    model_config = ConfigDict(json_schema_extra={"examples": [REACHED]})

    organisation_id: Identifier
    ecosystem_id: Identifier
    stage: StageName
    day: Day
    euros: Annotated[int | None, Field(ge=0, le=MOST_EUROS, description="RDI spending, with the stage `rdi`.")] = None

    def reached(self) -> Reached:
        """Say the same in the library's words."""
        company, ecosystem_id = OrganisationId(self.organisation_id), EcosystemId(self.ecosystem_id)
        return Reached(company, ecosystem_id, self.stage, self.day, self.euros)


class OutcomeShown(Wire):
    """An outcome that was told, or the undo of one: then the stage is that of the outcome, the day that of the undo."""

    model_config = ConfigDict(json_schema_extra={"examples": [OUTCOME]})

    id: str
    organisation_id: str
    ecosystem_id: str
    stage: Stage
    day: date
    euros: int | None
    author: Annotated[str, Field(description="Id of the account that told it.")]
    undoes: Annotated[str | None, Field(description="Id of the outcome that this one takes back.")]
    undone: Annotated[bool, Field(description="Whether a later outcome took it back.")]

    @classmethod
    def of(cls, outcome: Outcome) -> Self:
        """Show an outcome."""
        told = outcome.reached
        return cls(
            id=outcome.id,
            organisation_id=told.organisation_id,
            ecosystem_id=told.ecosystem_id,
            stage=told.stage,
            day=told.day,
            euros=told.euros,
            author=outcome.author,
            undoes=outcome.undoes,
            undone=outcome.undone,
        )


class Outcomes(Wire):
    """Outcomes of a company as they were told, page by page."""

    model_config = ConfigDict(json_schema_extra={"examples": [OUTCOMES]})

    items: list[OutcomeShown]
    next_cursor: Annotated[str | None, Field(description="Ask with it for the next page; null on the last.")]


class FunnelQuery(Wire):
    """Which matches to count: those whose first outcome lies in a period, of an ecosystem, a place, an advisor."""

    model_config = ConfigDict(strict=False)

    since: Annotated[Day | None, Field(description="First day of the period.")] = None
    until: Annotated[Day | None, Field(description="Last day of the period.")] = None
    ecosystem_id: Identifier | None = None
    country: CountryCode | None = None
    region: RegionCode | None = None
    advisor: Annotated[Identifier | None, Field(description="Id of an account; its companies of today.")] = None

    @field_validator("until")
    @classmethod
    def _follows(cls, until: date | None, info: ValidationInfo) -> date | None:
        since: date | None = info.data.get("since")
        if until is not None and since is not None and since > until:
            raise PydanticCustomError(
                "period", "The period ends before it begins: write a day that is not before since"
            )
        return until

    def cohort(self) -> Cohort:
        """Say the same in the library's words."""
        return Cohort(
            self.since,
            self.until,
            None if self.ecosystem_id is None else EcosystemId(self.ecosystem_id),
            self.country,
            self.region,
            None if self.advisor is None else UserId(self.advisor),
        )


class FunnelStep(Wire):
    """How many matches reached a stage, and their share of those that reached the one before."""

    stage: Stage
    count: Annotated[int | None, Field(description="In fives for data scientists; null where it is too small to tell.")]
    share: float | None
    low: Annotated[float | None, Field(description="Lower end of Wilson's 95 % interval of the share.")]
    high: Annotated[float | None, Field(description="Upper end of it.")]


class FunnelReport(Wire):
    """From suggestions to RDI spending; a match that reached a stage has reached those before it."""

    model_config = ConfigDict(json_schema_extra={"examples": [FUNNEL]})

    steps: list[FunnelStep]
    euros: Annotated[
        int | None, Field(description="RDI spending that was told; null where too few, or mostly one, are behind it.")
    ]
    complete: Annotated[bool, Field(description="Whether nothing was left out for being too small.")]

    @classmethod
    def of(cls, told: Funnel) -> Self:
        """Show a funnel."""
        steps = [
            FunnelStep(stage=step.stage, count=step.count, share=step.share, low=step.low, high=step.high)
            for step in told.steps
        ]
        return cls(steps=steps, euros=told.euros, complete=all(step.count is not None for step in steps))
