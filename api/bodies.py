"""Bodies, read strictly: JSON that means one thing only, and plain forms."""

import json
from collections.abc import Callable, Coroutine
from typing import Any, ClassVar
from urllib.parse import parse_qsl

from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.errors import MalformedBodyError, MediaTypeError

MAX_DEPTH = 20
"""Deepest nesting of a body; the schemas need three."""
MAX_FIELDS = 50
"""Most fields of a form."""
JSON = "application/json"
MERGE_PATCH = "application/merge-patch+json"
FORM = "application/x-www-form-urlencoded"


class JsonRoute(APIRoute):
    """A route whose body is strict JSON: checked here, read by the framework."""

    media_types: ClassVar[tuple[str, ...]] = (JSON,)

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Check the body before the framework reads it."""
        handle = super().get_route_handler()

        async def checked(request: Request) -> Response:
            require_media_type(request, *self.media_types)
            check_json(await request.body())
            return await handle(request)

        return checked


class MergePatchRoute(JsonRoute):
    """A route whose body is a JSON merge patch (RFC 7396); plain JSON is taken for one."""

    media_types = (MERGE_PATCH, JSON)


def require_media_type(request: Request, *wanted: str) -> None:
    """Refuse another content type than those `wanted`, and bodies that are packed.

    Raises
    ------
    MediaTypeError
        If the body comes as anything else.
    """
    packed = request.headers.get("content-encoding", "identity")
    if packed.strip().lower() != "identity":
        raise MediaTypeError(f"The content encoding is {packed[:100]!r}; send the body as it is.")
    found = request.headers.get("content-type", "")
    if found.partition(";")[0].strip().lower() not in wanted:
        raise MediaTypeError(f"The content type is {found[:100]!r}; send {' or '.join(wanted)}.")


def check_json(body: bytes) -> None:
    """Refuse what is not strict JSON (RFC 8259 in UTF-8, every key once, numbers finite, nesting bounded).

    Raises
    ------
    MalformedBodyError
        If the body is empty, is not such JSON, or holds half a surrogate pair.
    """
    if not body.strip():
        raise MalformedBodyError("The body is empty; send a JSON object.")
    try:
        value = json.loads(body.decode("utf-8"), object_pairs_hook=_each_key_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise MalformedBodyError(f"The body is not UTF-8 text: byte {error.start + 1} does not fit.") from error
    except json.JSONDecodeError as error:
        raise MalformedBodyError(
            f"The body is not JSON: line {error.lineno}, column {error.colno}: {error.msg}."
        ) from error
    except RecursionError as error:
        raise MalformedBodyError(f"The body is nested more than {MAX_DEPTH} deep.") from error
    except ValueError as error:
        raise MalformedBodyError("The body holds a number with too many digits.") from error
    _check_value(value, MAX_DEPTH)


def _each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise MalformedBodyError("The body has an object with one key twice; give each key once.")
    return found


def _refuse_constant(name: str) -> None:
    raise MalformedBodyError(f"The body holds {name}, which is not JSON.")


def _check_value(value: object, depth: int) -> None:
    """Walk a parsed value: nesting within `depth`, every string encodable."""
    if depth < 0:
        raise MalformedBodyError(f"The body is nested more than {MAX_DEPTH} deep.")
    if isinstance(value, str):
        _check_encodable(value)
    elif isinstance(value, list):
        for part in value:
            _check_value(part, depth - 1)
    elif isinstance(value, dict):
        for key, part in value.items():
            _check_encodable(key)
            _check_value(part, depth - 1)


def _check_encodable(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise MalformedBodyError(
            f"The body holds a string with half a surrogate pair (\\u{ord(text[error.start]):04x})."
        ) from error


async def form(request: Request) -> dict[str, list[str]]:
    """Read a URL-encoded form: values by name, in order; bytes that are not UTF-8 become replacement characters.

    Raises
    ------
    MediaTypeError
        If the body is not such a form.
    MalformedBodyError
        If it has more than `MAX_FIELDS` fields.
    """
    require_media_type(request, FORM)
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MAX_FIELDS)
    except ValueError as error:
        raise MalformedBodyError(f"The form has more than {MAX_FIELDS} fields.") from error
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values
