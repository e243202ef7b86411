"""A client of the service with a fake recommender."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.fakes import FakeServing


@pytest.fixture
def fake() -> FakeServing:
    return FakeServing()


@pytest.fixture
def client(fake: FakeServing) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: fake, Settings()), raise_server_exceptions=False) as client:
        yield client
