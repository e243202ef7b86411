"""Overload: two workers asked five times what they can answer, over real connections, beside the clients that ask

The clients run on the same machine and take their part of it; figures of a machine of their own are better.
"""

import asyncio
import http.client
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.test_workers import serving, until, workers
from tests.benchmarks.table import Row, Table
from tests.endurance.load import Load, ask, quantile
from tests.tiny import SCRIPT

pytestmark = pytest.mark.slow

CLIENTS = 100


@pytest.fixture(scope="module")
def port(trained: Path) -> Iterator[int]:
    with serving(trained, "--workers", "2") as (process, port):
        answering: set[int] = set()
        until(lambda: answering.add(who_answers(process, port)) or len(answering) == 2)  # type: ignore[func-returns-value]
        yield port


def who_answers(process: "subprocess.Popen[str]", port: int) -> int:
    """Ask once; return the worker that answered, which is the one that holds the other end of the connection."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", "/health/live")
    line.getresponse().read()
    ends = [f":{port:04X}", f":{line.sock.getsockname()[1]:04X}"]
    rows = [row.split() for row in Path("/proc/net/tcp").read_text("ascii").splitlines()[1:]]
    (inode,) = [row[9] for row in rows if [row[1][-5:], row[2][-5:]] == ends]
    (worker,) = [pid for pid in workers(process) if f"socket:[{inode}]" in opened(pid)]
    line.close()
    return worker


def opened(pid: int) -> set[str]:
    return {str(file.readlink()) for file in Path(f"/proc/{pid}/fd").iterdir() if file.is_symlink()}


def loaded(port: int, clients: int, seconds: float, **more: float) -> Load:
    load = Load()
    asyncio.run(ask(port, clients, time.perf_counter() + seconds, load, **more))
    return load


def test_overload_is_refused_and_what_is_let_in_is_answered(port: int, table: Table, full: bool) -> None:  # noqa: FBT001 - a fixture
    seconds = 60 if full else 5
    loaded(port, 4, 1)
    capacity = len(loaded(port, 4, 5 if full else 2).of(200)) / (5 if full else 2)
    load = loaded(port, CLIENTS, seconds, rate=5 * capacity)
    admitted, refused = load.of(200), load.of(503)
    assert load.failures == 0
    assert len(admitted) + len(refused) == len(load.answers)
    assert admitted
    assert refused
    assert {answer.retry_after for answer in refused} == {"1"}
    after = loaded(port, 4, 2).of(200)
    assert after
    table.add(
        Row("answers with two workers, as many as they can", 900, None, capacity, "/s", least=True, judged=full),
        Row("admitted under 5 × overload, p99", 50, None, quantile(admitted, 0.99), "ms", judged=full),
        Row("refused under 5 × overload, median", 5, None, quantile(refused, 0.5), "ms", judged=full),
        Row("refused under 5 × overload, p99", 5, None, quantile(refused, 0.99), "ms", judged=full),
        Row("first answer after it", 1, None, after[0].ended - load.answers[-1].ended, "s", judged=full),
    )


def test_it_starts_and_answers(trained: Path, table: Table, full: bool) -> None:  # noqa: FBT001 - a fixture
    begun = time.perf_counter()
    command: list[str | Path] = [sys.executable, SCRIPT, "serve", "--workspace", trained, "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r":(\d+) ", process.stdout.readline())
            assert found
            load = Load()
            asyncio.run(ask(int(found[1]), 1, time.perf_counter() + 0.01, load))
            ended = time.perf_counter()
        finally:
            process.kill()
    assert load.answers[0].status == 200
    table.add(Row("start to first answer, encoder lazy", 2, None, ended - begun, "s", judged=full))
