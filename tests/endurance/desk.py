"""A real server process on a real store, with an advisor and a company."""

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from api.clock import now
from recommender.publishing import Shelf
from recommender.store import accounts, companies, tokens
from recommender.store.nouns import CompanyProfile, Role, TokenKind
from recommender.store.store import Store
from recommender.workspace import Workspace

SERVE = "from recommender.cli import main; main()"
PATIENCE = 60


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@dataclass
class Desk:
    """Starts, kills and asks a server on the workspace; its admin may judge for the company."""

    workspace: Path
    port: int = field(default_factory=free_port)
    company: str = ""
    token: str = ""
    ecosystem: str = ""
    process: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        """Make the company, and an admin with a key."""
        store = self.store()
        new = accounts.NewUser("admin", Role.ADMIN)
        user = store.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))
        _, self.token = store.write(partial(tokens.issue, user_id=user.id, kind=TokenKind.KEY, label="drill"))
        profile = CompanyProfile("A Oy", "FI")
        self.company = store.write(partial(companies.create, profile=profile, author=user.id)).id
        store.close()

    def store(self) -> Store:
        """Open the store beside the server."""
        return Store.open(f"sqlite:///{self.workspace / 'store.sqlite'}", now)

    def start(self) -> float:
        """Start the server; return how many seconds went by until it said that it is ready."""
        assert Shelf(Workspace(self.workspace).bundles_folder).current().is_dir()
        begun = time.perf_counter()
        command = [sys.executable, "-c", SERVE, "serve", "--workspace", str(self.workspace), "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while time.perf_counter() - begun < PATIENCE:
            try:
                status, _ = self.ask("GET", "/health/ready")
            except OSError:
                assert self.process.poll() is None, "the server ended by itself"
            else:
                if status == http.HTTPStatus.OK:
                    return time.perf_counter() - begun
            time.sleep(0.01)
        raise AssertionError("the server was not ready in time")

    def choose(self) -> None:
        """Take the first ecosystem that the server has to judge."""
        status, answer = self.ask("GET", "/v1/ecosystems?limit=1")
        assert status == http.HTTPStatus.OK
        self.ecosystem = answer["items"][0]["id"]

    def kill(self) -> None:
        """Kill the server, if it runs."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def ask(self, method: str, path: str) -> tuple[int, Any]:
        """Ask once, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            return self.send(connection, method, path)
        finally:
            connection.close()

    def send(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: object = None, key: str = ""
    ) -> tuple[int, Any]:
        """Ask on an open connection; every error of the connection is an `OSError`."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json", "Idempotency-Key": key}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except (http.client.HTTPException, json.JSONDecodeError) as error:
            raise ConnectionError(str(error)) from error

    def batch(self, notes: Sequence[str]) -> dict[str, object]:
        """Make a batch of verdicts, each with a note."""
        told = {"organisation_id": self.company, "ecosystem_id": self.ecosystem, "kind": "note"}
        return {"items": [{**told, "note": note} for note in notes]}
