"""Rankings for companies of the store, kept so that they can be given again."""

from datetime import datetime
from typing import Annotated, Self

from pydantic import ConfigDict, Field

from api.schemas import examples_runs as examples
from api.schemas.base import Wire
from api.schemas.recommendations import RecommendationAnswer, Wanted
from recommender.store.nouns import StoredRun


class CompanyRecommendationRequest(Wanted):
    """What a ranking for a company shall look like; its profile says the rest."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.WANTED]})


class RunAnswer(RecommendationAnswer):
    """The ranking, and the run that it is kept as."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RUN_ANSWER]})

    run: Annotated[str, Field(description="Id of the run; verdicts may name it.")]


class Asked(Wire):
    """All that a ranking was made from, but for the model."""

    version: Annotated[int, Field(description="Version of the profile that asked.")]
    wanted: CompanyRecommendationRequest
    silenced: Annotated[list[str], Field(description="Ecosystems that were declined or snoozed on the day.")]


class RunShown(Wire):
    """A run as it is kept."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.RUN]})

    id: str
    organisation_id: str
    author: Annotated[str, Field(description="Id of the account that asked.")]
    at: datetime
    asked: Asked
    answer: RecommendationAnswer

    @classmethod
    def of(cls, run: StoredRun) -> Self:
        """Show a run."""
        return cls(
            id=run.id,
            organisation_id=run.organisation_id,
            author=run.author,
            at=run.at,
            asked=Asked.model_validate(run.asked, strict=False),
            answer=RecommendationAnswer.model_validate(run.answered, strict=False),
        )


class Place(Wire):
    """Where an ecosystem stands in a ranking."""

    rank: int
    odds: float


class Moved(Wire):
    """An ecosystem that stands elsewhere, or has other odds; null where it is not shown."""

    ecosystem_id: str
    then: Place | None
    now: Place | None


class ReplayAnswer(Wire):
    """Whether the model that serves gives the ranking that was given."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.REPLAY]})

    run: str
    model_then: str
    model: Annotated[str, Field(description="The model that serves.")]
    same: Annotated[bool, Field(description="Whether ranks are alike, and odds to six digits.")]
    moved: list[Moved]
