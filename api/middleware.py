"""What every request passes through, as plain ASGI: a limit on its body, and headers on its answer."""

import logging
from asyncio import timeout
from collections.abc import Mapping
from http import HTTPStatus
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import UNEXPECTED, BodyTooLargeError, BodyTooSlowError, problem

log = logging.getLogger(__name__)

SECURITY_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


class BodyLimit:
    """Refuses a body over `max_bytes` before it is read: by its announced length, else as soon as it has run over.

    Paths that take files have limits of their own, `uploads`. What takes longer than so many `seconds` is refused too.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float, uploads: Mapping[str, int]) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds
        self.uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting its bytes."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.uploads.get(scope["path"], self.max_bytes)
        announced = Headers(scope=scope).get("content-length", "")
        if announced.isascii() and announced.isdigit() and _exceeds(announced, most):
            refusal = problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _too_large(most))
            await refusal(scope, receive, send)
            return
        read, whole, end = 0, False, monotonic() + self.seconds

        async def counted() -> Message:
            nonlocal read, whole
            message = await (receive() if whole else self._in_time(receive, end))
            whole = whole or not message.get("more_body", False)
            read += len(message.get("body", b""))
            if read > most:
                raise BodyTooLargeError(_too_large(most))
            return message

        await self.app(scope, counted, send)

    async def _in_time(self, receive: Receive, end: float) -> Message:
        try:
            async with timeout(end - monotonic()):
                return await receive()
        except TimeoutError:
            raise BodyTooSlowError(
                f"The body did not come within {self.seconds:g} seconds; send it faster, or less of it."
            ) from None


def _exceeds(announced: str, most: int) -> bool:
    digits = announced.lstrip("0")
    return len(digits) > len(str(most)) or int(digits or "0") > most


def _too_large(most: int) -> str:
    return f"The body is larger than {most:,} bytes; send less text."


NUL = "Nothing is served at an address that holds the character NUL."
"""PostgreSQL keeps no such text, so no id has one."""


class AnswerHeaders:
    """Sets security headers on every answer and, under ``/v1``, the version of the model that serves.

    The model is taken once, when a request begins: what answers it and what its header names are the same, though
    another may begin to serve meanwhile.

    An error that nobody foresaw is logged and answered here too, so that its answer carries the headers.
    """

    def __init__(self, app: ASGIApp, hsts_seconds: int = 0) -> None:
        self.app = app
        self.headers = dict(SECURITY_HEADERS)
        if hsts_seconds:
            self.headers["strict-transport-security"] = f"max-age={hsts_seconds}; includeSubDomains"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and add headers to its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        serving = getattr(scope["app"].state, "serving", None)
        scope.setdefault("state", {})["serving"] = serving
        begun = False

        async def dressed(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                headers.update(self.headers)
                if not scope["path"].startswith("/static/"):
                    headers.setdefault("cache-control", "no-store")
                if serving is not None and scope["path"].startswith("/v1/"):
                    headers["x-model-version"] = serving.version
            await send(message)

        served = problem(HTTPStatus.NOT_FOUND, NUL) if "\0" in scope["path"] else self.app
        try:
            await served(scope, receive, dressed)
        except Exception:
            if begun:  # the server breaks the connection off, so that nobody takes the part for the whole
                raise
            log.exception("Answered 500: a fault that nobody foresaw")
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, UNEXPECTED)(scope, receive, dressed)
