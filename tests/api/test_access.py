"""Who may do what: every route, with every role, on what is one's own and on what is another's."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient

from api.access import PERMISSIONS, ROLES, Action, Reach, Requires
from api.app import create_app
from api.settings import Settings
from recommender.entities import OrganisationId
from recommender.store.nouns import Role
from tests.api.fakes import FakeServing
from tests.api.people import People, store_of
from tests.recommender.store.rows import company

APP = create_app(FakeServing, Settings())
OPEN = {"/health/live", "/health/ready", "/version"}
"""Routes for machines, which need no action."""
ADMITTED = {*range(200, 300), 400, 404, 409, 412, 415, 422, 428}
"""What a caller is answered who may: the requests of these tests say nothing."""
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@dataclass(frozen=True)
class Route:
    """A route with the action that it names."""

    method: str
    path: str
    action: Action

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def actions(dependant: Dependant) -> Iterator[Action]:
    for needed in dependant.dependencies:
        if isinstance(needed.call, Requires):
            yield needed.call.action
        yield from actions(needed)


def routes(app: FastAPI) -> Iterator[tuple[str, str, set[Action]]]:
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.path not in OPEN:
            for method in METHODS & (route.methods or set()):
                yield method, route.path or "", set(actions(route.dependant))


ROUTES = [Route(method, path, action) for method, path, found in sorted(routes(APP)) for action in found]


def test_every_route_names_exactly_one_action() -> None:
    assert {f"{method} {path}": found for method, path, found in routes(APP) if len(found) != 1} == {}
    assert len(ROUTES) > 10


def test_the_description_says_which_routes_take_no_token() -> None:
    paths = APP.openapi()["paths"]
    for route in ROUTES:
        if described := paths.get(route.path, {}).get(route.method.lower()):
            assert ({} in described["security"]) == (PERMISSIONS[route.action][None] is Reach.ALL), route


def test_every_action_says_how_far_each_role_may_go() -> None:
    assert set(PERMISSIONS) == set(Action)
    assert set(ROLES) == {None, *Role}
    for reaches in PERMISSIONS.values():
        assert reaches[None] in {Reach.NONE, Reach.ALL}, "nothing is a stranger's own"


@pytest.fixture
def others(client: TestClient) -> tuple[TestClient, dict[Role | None, dict[str, str]]]:
    """Everybody, and a company and an ecosystem that are nobody's own."""
    store = store_of(client)
    own = OrganisationId("org-own")
    for one in (own, OrganisationId("org-other")):
        company(store, one)
    return client, People(store).everybody(own)


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_no_role_gets_past_the_table(
    route: Route, others: tuple[TestClient, dict[Role | None, dict[str, str]]]
) -> None:
    client, headers = others
    for role in ROLES:
        answer = ask(client, route, "org-other", headers[role])
        reach = PERMISSIONS[route.action][role]
        if reach is Reach.NONE:
            assert answer == (401 if role is None else 403), role
        elif reach is Reach.OWN and "{organisation_id}" in route.path:
            assert answer == 404, f"{role} sees the company of another"
        else:
            assert answer in ADMITTED, role


@pytest.mark.parametrize("route", [r for r in ROUTES if "{organisation_id}" in r.path], ids=str)
def test_what_is_ones_own_is_found(route: Route, others: tuple[TestClient, dict[Role | None, dict[str, str]]]) -> None:
    client, headers = others
    for role in (Role.SME, Role.ADVISOR):
        if PERMISSIONS[route.action][role] is Reach.OWN:
            mine, absent = (ask(client, route, which, headers[role]) for which in ("org-own", "org-none"))
            assert absent == 404
            assert mine not in {401, 403}
            assert mine < 500


def ask(client: TestClient, route: Route, organisation_id: str, headers: dict[str, str]) -> int:
    """Ask with a body that says nothing; what counts is who is let through."""
    ids = {"organisation_id": organisation_id, "ecosystem_id": "catalogue:water"}
    path = re.sub(r"\{(\w+)\}", lambda found: ids.get(found.group(1), "none"), route.path)
    body: dict[str, str] | None = {} if route.method in {"POST", "PUT", "PATCH"} else None
    return client.request(route.method, path, headers=headers, json=body).status_code


BAD = {
    "no scheme": "kumppani_x",
    "another scheme": "Basic YTpi",
    "no token": "Bearer",
    "unknown token": "Bearer kumppani_unknown",
    "empty": "",
    "quotes": "Bearer ' OR 1=1 --",
}


@pytest.mark.parametrize("header", BAD)
def test_a_token_that_is_no_good_is_told_even_where_none_is_needed(client: TestClient, header: str) -> None:
    for path in ("/v1/ecosystems", "/v1/me"):
        answer = client.get(path, headers={"Authorization": BAD[header]})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"] == "Bearer"
        assert answer.headers["content-type"] == "application/problem+json"
        assert "kumppani_" not in answer.text
