import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from api.paging import read_cursor, write_cursor
from recommender.errors import QueryError

IDS = ["catalogue:forest", "catalogue:health", "catalogue:script", "catalogue:water"]


def test_pages_follow_each_other_and_hold_every_ecosystem_once(client: TestClient) -> None:
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/v1/ecosystems", params={"limit": 3} | ({"cursor": cursor} if cursor else {})).json()
        assert page["total"] == 4
        assert page["model"] == "bundle-0001"
        seen += [item["id"] for item in page["items"]]
        cursor = page["next_cursor"]
    assert seen == IDS


def test_a_page_that_holds_all_has_no_next(client: TestClient) -> None:
    assert client.get("/v1/ecosystems", params={"limit": 4}).json()["next_cursor"] is None


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("scopes=national&scopes=regional", ["forest", "health", "script"]),
        ("countries=SE", ["script"]),
        ("regions=FI1", ["forest", "health"]),
        ("themes=water", ["water"]),
        ("sdgs=13&sdgs=6", ["forest", "water"]),
        ("sdgs=17", []),
    ],
)
def test_filters_are_query_parameters(client: TestClient, asked: str, found: list[str]) -> None:
    page = client.get(f"/v1/ecosystems?{asked}").json()
    assert [item["id"].removeprefix("catalogue:") for item in page["items"]] == found
    assert page["total"] == len(found)


def test_one_ecosystem_shows_all_that_is_known(client: TestClient) -> None:
    response = client.get("/v1/ecosystems/catalogue:water")
    assert response.headers["x-model-version"] == "bundle-0001"
    shown = response.json()["ecosystem"]
    assert shown["goals"] == {"en": ["Water quality measured in real time, in mills and towns."]}
    assert shown["names"] == {"en": "Clean water in real time"}
    assert shown["origin"] == "catalogue"
    assert shown["members"] == []


def test_an_unknown_id_is_not_found(client: TestClient) -> None:
    response = client.get("/v1/ecosystems/catalogue:nowhere")
    assert response.status_code == 404
    assert response.json()["detail"] == "No ecosystem has the id 'catalogue:nowhere'."
    assert response.headers["x-model-version"] == "bundle-0001"


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_cursor_holds_any_id(ecosystem_id: str) -> None:
    assert read_cursor(write_cursor(ecosystem_id)) == ecosystem_id


@given(st.text())
def test_what_is_no_cursor_is_refused_or_harmless(cursor: str) -> None:
    try:
        after = read_cursor(cursor)
    except QueryError:
        return
    assert isinstance(after, str)
