"""Every error of the service as problem+json (RFC 9457), through one table.

::

    KumppaniError
    ├── ServiceError
    │   ├── NotReadyError         no recommender is loaded              (HTTP 503)
    │   └── ProviderError         the identity provider does not answer (HTTP 503)
    ├── SignInError               nobody is signed in, or the token is no good (HTTP 401)
    ├── ForbiddenError            the role may not                      (HTTP 403)
    └── RequestError              the request cannot be read
        ├── PreconditionError     it has to say what it was based on    (HTTP 428)
        ├── MalformedBodyError    not the JSON or the form it should be (HTTP 400)
        └── MediaTypeError        another content type                  (HTTP 415)

What the table does not name is answered with 500 and no details: they belong into the log, not to a stranger.
"""

import logging
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from asgi_correlation_id import correlation_id
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic_core import ErrorDetails
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.schemas.service import FieldProblem, Problem
from recommender.errors import (
    ConflictError,
    InputError,
    KumppaniError,
    ServiceError,
    StaleError,
    StoreError,
    UnknownIdError,
)

MEDIA_TYPE = "application/problem+json"
MOST_ERRORS = 20
"""Places named in one answer; a body may be wrong in thousands."""


class NotReadyError(ServiceError):
    """No recommender is loaded, or it does not answer."""


class ProviderError(ServiceError):
    """The identity provider does not answer, or not as it should."""


class SignInError(KumppaniError):
    """A sign-in is needed and missing, or its token is no good."""

    def __init__(self, message: str = "Sign in first: send `Authorization: Bearer TOKEN`.") -> None:
        super().__init__(message)


class ForbiddenError(KumppaniError):
    """The account's role may not do this."""


class RequestError(KumppaniError):
    """The request cannot be read."""


class PreconditionError(RequestError):
    """A change has to say what it was based on."""


class MalformedBodyError(RequestError):
    """The body is not the JSON or the form it should be."""


class MediaTypeError(RequestError):
    """The body comes as another content type than the route reads."""


log = logging.getLogger(__name__)

STATUS: Mapping[type[KumppaniError], HTTPStatus] = {
    MalformedBodyError: HTTPStatus.BAD_REQUEST,
    PreconditionError: HTTPStatus.PRECONDITION_REQUIRED,
    SignInError: HTTPStatus.UNAUTHORIZED,
    ForbiddenError: HTTPStatus.FORBIDDEN,
    UnknownIdError: HTTPStatus.NOT_FOUND,
    ConflictError: HTTPStatus.CONFLICT,
    StaleError: HTTPStatus.PRECONDITION_FAILED,
    MediaTypeError: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    InputError: HTTPStatus.UNPROCESSABLE_ENTITY,
    NotReadyError: HTTPStatus.SERVICE_UNAVAILABLE,
    ProviderError: HTTPStatus.SERVICE_UNAVAILABLE,
    StoreError: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""The one table: class of an error, or of its nearest ancestor here, to the status of the answer."""

HEADERS: Mapping[int, Mapping[str, str]] = {
    HTTPStatus.UNAUTHORIZED: {"www-authenticate": "Bearer"},
    HTTPStatus.SERVICE_UNAVAILABLE: {"retry-after": "5"},
}
"""What an answer of a status says besides; in seconds when to come again."""

TITLES: Mapping[int, str] = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Titles that differ from those of Python's `http` module."""

UNEXPECTED = "Something went wrong inside the service; it has been logged. Try again, or report what you asked."

STORE_FAILED = "The database of the service does not answer; it has been logged. Try again in a moment."


def problem(
    status: int, detail: str, errors: Sequence[FieldProblem] = (), headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a problem; what a response carries is plain ASCII, whatever the detail quotes."""
    title = TITLES.get(status) or HTTPStatus(status).phrase
    if status in {HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.REQUEST_TIMEOUT}:
        headers = {**(headers or {}), "connection": "close"}  # the rest of the body shall not be waited for
    body = Problem(
        title=title, status=status, detail=detail, errors=list(errors) or None, request_id=correlation_id.get()
    )
    content = body.model_dump_json(exclude_none=True, ensure_ascii=True)
    return Response(content, status, headers, MEDIA_TYPE)


def status_of(error: Exception) -> HTTPStatus:
    """Look `error` up in the table."""
    known = (STATUS[ancestor] for ancestor in type(error).__mro__ if ancestor in STATUS)
    return next(known, HTTPStatus.INTERNAL_SERVER_ERROR)


def place(location: Sequence[int | str]) -> dict[str, str]:
    """Say where in the request: a JSON pointer into the body, or the name of a parameter."""
    source, *path = location
    if source != "body":
        return {"parameter": str(path[0]) if path else str(source)}
    escaped = (str(step).replace("~", "~0").replace("/", "~1") for step in path)
    return {"pointer": "#" + "".join(f"/{step}" for step in escaped)}


def field_problems(errors: Sequence[ErrorDetails]) -> list[FieldProblem]:
    """Say what is wrong where, without echoing what was sent."""
    return [FieldProblem(**place(error["loc"]), detail=error["msg"]) for error in errors[:MOST_ERRORS]]


def answer_kumppani_error(_request: Request, error: Exception) -> Response:
    """Answer with the status from the table; the message is meant to be read, unless the fault is ours."""
    status = status_of(error)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("Answered %d", status, exc_info=error)
    return problem(status, _told(error, status), headers=HEADERS.get(status))


def _told(error: Exception, status: HTTPStatus) -> str:
    """What a stranger may read: what our own side did wrong stays in the log."""
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return UNEXPECTED
    return STORE_FAILED if isinstance(error, StoreError) else str(error)


def answer_validation_error(_request: Request, error: RequestValidationError) -> Response:
    """Answer with every place that is wrong: 400 where a header that is needed is missing, else 422."""
    found = error.errors()
    places = field_problems(found)
    missing = [str(one["loc"][-1]) for one in found if one["loc"][0] == "header" and one["type"] == "missing"]
    if missing:
        return problem(HTTPStatus.BAD_REQUEST, f"Send the header `{missing[0]}` with this request.", places)
    detail = "; ".join(f"{p.pointer or p.parameter}: {p.detail}" for p in places[:3])
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, f"The request is invalid: {detail}.", places)


def answer_http_error(request: Request, error: HTTPException) -> Response:
    """Answer what the router refuses: unknown paths and methods."""
    details = {
        404: f"Nothing is served at {request.url.path}.",
        405: f"{request.url.path} does not answer {request.method}.",
    }
    return problem(error.status_code, details.get(error.status_code, str(error.detail)), headers=error.headers)


def install(app: FastAPI) -> None:
    """Make `app` answer every error with a problem; what nobody foresaw, `middleware.AnswerHeaders` answers."""
    app.add_exception_handler(KumppaniError, answer_kumppani_error)
    app.add_exception_handler(RequestValidationError, answer_validation_error)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, answer_http_error)  # type: ignore[arg-type]
