"""What is written down of each request: one line, by the template of its route and never by what it asks."""

import logging
import time
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.tracing import Tracing, describe

if TYPE_CHECKING:
    from opentelemetry.trace import Span

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
UNMATCHED = "unmatched"
"""Stands for every path that no route has."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Observation:
    """One request and how it ended; ``status`` is 499 where the client went away before the answer began."""

    method: str
    route: str
    status: int
    milliseconds: float
    model: str | None
    refused: str | None


class Listener(Protocol):
    """Who wants to know of each request."""

    def begun(self) -> None:
        """Hear that one has begun."""
        ...

    def ended(self, request: Observation) -> None:
        """Hear how one has ended."""
        ...


class Observer:
    """Logs each request when it has ended, and tells `listener` of it; in a trace, if there is one."""

    def __init__(self, app: ASGIApp, listener: Listener | None = None, tracing: Tracing | None = None) -> None:
        self.app = app
        self.listener = listener
        self.tracing = tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and observe it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        traced = self.tracing.request(Headers(scope=scope).get("traceparent")) if self.tracing else nullcontext()
        with traced as span:
            await self._observe(scope, receive, send, span)

    async def _observe(self, scope: Scope, receive: Receive, send: Send, span: "Span | None") -> None:
        begun, status = time.perf_counter(), 499
        if self.listener:
            self.listener.begun()

        async def seen(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, seen)
        finally:
            found = observed(scope, status, 1000 * (time.perf_counter() - begun))
            log.info("request", extra=vars(found))
            if span is not None:
                describe(span, found.method, found.route, found.status, model=found.model, refused=found.refused)
            if self.listener:
                self.listener.ended(found)


def observed(scope: Scope, status: int, milliseconds: float) -> Observation:
    """Put together what is known of a request that has ended."""
    state = scope.get("state", {})  # a mounted folder has no route, it is the `root_path` then
    return Observation(
        method=scope["method"] if scope["method"] in METHODS else "other",
        route=getattr(scope.get("route"), "path", "") or scope.get("root_path", "") or UNMATCHED,
        status=status,
        milliseconds=round(milliseconds, 1),
        model=getattr(state.get("serving"), "version", None),
        refused=state.get("refused"),
    )
