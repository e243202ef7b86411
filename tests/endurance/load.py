"""Clients that ask one question again and again over their own connections, and keep how each answer came."""

import asyncio
import json
import math
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

BODY = json.dumps({"text": "We make pumps.", "country": "FI", "explain": False}).encode()
REQUEST = (
    b"POST /v1/recommendations HTTP/1.1\r\nHost: drill\r\nContent-Type: application/json\r\n"
    b"Content-Length: %d\r\n\r\n%s" % (len(BODY), BODY)
)


@dataclass(frozen=True)
class Answer:
    """How one request was answered; `begun` and `ended` as `time.perf_counter` tells them."""

    status: int
    begun: float
    ended: float
    header: str
    """The model that the header names."""
    body: str
    """The model that the body names, if it does."""
    retry_after: str

    @property
    def milliseconds(self) -> float:
        """How long it took."""
        return 1000 * (self.ended - self.begun)


@dataclass
class Load:
    """What all clients ask, one request after the other, and got.

    `failures` counts connections that broke while an answer was awaited.
    """

    request: bytes = REQUEST
    answers: list[Answer] = field(default_factory=list)
    failures: int = 0
    more: tuple[bytes, ...] = ()
    asked: int = 0

    def following(self) -> bytes:
        """Return the request whose turn it is."""
        self.asked += 1
        return (self.request, *self.more)[self.asked % (1 + len(self.more))]

    def of(self, *statuses: int) -> list[Answer]:
        """Answers with one of these statuses."""
        return [answer for answer in self.answers if answer.status in statuses]


async def ask(port: int, clients: int, until: float, load: Load, *, rate: float = math.inf) -> None:
    """Let so many clients ask until that time: each as soon as it has its answer, or all together so many a second."""
    pause = clients / rate
    await asyncio.gather(*(_client(port, until, load, pause, n / clients * pause) for n in range(clients)))


def quantile(answers: Iterable[Answer], share: float) -> float:
    """Milliseconds within which this share of answers came."""
    taken = sorted(answer.milliseconds for answer in answers)
    return taken[math.ceil(share * len(taken)) - 1]


async def _client(port: int, until: float, load: Load, pause: float, after: float) -> None:
    following = time.perf_counter() + after
    while time.perf_counter() < until:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            while time.perf_counter() < until:
                await asyncio.sleep(following - time.perf_counter())
                following = max(following + pause, time.perf_counter() - pause)
                writer.write(load.following())
                load.answers.append(await _answer(reader))
        except (ConnectionError, asyncio.IncompleteReadError):
            load.failures += 1
        finally:
            writer.close()


async def _answer(reader: asyncio.StreamReader) -> Answer:
    begun = time.perf_counter()
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    ended = time.perf_counter()
    status = int(first.split()[1])
    named = json.loads(body).get("model", "") if status == 200 else ""
    return Answer(status, begun, ended, headers.get("x-model-version", ""), named, headers.get("retry-after", ""))
