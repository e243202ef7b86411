"""Several processes on one port: they answer, one that dies is replaced, and all stop gracefully."""

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.tiny import SCRIPT, started

pytestmark = pytest.mark.slow

BODY = json.dumps({"text": "pumps", "country": "FI"}).encode()
HEAD = (
    b"POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(BODY)
)


@contextmanager
def serving(workspace: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the service as people do; yield the process and its port once it answers."""
    command: list[str | Path] = [
        sys.executable,
        SCRIPT,
        "serve",
        "--workspace",
        str(workspace),
        "--port",
        "0",
        *options,
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            found = re.search(r":(\d+) ", process.stdout.readline())
            assert found
            port = int(found[1])
            until(lambda: b'"ready"' in got(port, "/health/ready"))
            yield process, port
        finally:
            process.kill()


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "nothing changed in 60 s"
        time.sleep(0.1)


def got(port: int, path: str) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=60) as answer:
        return bytes(answer.read())


def answered(line: socket.socket) -> bytes:
    said = b""
    while part := line.recv(65536):
        said += part
    return said


def workers(process: "subprocess.Popen[str]") -> set[int]:
    """Tell the processes that serve; one more keeps track of what they share."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("ascii").split()
    return {n for n in map(int, children) if b"spawn_main" in Path(f"/proc/{n}/cmdline").read_bytes()}


def test_workers_share_a_port_are_replaced_and_stop_gracefully(trained: Path) -> None:
    with serving(trained, "--workers", "2") as (process, port):
        first = workers(process)
        assert len(first) == 2
        victim = min(first)
        os.kill(victim, signal.SIGKILL)
        until(lambda: victim not in workers(process) and len(workers(process)) == 2)
        until(lambda: b'"ready"' in got(port, "/health/ready"))
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(HEAD + BODY[:5])
            time.sleep(0.5)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.5)
            line.sendall(BODY[5:])
            said = answered(line)
        assert said.startswith(b"HTTP/1.1 200"), said[:200]
        assert process.wait(timeout=30) == 0


def test_workers_end_with_their_supervisor(trained: Path) -> None:
    with serving(trained, "--workers", "2") as (process, port):
        left = workers(process)
        assert len(left) == 2
        process.kill()
        until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in left))
        with socket.create_server(("127.0.0.1", port)):
            pass  # it is free


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGTERM])
def test_one_process_stops_gracefully_too(trained: Path, told: signal.Signals) -> None:
    with serving(trained) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(HEAD + BODY[:5])
            time.sleep(0.3)
            process.send_signal(told)
            time.sleep(0.3)
            line.sendall(BODY[5:])
            assert answered(line).startswith(b"HTTP/1.1 200")
        assert process.wait(timeout=30) == 0


def test_a_damaged_bundle_does_not_start_workers(tmp_path: Path) -> None:
    shelf = Shelf(Workspace(tmp_path).bundles_folder)
    with shelf.draft() as draft:
        (draft / "manifest.json").write_text("{}", "utf-8")
        shelf.publish(draft, "b1")
    process = started(["serve", "--workspace", str(tmp_path), "--port", "0", "--workers", "2"])
    assert process.returncode == 5, process.stderr
    assert "b1" in process.stderr


def test_workers_that_cannot_start_end_the_service(trained: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "sitecustomize.py"
    blocked.write_text(
        "import recommender.bundle as b\ndef load(*_): raise b.BundleError('no')\nb.load = load\n", "utf-8"
    )
    search = os.pathsep.join([str(tmp_path), *sys.path])
    process = subprocess.run(
        ["env", f"PYTHONPATH={search}", SCRIPT, "serve", "--workspace", trained, "--port", "0", "--workers", "2"],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert process.returncode == 8, process.stderr
    assert "cannot start" in process.stderr


@pytest.mark.parametrize(("trusted", "statuses"), [("127.0.0.1", [200, 200]), ("192.0.2.1", [200, 429])])
def test_a_proxy_is_believed_where_it_is_trusted(
    trained: Path, monkeypatch: pytest.MonkeyPatch, trusted: str, statuses: list[int]
) -> None:
    monkeypatch.setenv("KUMPPANI_TRUSTED_PROXIES", trusted)
    monkeypatch.setenv("KUMPPANI_RATE", "1/hour")
    with serving(trained) as (_, port):
        assert [status(port, {"X-Forwarded-For": f"198.51.100.{n}"}) for n in (1, 2)] == statuses


def status(port: int, headers: dict[str, str]) -> int:
    """Ask for the ecosystems; return the status."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", "/v1/ecosystems", headers=headers)
    found = connection.getresponse().status
    connection.close()
    return found
