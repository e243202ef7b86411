"""Search over HTTP: words with their typos, meaning, filters, and who finds companies."""

from functools import partial
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import create_app
from api.settings import Settings
from recommender.entities import OrganisationId
from recommender.store import companies
from recommender.store.companies import Mark
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.people import People, store_of
from tests.worlds import Fitted

AUTHOR = UserId("usr-x")


def find(client: TestClient, q: str, headers: dict[str, str] | None = None, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - any field
    answer = client.get("/v1/search", params={"q": q, **more}, headers=headers or {})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def ids(found: dict[str, Any]) -> list[str]:
    return [item["id"] for item in found["items"]]


@pytest.mark.parametrize("q", ["forest machines", "FOREST", "forset machnies", "harvestr", "electrif", "Harvester Oyj"])
def test_words_are_found_with_their_typos(client: TestClient, q: str) -> None:
    assert ids(find(client, q))[0] == "catalogue:forest"


def test_a_word_of_the_name_counts_more_and_a_right_one_most(client: TestClient) -> None:
    scores = [find(client, q)["items"][0]["words"] for q in ("machines", "machin", "machinse", "electric")]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == 4


def test_meaning_finds_what_shares_no_word(client: TestClient) -> None:
    [found] = find(client, "timber logistics")["items"]
    assert (found["id"], found["words"], found["meaning"]) == ("catalogue:forest", 0, 0.5)


@pytest.mark.parametrize("q", ["???", "zzzzqqqq", "—", "🌲", "'; DROP --", "%", "q"])
def test_garbage_finds_nothing(client: TestClient, q: str) -> None:
    assert find(client, q)["items"] == []


@pytest.mark.parametrize("q", ["", "  ", "a\0b", "x" * 201])
def test_what_is_no_query_is_refused(client: TestClient, q: str) -> None:
    assert client.get("/v1/search", params={"q": q}).status_code == 422


def test_filters_and_limit_hold(client: TestClient) -> None:
    assert ids(find(client, "water forest", scopes="international")) == ["catalogue:water"]
    both = find(client, "water forest", limit=1)
    assert (len(both["items"]), both["total"]) == (1, 2)
    assert client.get("/v1/search", params={"q": "water", "colour": "red"}).status_code == 422


def test_companies_are_found_by_who_may_see_them(client: TestClient) -> None:
    people, store = People(store_of(client)), store_of(client)
    made: list[OrganisationId] = []
    for name in ("Forest Saw Oy", "Forest Plane Oy"):
        profile = CompanyProfile(name, "FI", "FI1D7", text="We cut spruce.")
        made.append(store.write(partial(companies.create, profile=profile, author=AUTHOR)).id)
    saw, plane = made
    mine, admin = people.add("sme", Role.SME, organisation_id=saw), people.add("admin", Role.ADMIN)
    assert sorted(ids(find(client, "spruce", admin))) == sorted(made)
    assert ids(find(client, "sprcue", mine)) == [saw]
    assert ids(find(client, "spruce")) == ids(find(client, "spruce", people.add("a", Role.SCIENTIST))) == []
    assert ids(find(client, "spruce", admin, regions="FI1B")) == []
    assert ids(find(client, "spruce", admin, themes="forestry")) == []
    objects = partial(companies.mark, organisation_id=plane, as_=Mark.OBJECTED, holds=True, actor=AUTHOR)
    store.write(objects)
    assert ids(find(client, "spruce", admin)) == [saw]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_any_query_is_answered_alike_each_time(client: TestClient, q: str) -> None:
    answers = [client.get("/v1/search", params={"q": q}) for _ in range(2)]
    assert answers[0].status_code in {200, 422}
    assert answers[0].json().get("items") == answers[1].json().get("items")
    scores = [item["score"] for item in answers[0].json().get("items", ())]
    assert scores == sorted(scores, reverse=True)


def test_a_fitted_model_finds_by_meaning(small: Fitted, settings: Settings) -> None:
    meant = small.recommender.meant("hydrogen battery")
    assert meant.shape == (len(small.recommender.catalogue),)
    assert not small.recommender.meant("").any()
    with TestClient(create_app(lambda: small.recommender, settings)) as client:
        best = find(client, "hydrogen")["items"]
        assert best
        assert max(item["meaning"] for item in best) == pytest.approx(
            small.recommender.meant("hydrogen").max(), abs=1e-6
        )
