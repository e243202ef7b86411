"""A service that runs, and accounts that ask it."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from httpx import Timeout
from kumppani_client import AuthenticatedClient

from tests.api.test_workers import serving
from tests.tiny import run


@dataclass(frozen=True)
class Service:
    """Where it is, and whose database it has."""

    address: str
    workspace: Path

    def key(self, login: str, role: str) -> str:
        """Make an account; return its API key."""
        told = run("accounts", "add", login, "--role", role, "--key", "--workspace", self.workspace)
        assert told.exit_code == 0, told.output
        return told.output.rpartition("once: ")[2].strip()

    def client(self, key: str) -> AuthenticatedClient:
        return AuthenticatedClient(
            base_url=self.address, token=key, timeout=Timeout(60), raise_on_unexpected_status=True
        )


@pytest.fixture(scope="module")
def service(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    workspace = tmp_path_factory.mktemp("service") / "workspace"
    shutil.copytree(trained, workspace)
    with serving(workspace) as (_, port):
        yield Service(f"http://127.0.0.1:{port}", workspace)


@pytest.fixture(scope="module")
def advisor(service: Service) -> Iterator[AuthenticatedClient]:
    with service.client(service.key("aino@example.org", "advisor")) as client:
        yield client
