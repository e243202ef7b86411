"""Signing in, keys, and what an admin does, over HTTP."""

from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from api.passwords import hash_password, is_right
from recommender.errors import QueryError
from recommender.store.nouns import Role
from tests.api.people import FOREST, People, store_of
from tests.recommender.store.rows import ORG, company

PASSWORD = "four small boats sail at dawn"
NEW = {"login": "aino@example.org", "role": "advisor", "name": "Aino", "password": PASSWORD}


@pytest.fixture
def people(client: TestClient) -> People:
    return People(store_of(client))


@pytest.fixture
def admin(people: People) -> dict[str, str]:
    return people.add("admin", Role.ADMIN)


def signed_in(client: TestClient, password: str = PASSWORD, login: str = NEW["login"]) -> dict[str, str]:
    answer = client.post("/v1/sessions", json={"login": login, "password": password})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['token']}"}


def test_an_admin_makes_an_account_that_signs_in_and_out(client: TestClient, admin: dict[str, str]) -> None:
    made = client.post("/v1/accounts", json=NEW, headers=admin)
    assert made.status_code == 201
    headers = signed_in(client)
    assert client.get("/v1/me", headers=headers).json() == made.json()
    assert client.delete("/v1/sessions/current", headers=headers).status_code == 204
    assert client.get("/v1/me", headers=headers).status_code == 401


def test_a_wrong_password_an_unknown_login_and_a_closed_account_look_alike(
    client: TestClient, admin: dict[str, str]
) -> None:
    account = client.post("/v1/accounts", json=NEW, headers=admin).json()["id"]
    keyed = client.post("/v1/accounts", json={"login": "robot", "role": "scientist"}, headers=admin)
    assert keyed.status_code == 201
    tries = [
        {"login": NEW["login"], "password": "another sentence altogether"},
        {"login": "nobody", "password": PASSWORD},
        {"login": "robot", "password": PASSWORD},
    ]
    client.patch(f"/v1/accounts/{account}", json={"disabled": True}, headers=admin)
    answers = [
        client.post("/v1/sessions", json=given) for given in [*tries, {"login": NEW["login"], "password": PASSWORD}]
    ]
    assert {answer.status_code for answer in answers} == {401}
    told = [{**answer.json(), "request_id": None} for answer in answers]
    assert told == [told[0]] * 4


@pytest.mark.parametrize("other", [str.strip, str.lstrip, str.rstrip, str.lower, str.upper])
def test_a_password_counts_as_it_was_sent(
    client: TestClient, admin: dict[str, str], other: Callable[[str], str]
) -> None:
    said = "  Four small Boats sail at Dawn "
    client.post("/v1/accounts", json={**NEW, "password": said}, headers=admin)
    signed_in(client, said)
    answer = client.post("/v1/sessions", json={"login": NEW["login"], "password": other(said)})
    assert answer.status_code == 401


def test_closing_an_account_ends_its_tokens_at_once(client: TestClient, admin: dict[str, str]) -> None:
    account = client.post("/v1/accounts", json=NEW, headers=admin).json()["id"]
    headers = signed_in(client)
    assert client.patch(f"/v1/accounts/{account}", json={"disabled": True}, headers=admin).json()["disabled"]
    assert client.get("/v1/me", headers=headers).status_code == 401


def test_a_new_password_needs_the_old_one_and_ends_sign_ins(client: TestClient, admin: dict[str, str]) -> None:
    client.post("/v1/accounts", json=NEW, headers=admin)
    headers, other = signed_in(client), signed_in(client)
    change = {"old": PASSWORD, "new": "the lake freezes in late November"}
    assert client.put("/v1/me/password", json={**change, "old": "wrong"}, headers=headers).status_code == 401
    assert client.get("/v1/me", headers=other).status_code == 200
    assert client.put("/v1/me/password", json={**change, "new": "short"}, headers=headers).status_code == 422
    assert client.put("/v1/me/password", json=change, headers=headers).status_code == 204
    assert client.get("/v1/me", headers=other).status_code == 401
    signed_in(client, change["new"])


