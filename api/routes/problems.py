"""How routes describe in OpenAPI what their schemas do not say: their errors, and where to find what was made."""

from http import HTTPStatus
from typing import Any

from api.errors import MEDIA_TYPE, TITLES
from api.schemas.service import Problem

DETAILS = {
    400: "The body is not JSON: line 1, column 9: Expecting value.",
    401: "Sign in first: send `Authorization: Bearer TOKEN`.",
    403: "An account with the role sme may not do this.",
    404: "No ecosystem has the id 'catalogue:nowhere'.",
    409: "There is an account with this login already.",
    412: "Another version is current by now: 3; read it and try again.",
    413: "The body is larger than 262,144 bytes; send less text.",
    415: "The content type is 'text/plain'; send application/json.",
    422: "The request is invalid: #/k: Input should be less than or equal to 100.",
    428: "Send `If-Match` with the ETag of the profile that you have read.",
    429: "You have asked more than 300 per 1 minute; try again in 12 s.",
    503: "The recommender is not loaded yet; try again in a moment.",
}
"""An example of each."""
LOCATION: dict[str, Any] = {"Location": {"description": "Path of what was made.", "schema": {"type": "string"}}}
"""A header of answers with 201 and 202."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Describe the problems a route may answer with."""
    return {status: _described(status) for status in statuses}


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Add to an OpenAPI document what holds for all routes: the schema of a problem, and how admission refuses."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = {**schema.pop("$defs"), Problem.__name__: schema}
    document["components"]["schemas"] |= parts
    for path, operations in document["paths"].items():
        for operation in operations.values() if path.startswith("/v1/") else ():
            operation["responses"] |= {str(status): told for status, told in problems(429, 503).items()}
    return document


def _described(status: int) -> dict[str, Any]:
    title = TITLES.get(status) or HTTPStatus(status).phrase
    example: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": DETAILS[status]}
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        example["errors"] = [{"pointer": "#/k", "detail": "Input should be less than or equal to 100"}]
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}, "example": example}}
    return {"description": title, "content": content}
