import pytest
from fastapi.testclient import TestClient

from api import answering
from api.labels import DEMAND, EVERY, EVERY_NEW, FEWER, NEWCOMER, NOTHING, reason_label
from api.schemas.recommendations import RecommendationRequest
from tests.api.fakes import KNOWN_SME, FakeServing
from tests.worlds import Fitted

TEXT = "We build electric harvesters for the forest. Partners wanted."


def test_a_newcomer_gets_a_ranking_with_reasons_evidence_and_a_note(client: TestClient) -> None:
    response = client.post("/v1/recommendations", json={"text": TEXT, "country": "FI", "k": 2})
    assert response.status_code == 200
    answer = response.json()
    assert answer["model"] == response.headers["x-model-version"] == "bundle-0001"
    assert [item["rank"] for item in answer["items"]] == [1, 2]
    first = answer["items"][0]
    assert first["ecosystem"] == {
        "id": "catalogue:forest",
        "name": "Low-emission forest machines",
        "flagship": {"id": "flagship:forest", "name": "Harvester Oyj"},
        "scope": "national",
        "country": "FI",
        "region": "FI1D",
        "themes": ["forestry", "electrification"],
        "sdgs": [9, 13],
        "source": "https://forest.example/",
        "verified": True,
        "origin": "catalogue",
    }
    assert sum(reason["value"] for reason in first["reasons"]) == pytest.approx(first["score"])
    assert first["reasons"][0]["label"] == "What you write fits its goals and past projects"
    assert first["evidence"][0]["ours"] == "We build electric harvesters for the forest."
    assert 0 <= first["odds"] <= 1
    assert answer["notes"] == [NEWCOMER["en"]]


def test_a_known_company_is_asked_by_id_and_sees_nothing_it_knows(advisor: TestClient, fake: FakeServing) -> None:
    answer = advisor.post("/v1/recommendations", json={"sme_id": KNOWN_SME, "k": 3}).json()
    assert answer["notes"] == []
    assert "catalogue:forest" not in {item["ecosystem"]["id"] for item in answer["items"]}
    assert fake.asked[-1].sme_id == KNOWN_SME


def test_known_ecosystems_show_when_asked_for(advisor: TestClient) -> None:
    asked = {"sme_id": KNOWN_SME, "include_known": True}
    answer = advisor.post("/v1/recommendations", json=asked).json()
    assert "catalogue:forest" in {item["ecosystem"]["id"] for item in answer["items"]}


def test_the_other_side_has_a_say_when_asked_for(client: TestClient, fake: FakeServing) -> None:
    for asked in (True, False):
        client.post("/v1/recommendations", json={"text": TEXT, "two_sided": asked})
        assert fake.two_sided is asked


def test_an_unknown_company_without_text_is_not_found(advisor: TestClient) -> None:
    response = advisor.post("/v1/recommendations", json={"sme_id": "sme:nobody", "country": "FI"})
    assert response.status_code == 404
    assert "sme:nobody" in response.json()["detail"]


def test_an_unknown_company_with_text_is_a_newcomer(advisor: TestClient, fake: FakeServing) -> None:
    response = advisor.post("/v1/recommendations", json={"sme_id": "sme:nobody", "text": TEXT, "k": 1})
    assert response.json()["notes"] == [NEWCOMER["en"]]
    assert fake.asked[-1].sme_id is None


def test_a_country_alone_is_enough_and_its_ranking_is_by_demand(client: TestClient) -> None:
    response = client.post("/v1/recommendations", json={"country": "SE", "k": 1})
    assert response.status_code == 200
    assert response.json()["notes"] == [DEMAND["en"]]


