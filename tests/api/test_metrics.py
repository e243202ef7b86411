"""Figures for Prometheus: off unless switched on, and about all workers at once."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.app import create_app
from api.settings import Settings
from api.swapping import take
from recommender.errors import BundleError
from tests.api.fakes import FakeServing
from tests.api.test_workers import got, serving, until

Figures = dict[str, float]


@pytest.fixture
def measured() -> Iterator[TestClient]:
    with TestClient(create_app(FakeServing, Settings(metrics=True, rate="3/hour"))) as client:
        yield client


def figures(text: str) -> Figures:
    """Read the text as Prometheus does: each name with its labels, and its value."""
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_they_are_off_unless_switched_on(client: TestClient) -> None:
    assert client.get("/metrics").status_code == 404


def test_requests_are_counted_by_route_and_status(measured: TestClient) -> None:
    for slug in ("forest", "water", "nowhere", "forest"):
        measured.get(f"/v1/ecosystems/catalogue:{slug}")
    found = figures(measured.get("/metrics").text)
    name = "kumppani_request_seconds_count GET /v1/ecosystems/{ecosystem_id} "
    assert (found[name + "200"], found[name + "404"]) == (2, 1)
    assert found["kumppani_request_seconds_count GET unmatched 429"] == 1
    assert found["kumppani_requests_refused_total rate"] == 1
    assert found["kumppani_requests_in_flight"] == 1  # the one that asks
    assert found["kumppani_model_info bundle-0001"] == 1
    assert not any("nowhere" in key for key in found)


def test_swaps_are_counted(measured: TestClient) -> None:
    def refuse() -> FakeServing:
        raise BundleError("damaged")

    app = measured.app
    take(app.state, refuse)  # type: ignore[attr-defined]
    take(app.state, lambda: replace(FakeServing(), version="bundle-0002"))  # type: ignore[attr-defined]
    found = figures(measured.get("/metrics").text)
    assert (found["kumppani_swaps_total done"], found["kumppani_swaps_total refused"]) == (1, 1)
    assert (found["kumppani_model_info bundle-0001"], found["kumppani_model_info bundle-0002"]) == (0, 1)


@pytest.mark.slow
def test_workers_are_counted_together(trained: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUMPPANI_METRICS", "1")
    with serving(trained, "--workers", "2") as (_, port):

        def seen() -> Figures:
            return figures(got(port, "/metrics").decode())

        until(lambda: 2 in [value for name, value in seen().items() if name.startswith("kumppani_model_info")])
        before = seen().get("kumppani_request_seconds_count GET /health/live 200", 0)
        for _ in range(20):
            got(port, "/health/live")
        assert seen()["kumppani_request_seconds_count GET /health/live 200"] == before + 20
        assert re.search(r"# TYPE kumppani_request_seconds histogram", got(port, "/metrics").decode())
