"""Health, version, headers, and what happens when things go wrong inside."""

import logging
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.errors import STATUS, status_of
from api.middleware import SECURITY_HEADERS
from api.settings import Settings
from recommender import errors
from recommender.catalogue import Catalogue
from recommender.errors import BundleCorruptError, InvalidRecordError, KumppaniError, UnknownIdError
from tests.api.fakes import FakeServing


class Encoded(FakeServing):
    class encoder:  # noqa: N801 - stands for an attribute
        name = "e5-192-abc"


def test_live_and_ready(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"status": "live"}
    assert client.get("/health/ready").json() == {"status": "ready", "model": "bundle-0001", "refused": False}


def test_version_names_application_model_and_encoder(client: TestClient, tmp_path: Path) -> None:
    assert client.get("/version").json() == {"application": "0.1.0", "model": "bundle-0001", "encoder": None}
    with TestClient(create_app(Encoded, Settings(workspace=tmp_path))) as other:
        assert other.get("/version").json()["encoder"] == "e5-192-abc"


def test_before_the_recommender_is_loaded_the_service_lives_but_is_not_ready(tmp_path: Path) -> None:
    early = TestClient(create_app(FakeServing, Settings(workspace=tmp_path)))
    assert early.get("/health/live").status_code == 200
    assert early.get("/version").json()["model"] is None
    for response in (early.get("/health/ready"), early.post("/v1/recommendations", json={"country": "FI"})):
        assert response.status_code == 503
        assert response.headers["content-type"] == "application/problem+json"
        assert "x-model-version" not in response.headers


def test_not_ready_when_the_recommender_does_not_answer(client: TestClient, fake: FakeServing) -> None:
    fake.broken = True
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "secret" not in response.text


def test_an_empty_catalogue_serves(fake: FakeServing, client: TestClient) -> None:
    fake.catalogue = Catalogue(())
    assert client.get("/v1/ecosystems").json()["items"] == []
    assert client.get("/health/ready").status_code == 200
    assert client.post("/v1/recommendations", json={"country": "FI"}).json()["items"] == []


def test_a_fault_inside_tells_a_stranger_nothing(client: TestClient, fake: FakeServing) -> None:
    fake.broken = True
    response = client.post("/v1/recommendations", json={"country": "FI"})
    assert response.status_code == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["x-model-version"] == "bundle-0001"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert "secret" not in response.text
    assert "Traceback" not in response.text


@pytest.mark.parametrize("path", ["/", "/v1/ecosystems", "/static/page.css", "/nowhere", "/openapi.json"])
def test_every_answer_carries_the_security_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == SECURITY_HEADERS
    assert ("x-model-version" in headers) == path.startswith("/v1/")


@pytest.mark.parametrize(
    "error", [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, KumppaniError)]
)
def test_every_error_has_a_status(error: type[KumppaniError]) -> None:
    assert 400 <= status_of(error("…")) < 600


def test_the_nearest_ancestor_decides() -> None:
    assert status_of(UnknownIdError("…")) == 404
    assert status_of(InvalidRecordError("…")) == 422
    assert status_of(BundleCorruptError("…")) == 500
    assert status_of(ValueError("…")) == 500
    assert KumppaniError not in STATUS


def test_an_error_of_ours_hides_its_message(
    fake: FakeServing, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    def refuse(*_args: object, **_more: object) -> None:
        raise BundleCorruptError("/srv/kumppani/bundles/x is damaged")

    fake.recommend = refuse  # type: ignore[assignment,method-assign]
    with (
        TestClient(create_app(lambda: fake, Settings(workspace=tmp_path)), raise_server_exceptions=False) as client,
        caplog.at_level(logging.ERROR),
    ):
        response = client.post("/v1/recommendations", json={"country": "FI"})
    assert response.status_code == 500
    assert "/srv" not in response.text
    assert "/srv/kumppani/bundles/x is damaged" in caplog.text


def test_loading_that_fails_stops_the_start(tmp_path: Path) -> None:
    def load() -> FakeServing:
        raise BundleCorruptError("damaged")

    with pytest.raises(BundleCorruptError), TestClient(create_app(load, Settings(workspace=tmp_path))):
        pass


@pytest.mark.parametrize("path", ["/v1/profiles/a%00b", "/v1/ecosystems/%00", "/%00"])
def test_an_address_with_nul_is_not_found(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-content-type-options"] == "nosniff"
