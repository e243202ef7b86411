"""Interests over HTTP: counts and lines first, names when both agree."""

from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from recommender.entities import OrganisationId
from recommender.store import companies
from recommender.store.companies import Mark
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.people import FOREST, Headers, People, keyed, store_of

NAMES = ("Secret Oy", "secret.example", "our secret", "advisor")


class Talks:
    """A company that consents, its people and the contact of the forest."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.store = client, store_of(client)
        self.own = self.found("Secret Oy")
        self.people: dict[Role | None, Headers] = People(self.store).everybody(self.own)

    def found(self, name: str) -> OrganisationId:
        profile = CompanyProfile(name, "FI", website="https://secret.example")
        actor = UserId("usr-x")
        who = self.store.write(lambda t: companies.create(t, profile=profile, author=actor)).id
        self.store.write(lambda t: companies.mark(t, who, as_=Mark.CONTACT_CONSENT, holds=True, actor=actor))
        return who

    def express(self, role: Role | None = Role.ADVISOR, **more: str) -> Response:
        asked = {"organisation_id": self.own, "ecosystem_id": FOREST, "message": "our secret"} | more
        return self.client.post("/v1/interests", json=asked, headers=keyed(self.people[role]))

    def lines(self, role: Role | None = Role.FLAGSHIP, which: str = FOREST, query: str = "") -> Response:
        return self.client.get(f"/v1/ecosystems/{which}/interests{query}", headers=self.people[role])

    def answer(self, interest_id: str, *, agrees: bool = True, role: Role | None = Role.FLAGSHIP) -> Response:
        path = f"/v1/interests/{interest_id}/answer"
        return self.client.post(path, json={"agrees": agrees}, headers=self.people[role])

    def withdraw(self, interest_id: str, role: Role | None = Role.SME) -> Response:
        return self.client.post(f"/v1/interests/{interest_id}/withdrawal", headers=self.people[role])

    def mine(self, role: Role | None = Role.SME) -> list[dict[str, Any]]:
        found = self.client.get(f"/v1/profiles/{self.own}/interests", headers=self.people[role])
        items: list[dict[str, Any]] = found.json()["items"]
        return items


def said(refusal: Response, about: dict[str, Any] | None = None) -> str:
    """The refusal, with the id that was asked for made the same."""
    detail: str = refusal.json()["detail"]
    return detail.replace(about["id"], "int-none") if about else detail


@pytest.fixture
def talks(client: TestClient) -> Talks:
    return Talks(client)


def test_names_are_told_to_both_sides_once_both_agree(talks: Talks) -> None:
    asked = talks.express()
    assert (asked.status_code, asked.json()["state"], asked.json()["contact"]) == (201, "open", None)
    seen = talks.lines()
    [line] = seen.json()["items"]
    assert set(line) == {"id", "day", "country", "size", "state", "introduction"}
    assert (seen.json()["open"], line["introduction"]) == (1, None)
    assert not [name for name in (*NAMES, talks.own) if name in seen.text]
    told = talks.answer(line["id"]).json()["introduction"]
    assert (told["company"], told["message"], told["contact"]["login"]) == ("Secret Oy", "our secret", "advisor")
    [mine] = talks.mine()
    assert (mine["state"], mine["contact"]["login"]) == ("agreed", "flagship")
    assert talks.lines().json()["items"][0]["introduction"] == told


def test_a_declined_interest_tells_nothing_and_cannot_be_asked_again(talks: Talks) -> None:
    asked = talks.express().json()
    answer = talks.answer(asked["id"], agrees=False)
    assert (answer.status_code, answer.json()["introduction"]) == (200, None)
    assert [(item["state"], item["contact"]) for item in talks.mine()] == [("declined", None)]
    assert talks.express().status_code == 409
    assert talks.answer(asked["id"]).status_code == 409


def test_a_declined_company_is_ranked_no_more_but_its_line_stays_for_the_contact(talks: Talks) -> None:
    talks.found("Other Oy")

    def ranked(role: Role) -> list[dict[str, Any]]:
        found = talks.client.get(f"/v1/ecosystems/{FOREST}/companies", headers=talks.people[role])
        items: list[dict[str, Any]] = found.json()["items"]
        return items

    assert (len(ranked(Role.ADMIN)), len(ranked(Role.FLAGSHIP))) == (2, 2)
    talks.answer(talks.express().json()["id"], agrees=False)
    assert [item["company"]["name"] for item in ranked(Role.ADMIN)] == ["Other Oy"]
    assert [item["company"] for item in ranked(Role.FLAGSHIP)] == [None, None]


def test_what_is_withdrawn_is_gone_from_the_other_side(talks: Talks) -> None:
    asked = talks.express().json()
    talks.answer(asked["id"])
    assert talks.withdraw(asked["id"]).json()["state"] == "withdrawn"
    assert talks.lines().json() == {"open": 0, "agreed": 0, "declined": 0, "items": [], "next_cursor": None}
    assert talks.mine()[0]["contact"] is None
    assert talks.answer(asked["id"]).status_code == 404


def test_who_may_not_see_an_interest_is_told_what_is_told_of_none(talks: Talks) -> None:
    other = talks.found("Other Oy")
    theirs = talks.express(Role.ADMIN, organisation_id=other).json()
    water = talks.express(Role.ADMIN, ecosystem_id="catalogue:water").json()
    for role in (Role.SME, Role.ADVISOR):
        assert talks.express(role, organisation_id=other).status_code == 404
        refused, absent = talks.withdraw(theirs["id"], role), talks.withdraw("int-none", role)
        assert (refused.status_code, said(refused, theirs)) == (404, said(absent))
    refused, absent = talks.answer(water["id"]), talks.answer("int-none")
    assert (refused.status_code, said(refused, water)) == (404, said(absent))
    assert talks.lines(which="catalogue:water").status_code == 404
    assert talks.lines(Role.ADMIN, "catalogue:water").json()["open"] == 1
    assert talks.answer(water["id"], role=Role.ADMIN).json()["state"] == "agreed"


def test_without_consent_nothing_is_asked(talks: Talks) -> None:
    talks.store.write(lambda t: companies.mark(
        t, talks.own, as_=Mark.CONTACT_CONSENT, holds=False, actor=UserId("usr-x")
    ))  # fmt: skip
    answer = talks.express()
    assert (answer.status_code, "consent" in answer.json()["detail"]) == (409, True)
    assert talks.express(ecosystem_id="catalogue:none").status_code == 404
    assert talks.express(message="x" * 2001).status_code == 422


def test_lines_come_page_by_page(talks: Talks) -> None:
    for number in range(3):
        assert talks.express(Role.ADMIN, organisation_id=talks.found(f"Oy {number}")).status_code == 201
    first = talks.lines(query="?limit=2").json()
    second = talks.lines(query=f"?limit=2&cursor={first['next_cursor']}").json()
    found = [item["id"] for item in first["items"] + second["items"]]
    assert (len(found), found, second["next_cursor"]) == (3, sorted(found), None)
    for bad in ("x", "YWZ0ZXI6eA"):
        assert talks.lines(query=f"?cursor={bad}").status_code == 422
