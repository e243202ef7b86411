"""What decides the order is told to everybody, computed from the model that serves."""

from dataclasses import replace

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.api.fakes import FakeServing


def test_it_tells_the_weightiest_first_for_newcomers_and_for_known_companies(client: TestClient) -> None:
    told = client.get("/v1/disclosure").json()
    assert told["model"] == "bundle-0001"
    shown = [(p["name"], p["newcomer"], p["known"]) for p in told["parameters"]]
    assert shown == [("goals", 0.75, 0.0), ("home", 0.25, 1.0), ("base", 0.0, 0.0)]
    assert told["parameters"][0]["label"] == "What you write fits its goals and past projects"
    assert "Nobody can pay" in told["statements"][0]
    assert told["odds"].startswith("Odds: of companies")


@pytest.mark.parametrize(("language", "label"), [("fi", "Tekstisi vastaa"), ("sv", "Det ni skriver")])
def test_it_speaks_the_language_asked_for(client: TestClient, language: str, label: str) -> None:
    told = client.get("/v1/disclosure", params={"language": language}).json()
    assert told["parameters"][0]["label"].startswith(label)
    assert len(told["statements"]) == 5


def test_a_model_that_knows_nobody_says_so_and_another_model_is_computed_anew(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client.get("/v1/disclosure").json()["parameters"][0]["known"] is not None
    monkeypatch.setattr(FakeServing, "some_known", lambda _self, _k: [])
    assert client.get("/v1/disclosure").json()["parameters"][0]["known"] is not None
    assert isinstance(client.app, FastAPI)
    client.app.state.serving = replace(FakeServing(), version="bundle-0002")
    told = client.get("/v1/disclosure").json()
    assert (told["model"], told["parameters"][0]["known"]) == ("bundle-0002", None)
