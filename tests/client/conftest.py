"""A service that runs, and an advisor who asks it with the client."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Timeout
from kumppani_client import AuthenticatedClient

from tests.running import Service, running


def client_of(service: Service, key: str) -> AuthenticatedClient:
    return AuthenticatedClient(
        base_url=service.address, token=key, timeout=Timeout(60), raise_on_unexpected_status=True
    )


@pytest.fixture(scope="module")
def service(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with running(trained, tmp_path_factory.mktemp("service")) as found:
        yield found


@pytest.fixture(scope="module")
def advisor(service: Service) -> Iterator[AuthenticatedClient]:
    with client_of(service, service.key("aino@example.org", "advisor")) as client:
        yield client
