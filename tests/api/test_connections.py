"""Clients that are slow or send too much are not waited for, over real connections; and what browsers are told."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.fakes import FakeServing

SERVER = """
import sys
from pathlib import Path
from api.app import create_app
from api.settings import Settings
from api.workers import listening, run
from tests.api.fakes import FakeServing
settings = Settings(workspace=Path(sys.argv[1]), upload_seconds=1, keep_alive_seconds=1)
listener = listening("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
run(create_app(FakeServing, settings), listener, settings)
"""
HEAD = b"POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n"


@pytest.fixture(scope="module")
def port(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    command = [sys.executable, "-c", SERVER, str(tmp_path_factory.mktemp("workspace"))]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        found = int(process.stdout.readline())
        said(found, b"GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        yield found
        process.kill()


def said(port: int, *parts: bytes, pause: float = 0.0) -> tuple[bytes, float]:
    """Send the parts with pauses; return what came back until the server hung up, and after how many seconds.

    A server that does not hang up makes this fail.
    """
    begun, answer = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        with suppress(ConnectionError):
            for part in parts:
                line.sendall(part)
                time.sleep(pause)
        with suppress(ConnectionError):
            while part := line.recv(65536):
                answer += part
    return answer, time.monotonic() - begun


@pytest.mark.slow
@pytest.mark.parametrize("parts", [[], [b"GET / HTTP/1.1\r\n"], [b"G", b"E", b"T", b" ", b"/", b"x", b"y", b"z"]])
def test_a_head_that_does_not_come_is_not_waited_for(port: int, parts: list[bytes]) -> None:
    answer, seconds = said(port, *parts, pause=0.2)
    assert answer == b""
    assert seconds > 0.9, "it had a second"


@pytest.mark.slow
def test_a_further_head_that_comes_in_drops_is_not_waited_for(port: int) -> None:
    first = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer, _ = said(port, first, *([b"G"] * 8), pause=0.2)
    assert answer.count(b"HTTP/1.1 200") == 1


@pytest.mark.slow
def test_a_body_that_does_not_come_is_not_waited_for(port: int) -> None:
    answer, seconds = said(port, HEAD + b'{"coun')
    assert answer.startswith(b"HTTP/1.1 408")
    assert b"application/problem+json" in answer
    assert b"connection: close" in answer.lower()
    assert seconds > 0.9, "it had a second"


@pytest.mark.slow
def test_a_head_without_end_is_refused(port: int) -> None:
    answer, _ = said(port, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 40_000, pause=0.1)
    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.slow
def test_a_further_head_without_end_is_refused(port: int) -> None:
    first = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer, _ = said(port, first, b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 40_000, pause=0.1)
    assert answer.startswith(b"HTTP/1.1 200")
    assert b"HTTP/1.1 400" in answer


@pytest.mark.slow
def test_a_head_behind_a_slow_request_does_not_cut_its_answer_off(port: int) -> None:
    answer, seconds = said(port, HEAD + b'{"country": "FI"}' + b"GET /health/live HTTP/1.1\r\nHost: x")
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.count(b"HTTP/1.1") == 1
    assert seconds > 0.9, "it had a second"


@pytest.mark.slow
def test_requests_that_come_together_are_answered_in_turn(port: int) -> None:
    live = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    answer, _ = said(port, live + HEAD + b'{"country": "FI"}' + live.replace(b"x\r\n", b"x\r\nConnection: close\r\n"))
    parts = [b'"live"' in part for part in answer.split(b"HTTP/1.1 200")[1:]]
    assert parts == [True, False, True]


@pytest.mark.slow
def test_a_request_that_comes_in_time_is_answered(port: int) -> None:
    closing = HEAD.replace(b"Host: x", b"Host: x\r\nConnection: close")
    answer, _ = said(port, closing[:20], closing[20:], b'{"country":', b' "FI"}', pause=0.2)
    assert answer.startswith(b"HTTP/1.1 200")


def test_only_where_tls_is_in_front_browsers_are_told_so(client: TestClient, tmp_path: Path) -> None:
    assert "strict-transport-security" not in client.get("/").headers
    with TestClient(create_app(FakeServing, Settings(workspace=tmp_path, hsts_seconds=60))) as other:
        assert other.get("/").headers["strict-transport-security"] == "max-age=60; includeSubDomains"


@pytest.mark.parametrize("path", ["/", "/v1/ecosystems", "/health/ready", "/nowhere"])
def test_no_cache_keeps_an_answer(client: TestClient, path: str) -> None:
    assert client.get(path).headers["cache-control"] == "no-store"


def test_caches_may_keep_static_files(client: TestClient) -> None:
    assert "no-store" not in client.get("/static/page.css").headers.get("cache-control", "")
