"""How complete a profile is."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas import examples_profiles as examples
from api.schemas.base import Wire

PartName = Literal["text", "concreteness", "offers", "needs", "sectors", "region", "size", "languages"]
StateName = Literal["missing", "thin", "good"]


class PartShown(Wire):
    """How one part of a profile stands."""

    part: PartName
    state: StateName
    points: Annotated[float, Field(description="What it adds to the score.")]
    most: Annotated[int, Field(description="What it can add.")]
    suggestion: Annotated[str, Field(description="What to do; empty where the part is good.")]


class QualityReport(Wire):
    """What is missing or thin in a profile, and what to write."""

    model_config = ConfigDict(json_schema_extra={"examples": [examples.QUALITY]})

    score: Annotated[int, Field(ge=0, le=100, description="Sum of the points.")]
    meaning: Annotated[str, Field(description="What the score says.")]
    parts: list[PartShown]
