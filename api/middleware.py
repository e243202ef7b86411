"""What every answer passes through, as plain ASGI: headers, and a word for faults that nobody foresaw."""

import logging
from http import HTTPStatus

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import UNEXPECTED, problem

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