def test_keys_are_made_told_once_and_revoked(client: TestClient, admin: dict[str, str]) -> None:
    made = client.post("/v1/me/keys", json={"label": "export", "days": 30}, headers=admin).json()
    headers = {"Authorization": f"Bearer {made['token']}"}
    assert client.get("/v1/me", headers=headers).json()["login"] == "admin"
    listed = client.get("/v1/me/keys", headers=admin)
    assert made["key"] in listed.json()["items"]
    assert made["token"] not in listed.text
    assert client.delete(f"/v1/me/keys/{made['key']['id']}", headers=admin).status_code == 204
    assert client.get("/v1/me", headers=headers).status_code == 401
    assert client.delete("/v1/me/keys/tok-none", headers=admin).status_code == 404


FAULTS = {
    "taken": ({**NEW, "login": "ADMIN"}, 409, "login already"),
    "short": ({**NEW, "password": "too short"}, 422, "12 to 256"),
    "dull": ({**NEW, "password": "aaaaaaaaaaaaaaaa"}, 422, "repeats few"),
    "role": ({**NEW, "role": "god"}, 422, "#/role"),
    "no ecosystem": ({**NEW, "role": "flagship"}, 422, "names its ecosystem"),
    "unknown ecosystem": ({**NEW, "role": "flagship", "ecosystem_id": "catalogue:none"}, 404, "catalogue:none"),
    "unknown company": ({**NEW, "role": "sme", "organisation_id": "org-none"}, 404, "no company"),
    "company of an advisor": ({**NEW, "organisation_id": "org-a"}, 422, "Only an SME's"),
    "extra": ({**NEW, "admin": True}, 422, "#/admin"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_an_account_that_cannot_be_made_says_why(client: TestClient, admin: dict[str, str], fault: str) -> None:
    given, status, message = FAULTS[fault]
    answer = client.post("/v1/accounts", json=given, headers=admin)
    assert (answer.status_code, message in answer.json()["detail"]) == (status, True), answer.text
    assert PASSWORD not in answer.text


def test_accounts_and_the_log_come_in_pages(client: TestClient, people: People, admin: dict[str, str]) -> None:
    for number in range(4):
        people.add(f"sme{number}", Role.SME)
    for path in ("/v1/accounts", "/v1/audit"):
        seen, cursor = [], ""
        while cursor is not None:
            page = client.get(f"{path}?limit=2{cursor and '&cursor=' + cursor}", headers=admin).json()
            seen += page["items"]
            cursor = page["next_cursor"]
        whole = client.get(f"{path}?limit=100", headers=admin).json()
        assert whole == {"items": seen, "next_cursor": None}
        assert len(seen) >= 5
        assert client.get(f"{path}?cursor=bm8", headers=admin).status_code == 422
    assert client.get("/v1/audit/proof", headers=admin).json() == {"sound": True, "lines": len(seen), "fault": None}


def test_a_company_is_seen_from_the_moment_it_is_assigned(
    client: TestClient, people: People, admin: dict[str, str]
) -> None:
    company(people.store)
    people.add("advisor", Role.ADVISOR)
    advisor = people.users["advisor"].id
    path = f"/v1/profiles/{ORG}/advisors"
    assert client.get(path, headers=admin).json() == {"items": []}
    assert client.put(f"{path}/{advisor}", headers=admin).status_code == 204
    assert client.get(path, headers=admin).json() == {"items": [advisor]}
    assert client.delete(f"{path}/{advisor}", headers=admin).status_code == 204
    assert client.get(path, headers=admin).json() == {"items": []}
    assert client.put(f"{path}/{people.users['admin'].id}", headers=admin).status_code == 422
    assert client.put(f"/v1/profiles/org-none/advisors/{advisor}", headers=admin).status_code == 404


def test_a_flagship_contact_has_the_ecosystem_of_the_catalogue(client: TestClient, admin: dict[str, str]) -> None:
    made = client.post("/v1/accounts", json={**NEW, "role": "flagship", "ecosystem_id": FOREST}, headers=admin)
    assert made.json()["ecosystem_id"] == FOREST


def test_passwords_are_salted_and_wrong_ones_are_wrong() -> None:
    first, second = hash_password(PASSWORD), hash_password(PASSWORD)
    assert first != second
    assert first.startswith("$argon2id$")
    assert is_right(PASSWORD, first)
    assert not is_right(PASSWORD + " ", first)
    assert not is_right(PASSWORD, None)
    with pytest.raises(QueryError):
        hash_password("x" * 300)
