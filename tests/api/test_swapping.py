"""A model that is published while the service runs takes over; one that is refused changes nothing."""

import logging
import shutil
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.commands import application
from api.readiness import FRESH, Readiness
from api.settings import Settings
from api.swapping import Published, take
from recommender.encoding.remembered import RememberedEncoder
from recommender.entities import Query, Ranking
from recommender.errors import BundleError
from recommender.pipeline import Recommender
from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.api.fakes import FakeServing

ASKED = {"country": "FI", "text": "pumps"}


@pytest.fixture
def shelf(trained: Path, tmp_path: Path) -> Shelf:
    shutil.copytree(trained, tmp_path / "workspace")
    return Shelf(Workspace(tmp_path / "workspace").bundles_folder)


@pytest.fixture
def service(shelf: Shelf, tmp_path: Path) -> Iterator[TestClient]:
    published = Published(shelf, tmp_path / "models")
    with TestClient(
        create_app(published.load, Settings(workspace=tmp_path, swap_seconds=0.05), published.renew)
    ) as client:
        yield client


def model(client: TestClient) -> str:
    answer = client.post("/v1/recommendations", json=ASKED)
    assert answer.status_code == 200
    assert answer.json()["model"] == answer.headers["x-model-version"]
    return answer.headers["x-model-version"]


def until(condition: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "nothing changed in 20 s"
        time.sleep(0.02)


def test_a_rollback_reaches_the_running_service(service: TestClient, shelf: Shelf) -> None:
    before, now = shelf.published()
    assert model(service) == now
    assert shelf.rollback() == before
    until(lambda: model(service) == before)
    assert service.get("/health/ready").json() == {"status": "ready", "model": before, "refused": False}
    assert service.get("/version").json()["model"] == before


def test_the_model_that_a_process_began_with_is_let_go(shelf: Shelf, tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path, models=tmp_path / "models", swap_seconds=0.05)
    with TestClient(application(shelf, settings)) as service:
        first = weakref.ref(service.app.state.serving)  # type: ignore[attr-defined]  # that of FastAPI
        before = shelf.rollback()
        until(lambda: model(service) == before)
        until(lambda: first() is None)


def test_a_damaged_bundle_leaves_the_old_one_serving_and_is_logged_once(
    service: TestClient, shelf: Shelf, caplog: pytest.LogCaptureFixture
) -> None:
    before, now = shelf.published()
    manifest = shelf.folder / before / "calibration.json"
    whole = manifest.read_bytes()
    assert shelf.rollback() == before
    manifest.write_bytes(whole[:-1])  # after the rollback has proved it whole; the service may have been faster
    shelf._write([before, now])  # noqa: SLF001 - as if another process published
    until(lambda: model(service) == now)
    shelf._write([now, before])  # noqa: SLF001 - as above
    until(lambda: service.get("/health/ready").json()["refused"])
    time.sleep(0.3)
    assert model(service) == now
    assert len([record for record in caplog.records if "is refused" in record.getMessage()]) == 1
    manifest.write_bytes(whole)
    shelf._write([now, before])  # noqa: SLF001 - as above
    until(lambda: model(service) == before)
    assert not service.get("/health/ready").json()["refused"]


def test_an_encoder_stays_where_it_is_the_same(shelf: Shelf, tmp_path: Path) -> None:
    published = Published(shelf, tmp_path)
    first = published.load()
    assert published.renew() is None
    shelf.rollback()
    second = published.renew()
    assert isinstance(first, Recommender)
    assert isinstance(second, Recommender)
    assert second.version != first.version
    assert second.encoder is first.encoder
    assert isinstance(first.encoder, RememberedEncoder)


def test_a_model_that_does_not_answer_never_serves(caplog: pytest.LogCaptureFixture) -> None:
    app = FastAPI()
    old = FakeServing()
    app.state.serving, app.state.metrics = old, None
    with caplog.at_level(logging.ERROR):
        take(app.state, lambda: FakeServing(broken=True, version="bundle-0002"))
    assert app.state.serving is old
    assert app.state.refused
    assert "bundle-0001 goes on serving" in caplog.text


def test_a_refusal_of_the_pointer_is_one_too(caplog: pytest.LogCaptureFixture) -> None:
    def renew() -> FakeServing:
        raise BundleError("pointer.json is damaged")

    app = FastAPI()
    app.state.serving, app.state.metrics = FakeServing(), None
    take(app.state, renew)
    assert app.state.refused
    assert "pointer.json is damaged" in caplog.text


def test_an_answer_names_one_model_though_another_begins_to_serve_meanwhile(tmp_path: Path) -> None:
    class Swapped(FakeServing):
        def recommend(self, queries: Sequence[Query], **asked: Any) -> list[Ranking]:  # noqa: ANN401 - as it is asked
            app.state.serving = replace(FakeServing(), version="bundle-0002")
            return super().recommend(queries, **asked)

    app = create_app(Swapped, Settings(workspace=tmp_path))
    with TestClient(app) as client:
        first, second = (client.post("/v1/recommendations", json={"country": "FI"}) for _ in range(2))
    for answer, version in ((first, "bundle-0001"), (second, "bundle-0002")):
        assert answer.json()["model"] == answer.headers["x-model-version"] == version


def test_readiness_asks_the_model_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    now, fake, readiness = [100.0], FakeServing(), Readiness()
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    for _ in range(10):
        readiness.check(fake)
    assert len(fake.asked) == 1
    now[0] += FRESH + 0.1
    readiness.check(fake)
    assert len(fake.asked) == 2
    other = FakeServing()
    readiness.check(other)
    assert len(other.asked) == 1
