"""Verdicts over HTTP: by those who may, once for each key, at once in force."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx2 import Response

from api.clock import now
from recommender.catalogue import Catalogue
from recommender.entities import OrganisationId
from recommender.store import companies
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.fakes import FakeServing
from tests.api.people import Headers, People, store_of

FOREST, WATER = "catalogue:forest", "catalogue:water"


class Desk:
    """A company, another one, and the people around the first."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.store = client, store_of(client)
        self.own, self.other = self.found("A Oy"), self.found("B Oy")
        self.people = People(self.store).everybody(self.own)

    def found(self, name: str) -> OrganisationId:
        profile = CompanyProfile(name, "FI")
        return self.store.write(lambda t: companies.create(t, profile=profile, author=UserId("usr-x"))).id

    def headers(self, role: Role | None = Role.ADVISOR, key: str | None = "k-1") -> Headers:
        return {**self.people[role], **({"Idempotency-Key": key} if key else {})}

    def give(self, *items: dict[str, Any], role: Role | None = Role.ADVISOR, key: str | None = "k-1") -> Response:
        told = [{"organisation_id": self.own, "ecosystem_id": FOREST, **item} for item in items]
        return self.client.post("/v1/verdicts", json={"items": told}, headers=self.headers(role, key))

    def read(self, what: str, role: Role | None = Role.ADVISOR, who: str | None = None) -> Response:
        return self.client.get(f"/v1/profiles/{who or self.own}/{what}", headers=self.headers(role, None))


@pytest.fixture
def desk(client: TestClient) -> Desk:
    return Desk(client)


def test_a_batch_is_kept_and_read_again_in_pages(desk: Desk) -> None:
    until = (now() + timedelta(days=30)).date().isoformat()
    decline = {"kind": "decline", "reason": "too_early", "ecosystem_id": WATER, "note": "Later."}
    answer = desk.give({"kind": "shortlist"}, decline, {"kind": "snooze", "until": until})
    assert answer.status_code == 201
    kept = answer.json()["items"]
    assert [(item["ecosystem_id"], item["kind"]) for item in kept] == [
        (FOREST, "shortlist"), (WATER, "decline"), (FOREST, "snooze"),
    ]  # fmt: skip
    first = desk.read("verdicts?limit=2").json()
    second = desk.read(f"verdicts?limit=2&cursor={first['next_cursor']}").json()
    shown = first["items"] + second["items"]
    assert [item["id"] for item in shown] == [item["id"] for item in kept]
    assert second["next_cursor"] is None
    assert (shown[1]["reason"], shown[1]["note"], shown[2]["until"]) == ("too_early", "Later.", until)


def test_the_shortlist_shows_what_is_held_on_to_until_it_is_undone(desk: Desk) -> None:
    [kept] = desk.give({"kind": "accept"}).json()["items"]
    [item] = desk.read("shortlist", Role.SME).json()["items"]
    assert (item["kind"], item["ecosystem"]["name"]) == ("accept", "Low-emission forest machines")
    assert desk.give({"kind": "undo", "undoes": kept["id"]}, key="k-2").status_code == 201
    assert desk.read("shortlist").json() == {"items": []}
    assert desk.give({"kind": "undo", "undoes": kept["id"]}, key="k-3").status_code == 409


def test_a_request_that_comes_again_is_done_once(desk: Desk) -> None:
    first, again = desk.give({"kind": "accept"}), desk.give({"kind": "accept"})
    assert first.json() == again.json()
    assert len(desk.read("verdicts").json()["items"]) == 1
    other = desk.give({"kind": "shortlist"})
    assert (other.status_code, "make a new key" in other.json()["detail"]) == (422, True)
    assert desk.give({"kind": "accept"}, role=Role.SME).json() != first.json(), "a key is its account's own"


def test_a_request_that_comes_again_is_answered_though_its_ecosystem_has_gone(desk: Desk) -> None:
    first = desk.give({"kind": "accept"})
    app = desk.client.app
    assert isinstance(app, FastAPI)
    app.state.serving = FakeServing(Catalogue(()))
    assert desk.give({"kind": "accept"}).json() == first.json()
    assert desk.give({"kind": "accept"}, key="k-late").status_code == 404


def test_the_company_itself_and_its_advisor_may_judge_and_nobody_else_sees_it(desk: Desk) -> None:
    statuses = {role: desk.give({"kind": "accept"}, role=role).status_code for role in (None, *Role)}
    assert statuses == {None: 401, "sme": 201, "advisor": 201, "flagship": 403, "scientist": 403, "admin": 201}
    foreign = {"kind": "accept", "organisation_id": desk.other}
    for role in (Role.SME, Role.ADVISOR):
        mixed = desk.give({"kind": "accept"}, foreign, role=role, key="k-2")
        absent = desk.give({**foreign, "organisation_id": "org-none"}, role=role, key="k-2")
        assert (mixed.status_code, mixed.json()["detail"]) == (404, absent.json()["detail"]), role
        for what in ("verdicts", "shortlist"):
            refused, none = (desk.read(what, role, who) for who in (desk.other, "org-none"))
            assert (refused.status_code, refused.json()["detail"]) == (404, none.json()["detail"])
    assert desk.read("verdicts", Role.ADMIN, "org-none").status_code == 404


@pytest.mark.parametrize(
    ("item", "told"),
    [
        ({"kind": "decline"}, "Verdict 1 of the batch: decline needs 'reason'"),
        ({"kind": "snooze", "until": "2020-01-01"}, "name a day after"),
        ({"kind": "snooze", "until": 20200101}, "Write a day as in 2026-03-01"),
        ({"kind": "snooze", "until": "2026-02-30"}, "until"),
        ({"kind": "adore"}, "kind"),
        ({"kind": "note", "note": "  "}, "note needs 'note'"),
        ({"kind": "note", "note": "x" * 2001}, "2000"),
        ({"kind": "accept", "colour": "red"}, "colour"),
        ({"kind": "note", "note": "a\0b"}, "U+0000"),
    ],
)
def test_what_cannot_be_kept_is_refused_without_echo(desk: Desk, item: dict[str, Any], told: str) -> None:
    answer = desk.give(item)
    assert answer.status_code == 422
    assert told in answer.text
    assert desk.read("verdicts").json()["items"] == []


def test_a_key_is_needed_and_a_batch_has_its_size(desk: Desk) -> None:
    keyless = desk.give({"kind": "accept"}, key=None)
    assert (keyless.status_code, "Send the header `Idempotency-Key`" in keyless.json()["detail"]) == (400, True)
    assert desk.give({"kind": "accept"}, key="k" * 201).status_code == 422
    assert desk.give().status_code == 422
    assert desk.give(*[{"kind": "accept"}] * 501).status_code == 422
    assert desk.give(*[{"kind": "accept"}] * 500).status_code == 201


def test_an_ecosystem_that_is_not_there_cannot_be_judged(desk: Desk) -> None:
    answer = desk.give({"kind": "accept", "ecosystem_id": "catalogue:none"})
    assert (answer.status_code, "catalogue:none" in answer.json()["detail"]) == (404, True)
