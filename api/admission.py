"""Who is let in: no more requests at once than can be worked on soon, and no more of one caller than its share.

What is refused is refused at once: a queue would make everybody wait.
"""

import hashlib
import math
import time
from asyncio import timeout
from collections import Counter, deque
from collections.abc import Mapping
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address

from limits import RateLimitItem, WindowStats, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem

ALWAYS = ("/health/", "/metrics")
"""Paths that are answered however busy the service is: they tell that it is."""
UNCOUNTED = (*ALWAYS, "/static/")
"""Paths that count towards nobody's share."""
PER_ADDRESS = 10
"""How many times the share of one caller all callers of one address have together, whatever keys they show."""
NETWORK_BITS = 64
"""Part of an IPv6 address that one subscriber has."""
MOST_BODIES, MOST_BODIES_EACH = 256, 32
"""Bodies that may be on their way at once, and from one address; what has come of them is in memory."""
RETRY_SECONDS = 1
"""When to come again after the service was busy."""


class InFlightLimit:
    """Refuses with 503 what comes while `most` requests are being worked on."""

    def __init__(self, app: ASGIApp, most: int) -> None:
        self.app = app
        self.most = most
        self._now = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http" or scope["path"].startswith(ALWAYS):
            await self.app(scope, receive, send)
            return
        if self._now >= self.most:
            await _busy(scope, receive, send)
            return
        self._now += 1
        try:
            await self.app(scope, receive, send)
        finally:
            self._now -= 1


class BodyLimit:
    """Reads bodies whole before anything else is done, so that one that comes slowly takes nobody's place.

    One over `max_bytes` is refused by its announced length, else as soon as it has run over, and one that takes longer
    than so many `seconds`. Paths that take files have limits of their own, `uploads`. `MOST_BODIES` may be on their way
    at once, `MOST_BODIES_EACH` from one address.
    """

    def __init__(self, app: ASGIApp, max_bytes: int, seconds: float, uploads: Mapping[str, int]) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds
        self.uploads = uploads
        self._coming = Counter[str]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with its body, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers, most = Headers(scope=scope), self.uploads.get(scope["path"], self.max_bytes)
        announced = headers.get("content-length", "0")
        if announced.isascii() and announced.isdigit() and _exceeds(announced, most):
            passed: ASGIApp = _too_large(most)
        elif announced == "0" and "transfer-encoding" not in headers:
            passed = await self._read(receive, most)
        else:
            passed = await self._counted(address_of(scope), receive, most)
        await passed(scope, receive, send)

    async def _counted(self, address: str, receive: Receive, most: int) -> ASGIApp:
        if self._coming.total() >= MOST_BODIES or self._coming[address] >= MOST_BODIES_EACH:
            return _busy
        self._coming[address] += 1
        try:
            return await self._read(receive, most)
        finally:
            self._coming -= Counter({address: 1})  # drops what is down to nothing

    async def _read(self, receive: Receive, most: int) -> ASGIApp:
        """What is to come of a request: the service with the body in hand, or a refusal."""
        try:
            async with timeout(self.seconds):
                parts = await _parts(receive, most)
        except TimeoutError:
            told = f"The body did not come within {self.seconds:g} seconds; send it faster, or less of it."
            return problem(HTTPStatus.REQUEST_TIMEOUT, told)
        return _too_large(most) if parts is None else _with_body(self.app, parts)


async def _parts(receive: Receive, most: int) -> list[Message] | None:
    """Receive until the body is whole or the client is gone; None once it is too large."""
    parts, read = [await receive()], 0
    while True:
        read += len(parts[-1].get("body", b""))
        if read > most:
            return None
        if not parts[-1].get("more_body", False):
            return parts
        parts.append(await receive())


def _with_body(app: ASGIApp, parts: list[Message]) -> ASGIApp:
    async def passed(scope: Scope, receive: Receive, send: Send) -> None:
        if parts[-1]["type"] == "http.disconnect":
            return  # nobody is there to be answered
        left = deque(parts)

        async def handed() -> Message:
            return left.popleft() if left else await receive()

        await app(scope, handed, send)

    return passed


def _exceeds(announced: str, most: int) -> bool:
    digits = announced.lstrip("0")
    return len(digits) > len(str(most)) or int(digits or "0") > most


def _too_large(most: int) -> ASGIApp:
    return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body is larger than {most:,} bytes; send less text.")


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


async def _busy(scope: Scope, receive: Receive, send: Send) -> None:
    detail = "The service is busy; try again in a moment."
    await _refuse("busy", HTTPStatus.SERVICE_UNAVAILABLE, detail, RETRY_SECONDS)(scope, receive, send)


def _seconds(window: WindowStats) -> int:
    return max(1, math.ceil(window.reset_time - time.time()))
