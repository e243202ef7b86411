"""The command that serves, and the settings behind it."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import ValidationError
from typer.testing import CliRunner

from api import commands
from api.app import create_app
from api.commands import application
from api.settings import Settings
from api.workers import listening
from recommender.errors import BundleMissingError, ConflictError, InputError, ServiceError
from recommender.publishing import Shelf
from recommender.store.schema import metadata
from recommender.workspace import Workspace
from tests.api.fakes import FakeServing

SERVER = """
import sys
from pathlib import Path
from api.app import create_app
from api.settings import Settings
from api.workers import listening, run
from tests.api.fakes import FakeServing
listener = listening("127.0.0.1", 0)
print(listener.getsockname()[1], flush=True)
settings = Settings(workspace=Path(sys.argv[1]))
run(create_app(FakeServing, settings), listener, settings)
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    shelf = Shelf(Workspace(tmp_path).bundles_folder)
    with shelf.draft() as draft:
        (draft / "manifest.json").write_text("{}", "utf-8")
        shelf.publish(draft, "b1")
    return tmp_path


@pytest.fixture
def server(root: Path, tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        said = process.stdout.readline()
        yield process, int(said)
        process.kill()


def test_options_overrule_the_environment_which_overrules_defaults(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def build(shelf: Shelf, settings: Settings) -> FastAPI:
        seen.update(bundle=shelf.current(), settings=settings)
        return FastAPI()

    monkeypatch.setattr(commands, "application", build)
    monkeypatch.setattr(commands, "run", lambda *given: seen.update(ran=given))
    monkeypatch.setenv("KUMPPANI_HOST", "::1")
    monkeypatch.setenv("KUMPPANI_LOG_LEVEL", "error")
    result = CliRunner().invoke(
        commands.app, ["serve", "--workspace", str(workspace), "--port", "0", "--host", "127.0.0.1"]
    )
    assert result.exception is None, result.output
    assert seen["bundle"] == workspace / "bundles" / "b1"
    assert seen["settings"].host == "127.0.0.1"
    assert seen["settings"].log_level == "error"
    assert seen["settings"].max_body_bytes == 256 * 1024
    assert len(seen["ran"]) == 3


def test_without_a_bundle_it_does_not_start(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands.app, ["serve", "--workspace", str(tmp_path)])
    assert isinstance(result.exception, BundleMissingError)
    assert "kumppani train" in str(result.exception)


def test_a_port_that_is_taken_is_named(workspace: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = CliRunner().invoke(commands.app, ["serve", "--workspace", str(workspace), "--port", str(port)])
    assert isinstance(result.exception, ServiceError)
    assert result.exception.exit_code == 8
    assert f"port {port}" in str(result.exception)


def test_a_host_that_does_not_exist_is_named() -> None:
    with pytest.raises(ServiceError, match=r"nowhere\.invalid"):
        listening("nowhere.invalid", 0)


@dataclass
class Loaded(FakeServing):
    encoder: object = field(default_factory=lambda: SimpleNamespace(name="letters", dim=2, widths=(2,)))


def test_the_service_is_built_on_the_loaded_bundle(monkeypatch: pytest.MonkeyPatch, workspace: Path) -> None:
    module, asked = ModuleType("recommender.bundle"), []

    def load(folder: Path, models: Path) -> FakeServing:
        asked.append((folder, models))
        return Loaded()

    module.load = load  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "recommender.bundle", module)
    models = workspace / "models"
    assert application(Shelf(workspace / "bundles"), Settings(models=models)).title == "Kumppani"
    assert asked == [(workspace / "bundles" / "b1", models)]


@pytest.mark.parametrize(("name", "value"), [("PORT", "80000"), ("LOG_LEVEL", "loud"), ("MAX_BODY_BYTES", "0")])
def test_settings_refuse_what_cannot_work(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"KUMPPANI_{name}", value)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_connections_send_at_once() -> None:
    with listening("127.0.0.1", 0) as listener, socket.create_connection(listener.getsockname()):
        accepted, _ = listener.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def spoken(port: int, head: bytes, body: bytes = b"") -> bytes:
    """Send a request as it is; the server may hang up on one that it has refused while more of it is coming."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        with suppress(ConnectionError):
            line.sendall(head + b"\r\n\r\n" + body)
        with suppress(ConnectionError):
            while part := line.recv(65536):
                said += part
    return said


EARLY = """
import signal
import uvicorn
run_it = uvicorn.Server.run
def early(self, **options):
    signal.raise_signal(signal.SIGINT)
    run_it(self, **options)
uvicorn.Server.run = early
"""


@pytest.mark.slow
def test_a_signal_that_comes_while_it_starts_stops_it(root: Path, tmp_path: Path) -> None:
    process = subprocess.run(
        [sys.executable, "-c", EARLY + SERVER, str(tmp_path)], cwd=root, check=False, timeout=120, capture_output=True
    )
    assert process.returncode == 0, process.stderr


@pytest.mark.slow
def test_a_real_server_refuses_large_bodies_and_stops_gracefully(server: tuple[subprocess.Popen[str], int]) -> None:
    process, port = server
    post = b"POST /v1/recommendations HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    announced = spoken(port, post + b"Content-Length: 10485760")
    assert announced.startswith(b"HTTP/1.1 413")
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    unannounced = spoken(port, post + b"Transfer-Encoding: chunked", chunk * 5)
    assert unannounced.startswith(b"HTTP/1.1 413")
    good = spoken(port, post + b"Connection: close\r\nContent-Length: 17", b'{"country": "FI"}')
    assert good.startswith(b"HTTP/1.1 200")
    assert json.loads(good.partition(b"\r\n\r\n")[2])["model"] == "bundle-0001"
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0


def key_in(output: str) -> str:
    """Find the API key that a command has told, if any."""
    found = re.search(r"kumppani_[\w-]{20,}", output)
    return found.group() if found else ""


@pytest.mark.parametrize("way", ["password", "key"])
def test_the_first_account_is_made_on_the_command_line_and_signs_in(tmp_path: Path, way: str) -> None:
    password = "four small boats sail at dawn"
    given = ["accounts", "add", "Aino@example.org", "--role", "admin", "--workspace", str(tmp_path)]
    told = CliRunner().invoke(
        commands.app, [*given, *(["--key"] if way == "key" else [])], input=f"{password}\n{password}\n"
    )
    assert told.exception is None, told.output
    assert "aino@example.org (admin) has the account usr-" in told.output
    assert password not in told.output
    with TestClient(create_app(FakeServing, Settings(workspace=tmp_path))) as client:
        secret = key_in(told.output)
        if way == "password":
            answer = client.post("/v1/sessions", json={"login": "aino@example.org", "password": password})
            secret = answer.json()["token"]
        me = client.get("/v1/me", headers={"Authorization": f"Bearer {secret}"}).json()
    assert (me["login"], me["role"]) == ("aino@example.org", "admin")
    again = CliRunner().invoke(commands.app, given, input=f"{password}\n{password}\n")
    assert isinstance(again.exception, ConflictError)


def test_a_store_is_backed_up_and_restored_on_the_command_line(tmp_path: Path) -> None:
    old, new, backup = tmp_path / "old", tmp_path / "new", tmp_path / "backup.zip"
    steps = [
        ["accounts", "add", "aino@example.org", "--role", "admin", "--key", "--workspace", str(old)],
        ["store", "backup", str(backup), "--workspace", str(old)],
        ["store", "restore", str(backup), "--workspace", str(new)],
    ]
    told = [CliRunner().invoke(commands.app, step) for step in steps]
    assert [result.exception for result in told] == [None] * 3
    assert f"rows of {len(metadata.tables)} tables written to {backup}" in told[1].output
    assert "the audit log holds" in told[2].output
    with TestClient(create_app(FakeServing, Settings(workspace=new))) as client:
        key = {"Authorization": f"Bearer {key_in(told[0].output)}"}
        assert client.get("/v1/me", headers=key).json()["login"] == "aino@example.org"
    again = CliRunner().invoke(commands.app, steps[2])
    assert isinstance(again.exception, ConflictError)


@pytest.mark.parametrize(
    "command", [["serve"], ["store", "tidy"], ["accounts", "add", "a", "--role", "admin", "--key"]]
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setenv("KUMPPANI_RATE", "many a secret")
    told = CliRunner().invoke(commands.app, [*command, "--workspace", str(tmp_path)])
    assert isinstance(told.exception, InputError)
    assert "KUMPPANI_RATE" in str(told.exception)
    assert "secret" not in str(told.exception)
