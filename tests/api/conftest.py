"""A client of the service with a fake recommender."""

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api import logs
from api.app import create_app
from api.clock import now
from api.settings import Settings
from recommender.store.nouns import Role
from tests.api.fakes import FakeServing
from tests.api.oidc import OwnProvider, listening
from tests.api.people import People, store_of


@pytest.fixture
def fake() -> FakeServing:
    return FakeServing()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(workspace=tmp_path)


@pytest.fixture
def client(fake: FakeServing, settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(lambda: fake, settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def own() -> Iterator[OwnProvider]:
    """An identity provider of our own, over real HTTP."""
    with listening(now) as own:
        yield own


@pytest.fixture
def advisor(client: TestClient) -> TestClient:
    """Return the client, signed in as an advisor."""
    client.headers.update(People(store_of(client)).add("advisor", Role.ADVISOR))
    return client


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Put logging back, wherever a command has sent it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in logs.QUIET}
    yield
    root.handlers[:] = before
    root.setLevel(level)
    for name, was in levels.items():
        logging.getLogger(name).setLevel(was)
