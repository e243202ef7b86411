"""A service that runs in a process of its own, and accounts that ask it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

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


@contextmanager
def running(trained: Path, folder: Path) -> Iterator[Service]:
    """Serve a copy of a trained workspace."""
    workspace = folder / "workspace"
    shutil.copytree(trained, workspace)
    with serving(workspace) as (_, port):
        yield Service(f"http://127.0.0.1:{port}", workspace)