@pytest.mark.parametrize(
    ("asked", "notes"),
    [
        ({"k": 3}, []),
        ({"k": 4}, [EVERY_NEW]),
        ({"k": 4, "include_known": True}, []),
        ({"k": 5, "include_known": True}, [EVERY]),
        ({"filters": {"countries": ["FI"]}}, [FEWER]),
        ({"filters": {"countries": ["FI"]}, "k": 2}, []),
        ({"filters": {"sdgs": [1]}}, [NOTHING]),
    ],
)
@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_a_short_ranking_says_why(
    asked: dict[str, object], notes: list[dict[str, str]], language: str, advisor: TestClient
) -> None:
    answer = advisor.post("/v1/recommendations", json={"sme_id": KNOWN_SME, "language": language, **asked}).json()
    assert answer["notes"] == [note[language] for note in notes]


def test_a_company_with_a_profile_and_no_past_is_no_newcomer(small: Fitted) -> None:
    world = small.recommender.world
    owner = next(owner for owner in world.profile_ids if world.history.row(owner) is None)
    notes = answering.answer(small.recommender, RecommendationRequest(sme_id=owner, k=1)).notes
    assert notes == []


@pytest.mark.parametrize(("country", "code"), [("gr", "EL"), ("GB", "UK"), ("fi", "FI"), (" EL\n", "EL")])
def test_a_country_may_be_written_otherwise(country: str, code: str, client: TestClient, fake: FakeServing) -> None:
    assert client.post("/v1/recommendations", json={"country": country}).status_code == 200
    assert fake.asked[-1].country == code


@pytest.mark.parametrize(
    ("asked", "pointer", "advice"),
    [
        ({"country": "Finland"}, "#/country", "'Finland' is not a country code; write FI"),
        ({"country": "ZZ"}, "#/country", "'ZZ' is not a country code; write two letters, such as FI"),
        ({"text": TEXT, "filters": {"countries": ["FI", "Suomi"]}}, "#/filters/countries/1", "write FI"),
        ({"text": TEXT, "filters": {"regions": ["Savo"]}}, "#/filters/regions/0", "such as FI1D or FI1D2"),
    ],
)
def test_what_is_no_code_is_refused_with_advice(
    asked: dict[str, object], pointer: str, advice: str, client: TestClient
) -> None:
    response = client.post("/v1/recommendations", json=asked)
    problem = response.json()
    assert (response.status_code, response.headers["content-type"]) == (422, "application/problem+json")
    assert problem["errors"][0]["pointer"] == pointer
    assert advice in problem["errors"][0]["detail"]
    assert not problem["detail"].endswith("..")


def test_filters_are_passed_on_and_a_short_ranking_says_so(client: TestClient) -> None:
    filters = {"scopes": ["regional", "national"], "countries": ["FI"], "regions": ["FI1"], "sdgs": [3, 9]}
    answer = client.post("/v1/recommendations", json={"text": TEXT, "filters": filters}).json()
    assert [item["ecosystem"]["id"] for item in answer["items"]] == ["catalogue:forest", "catalogue:health"]
    assert FEWER["en"] in answer["notes"]


def test_no_explanations_unless_wanted(client: TestClient) -> None:
    answer = client.post("/v1/recommendations", json={"text": TEXT, "explain": False}).json()
    assert all(item["reasons"] == item["evidence"] == [] for item in answer["items"])


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_labels_and_notes_speak_the_language_asked_for(client: TestClient, language: str) -> None:
    answer = client.post("/v1/recommendations", json={"text": TEXT, "language": language, "k": 1}).json()
    spoken = {"en": "What you write", "fi": "Tekstisi", "sv": "Det ni skriver"}[language]
    assert answer["items"][0]["reasons"][0]["label"].startswith(spoken)
    assert answer["notes"][0].startswith({"en": "Newcomer", "fi": "Uusi", "sv": "Ny"}[language])


def test_a_reason_without_a_label_shows_its_name() -> None:
    assert reason_label("past_projects", "en") == "Past projects"


def test_text_may_hold_line_ends_and_any_script(client: TestClient) -> None:
    text = "Metsäkoneita 🌲\n\tja 水 — “kaikkea”\r\n"
    assert client.post("/v1/recommendations", json={"text": text}).status_code == 200
