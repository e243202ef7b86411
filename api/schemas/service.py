"""The service about itself."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from api.schemas.base import Wire
from api.schemas.examples import VERSION


class Health(Wire):
    """It works."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"status": "live"}]})

    status: Literal["live"]


class Ready(Wire):
    """It answers."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"status": "ready", "model": VERSION["model"], "refused": False}]}
    )

    status: Literal["ready"]
    model: Annotated[str, Field(description="Version of the model.")]
    refused: Annotated[
        bool,
        Field(description="Whether another bundle was published and refused; the log says why, `model` serves on."),
    ]


class Version(Wire):
    """What runs here."""

    model_config = ConfigDict(json_schema_extra={"examples": [VERSION]})

    application: Annotated[str, Field(description="Version of Kumppani.")]
    model: Annotated[str | None, Field(description="Version of the model; null while none is loaded.")]
    encoder: Annotated[str | None, Field(description="Identity of the encoder, where the model names one.")]


class FieldProblem(Wire):
    """What is wrong in one place: `pointer` into the body (RFC 6901), or the name of a `parameter`."""

    pointer: str | None = None
    parameter: str | None = None
    detail: str


class Problem(Wire):
    """An error, as RFC 9457 describes it (`application/problem+json`)."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    errors: Annotated[list[FieldProblem] | None, Field(description="One entry a place that is invalid.")] = None
    request_id: Annotated[str | None, Field(description="What the log knows the request by; also `X-Request-ID`.")] = (
        None
    )
