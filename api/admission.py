"""Who is let in: no more requests at once than can be worked on soon, and no more of one caller than its share.

What is refused is refused at once, before its body is read: a queue would make everybody wait.
"""

import hashlib
import math
import time
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, WindowStats, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BusyError, problem

ALWAYS = ("/health/", "/metrics")
"""Paths that are answered however busy the service is: they tell that it is."""
UNCOUNTED = (*ALWAYS, "/static/")
"""Paths that count towards nobody's share."""
PER_ADDRESS = 10
"""How many times the share of one caller all callers of one address have together, whatever keys they show."""
NETWORK_BITS = 64
"""Part of an IPv6 address that one subscriber has."""
MOST_BODIES = 256
"""Bodies that may be on their way at once; what has come of them is in memory."""
RETRY_SECONDS = 1
"""When to come again after the service was busy."""


class InFlightLimit:
    """Refuses with 503 what comes while `most` requests are being worked on.

    A request is worked on once its body is whole, so that bodies that come slowly keep nobody out; no more than
    `MOST_BODIES` come at once.
    """

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most
        self._now = 0
        self._coming = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS):
            await self.app(scope, receive, send)
        elif self._now >= self.most or self._coming >= MOST_BODIES:
            await _refuse("busy", HTTPStatus.SERVICE_UNAVAILABLE, str(BusyError()), RETRY_SECONDS)(scope, receive, send)
        elif _has_body(scope):
            await self._awaited(scope, receive, send)
        else:
            self._now += 1
            try:
                await self.app(scope, receive, send)
            finally:
                self._now -= 1

    async def _awaited(self, scope: Scope, receive: Receive, send: Send) -> None:
        whole = False

        async def read() -> Message:
            nonlocal whole
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body", False) and not whole:
                if self._now >= self.most:
                    scope.setdefault("state", {})["refused"] = "busy"
                    raise BusyError
                whole = True
                self._coming -= 1
                self._now += 1
            return message

        self._coming += 1
        try:
            await self.app(scope, read, send)
        finally:
            if whole:
                self._now -= 1
            else:
                self._coming -= 1


def _has_body(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    return "transfer-encoding" in headers or headers.get("content-length", "0") != "0"


class RateLimit:
    """Refuses with 429 what a caller asks beyond its share, and tells each caller what is left of it.

    A caller is who shows an ``Authorization`` header, whatever its address, else an address. Each process counts what
    it is asked itself.

    Parameters
    ----------
    rate : e.g. ``300/minute``
    """

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self.app = app
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._share = parse(rate)
        self._together = type(self._share)(self._share.amount * PER_ADDRESS, self._share.multiples)
        self._policy = f'"caller";q={self._share.amount};w={self._share.get_expiry()}'

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(UNCOUNTED):
            await self.app(scope, receive, send)
            return
        key, address = caller(scope), f"all:{address_of(scope)}"
        exceeded = self._exceeded(key, address)
        left = self._limiter.get_window_stats(self._share, key)

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["ratelimit-policy"] = self._policy
                headers["ratelimit"] = f'"caller";r={left.remaining};t={_seconds(left)}'
            await send(message)

        if exceeded is None:
            await self.app(scope, receive, told)
            return
        wait = _seconds(self._limiter.get_window_stats(*exceeded))
        detail = f"You have asked more than {self._share}; try again in {wait} s."
        await _refuse("rate", HTTPStatus.TOO_MANY_REQUESTS, detail, wait)(scope, receive, told)

    def _exceeded(self, key: str, address: str) -> tuple[RateLimitItem, str] | None:
        for share, who in ((self._share, key), (self._together, address)):
            if not self._limiter.hit(share, who):
                return share, who
        return None


def caller(scope: Scope) -> str:
    """Name who asks; a secret is kept as its hash only."""
    shown = Headers(scope=scope).get("authorization")
    return hashlib.sha256(shown.encode()).hexdigest() if shown else address_of(scope)


def address_of(scope: Scope) -> str:
    """Address of the client; of an IPv6 address the part that names its network."""
    host = scope["client"][0] if scope.get("client") else ""
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(IPv6Address(int(address) >> NETWORK_BITS << NETWORK_BITS))
    return str(getattr(address, "ipv4_mapped", None) or address)


def _refuse(reason: str, status: HTTPStatus, detail: str, wait: int) -> ASGIApp:
    refusal = problem(status, detail, headers={"retry-after": str(wait)})

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        scope.setdefault("state", {})["refused"] = reason
        await refusal(scope, receive, send)

    return answer


def _seconds(window: WindowStats) -> int:
    return max(1, math.ceil(window.reset_time - time.time()))
