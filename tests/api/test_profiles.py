"""Companies over HTTP: who may make and see them, and that no change is lost."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from recommender.store.nouns import Role
from tests.api.people import People, keyed, store_of

SAID: dict[str, Any] = {
    "name": "Example Hydraulics Oy", "country": "gr", "region": "fi1d7", "size": "small", "sectors": ["28.12"],
    "text": "We build harvester heads.", "offers": ["prototypes"], "business_id": "1234567-1",
}  # fmt: skip
MERGE = {"content-type": "application/merge-patch+json"}
Signed = dict[str, str]


@pytest.fixture
def people(client: TestClient) -> People:
    return People(store_of(client))


@pytest.fixture
def advisor(people: People) -> Signed:
    return people.add("advisor", Role.ADVISOR)


def made(client: TestClient, who: Signed, **more: object) -> dict[str, Any]:
    answer = client.post("/v1/profiles", json=SAID | more, headers=keyed(who))
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json() | {"etag": answer.headers["etag"]}
    return found


def path(company: dict[str, Any], rest: str = "") -> str:
    return f"/v1/profiles/{company['id']}{rest}"


def test_what_is_made_is_found_where_the_answer_says(client: TestClient, advisor: Signed) -> None:
    answer = client.post("/v1/profiles", json=SAID, headers=keyed(advisor))
    shown = client.get(answer.headers["location"], headers=advisor)
    assert shown.json() == answer.json()
    assert shown.headers["etag"] == answer.headers["etag"]
    profile = shown.json()["profile"]
    assert (profile["country"], profile["region"], profile["needs"]) == ("EL", "FI1D7", [])
    assert shown.json()["version"] == 1


def test_what_is_known_is_not_sent_again(client: TestClient, advisor: Signed) -> None:
    company = made(client, advisor)
    for known in (company["etag"], f'W/{company["etag"]}, "x"', "*"):
        answer = client.get(path(company), headers=advisor | {"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == company["etag"]
    assert client.get(path(company), headers=advisor | {"if-none-match": '"x"'}).status_code == 200


def test_a_patch_changes_what_it_names_and_takes_away_what_is_null(client: TestClient, advisor: Signed) -> None:
    company = made(client, advisor)
    patch = {"text": "We build electric heads.", "region": None, "offers": None, "languages": ["fi"]}
    answer = client.patch(path(company), json=patch, headers=advisor | MERGE | {"if-match": company["etag"]})
    assert answer.status_code == 200
    profile = answer.json()["profile"]
    expected = company["profile"] | patch | {"offers": []}
    assert profile == expected
    assert answer.headers["etag"] != company["etag"]
    kept = client.get(path(company, "/versions"), headers=advisor).json()["items"]
    assert [(one["version"], one["profile"]) for one in kept] == [(1, company["profile"]), (2, expected)]


@pytest.mark.parametrize(
    ("condition", "status"),
    [({}, 428), ({"if-match": '"0.000"'}, 412), ({"if-match": "rubbish"}, 412), ({"if-match": "*"}, 200)],
)
def test_a_change_says_what_it_is_based_on(client: TestClient, advisor: Signed, condition: Signed, status: int) -> None:
    company = made(client, advisor)
    answer = client.patch(path(company), json={"text": "New."}, headers=advisor | MERGE | condition)
    assert answer.status_code == status
    shown = client.get(path(company), headers=advisor).json()
    assert shown["version"] == (2 if status == 200 else 1)


def test_of_two_who_read_the_same_one_is_told(client: TestClient, advisor: Signed) -> None:
    company = made(client, advisor)
    based = advisor | MERGE | {"if-match": company["etag"]}
    answers = [client.patch(path(company), json={"text": text}, headers=based).status_code for text in "ab"]
    weak = client.patch(path(company), json={}, headers=based | {"if-match": f"W/{company['etag']}"})
    assert (answers, weak.status_code) == ([200, 412], 412)


@pytest.mark.parametrize(
    ("patch", "pointer"),
    [
        ({"name": None}, "#/name"), ({"name": " "}, "#/name"), ({"size": "huge"}, "#/size"), ({"shoe": 1}, "#/shoe"),
        ({"country": "Finland"}, "#/country"), ({"text": "x" * 20_001}, "#/text"), ({"offers": "x"}, "#/offers"),
        ({"website": "javascript:alert(1)"}, "#/website"), ({"text": "a\0b"}, "#/text"),
        ({"languages": ["Finnish"]}, "#/languages/0"),
    ],
)  # fmt: skip
def test_what_no_profile_can_say(client: TestClient, advisor: Signed, patch: dict[str, object], pointer: str) -> None:
    company = made(client, advisor)
    answer = client.patch(path(company), json=patch, headers=advisor | MERGE | {"if-match": company["etag"]})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    new = client.post("/v1/profiles", json={"name": "B Oy"} | patch, headers=keyed(advisor))
    assert new.status_code == 422


def test_a_business_id_belongs_to_one_company(client: TestClient, advisor: Signed) -> None:
    made(client, advisor)
    answer = client.post("/v1/profiles", json=SAID, headers=keyed(advisor))
    assert (answer.status_code, "1234567" in answer.text) == (409, False)


def test_an_sme_makes_its_own_company_once(client: TestClient, people: People) -> None:
    mine, other = people.add("a", Role.SME), people.add("b", Role.SME)
    company = made(client, mine)
    again = client.post("/v1/profiles", json=SAID | {"business_id": ""}, headers=keyed(mine))
    assert again.status_code == 409
    assert client.get(path(company), headers=mine).status_code == 200
    assert client.get(path(company), headers=other).status_code == 404
    assert [one["id"] for one in client.get("/v1/profiles", headers=mine).json()["items"]] == [company["id"]]
    assert client.get("/v1/profiles", headers=other).json()["items"] == []


def test_an_advisor_looks_after_what_it_made_and_sees_nothing_else(
    client: TestClient, people: People, advisor: Signed
) -> None:
    company, other, admin = made(client, advisor), people.add("other", Role.ADVISOR), people.add("admin", Role.ADMIN)
    second = made(client, other, business_id="")
    for headers, seen in ((advisor, [company]), (other, [second]), (admin, [company, second])):
        items = client.get("/v1/profiles", headers=headers).json()["items"]
        assert [one["id"] for one in items] == [one["id"] for one in seen]


def test_a_past_in_the_workspace_is_named_by_those_who_may_ask_for_it(
    client: TestClient, people: People, advisor: Signed
) -> None:
    sme = people.add("sme", Role.SME)
    assert client.post("/v1/profiles", json=SAID | {"sme_id": "sme:known"}, headers=keyed(sme)).status_code == 403
    company = made(client, sme)
    headers = sme | MERGE | {"if-match": "*"}
    assert client.patch(path(company), json={"sme_id": "sme:known"}, headers=headers).status_code == 403
    assert client.patch(path(company), json={"text": "New."}, headers=headers).status_code == 200
    assert made(client, advisor, business_id="", sme_id="sme:known")["profile"]["sme_id"] == "sme:known"


def test_pages_of_companies_and_versions_follow_each_other(client: TestClient, advisor: Signed) -> None:
    names = [made(client, advisor, name=name, business_id="")["profile"]["name"] for name in "ABCDE"]
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        page = client.get("/v1/profiles", params={"limit": 2} | ({"cursor": cursor} if cursor else {}), headers=advisor)
        found += [one["profile"]["name"] for one in page.json()["items"]]
        cursor = page.json()["next_cursor"]
    assert found == names


def test_consent_objection_and_sole_trader_are_marks_that_change_the_tag(client: TestClient, people: People) -> None:
    admin = people.add("admin", Role.ADMIN)
    company = made(client, admin)
    tags = {company["etag"]}
    for rest, name in (("consent", "contact_consent"), ("objection", "objected"), ("sole-trader", "sole_trader")):
        answer = client.put(path(company, f"/{rest}"), json={name: True}, headers=admin)
        assert (answer.status_code, answer.json()[name], answer.json()["version"]) == (200, True, 1)
        tags.add(answer.headers["etag"])
    assert len(tags) == 4
    assert client.put(path(company, "/consent"), json={"contact_consent": "yes"}, headers=admin).status_code == 422


def test_an_advisor_takes_consent_back_and_objects_but_never_the_other_way(client: TestClient, advisor: Signed) -> None:
    company = made(client, advisor)
    for rest, name, loose in (("consent", "contact_consent", True), ("objection", "objected", False)):
        tightened = client.put(path(company, f"/{rest}"), json={name: not loose}, headers=advisor)
        assert (tightened.status_code, tightened.json()[name]) == (200, not loose)
        refused = client.put(path(company, f"/{rest}"), json={name: loose}, headers=advisor)
        assert refused.status_code == 403
        assert "Only the company itself" in refused.json()["detail"]


def test_a_company_consents_and_lifts_its_objection_by_its_own_account(client: TestClient, people: People) -> None:
    mine = people.add("mine", Role.SME)
    company = made(client, mine)
    for rest, name in (("consent", "contact_consent"), ("objection", "objected")):
        for holds in (True, False, True):
            said = client.put(path(company, f"/{rest}"), json={name: holds}, headers=mine)
            assert (said.status_code, said.json()[name]) == (200, holds)
    other = people.add("other", Role.SME)
    assert client.put(path(company, "/consent"), json={"contact_consent": False}, headers=other).status_code == 404


def test_quality_says_what_to_write_in_the_language_asked_for(client: TestClient, advisor: Signed) -> None:
    company = made(client, advisor)
    for language, word in (("en", "List what you seek"), ("fi", "Luettele"), ("sv", "Räkna upp")):
        told = client.get(path(company, "/quality"), params={"language": language}, headers=advisor).json()
        [needs] = [part for part in told["parts"] if part["part"] == "needs"]
        assert needs["state"] == "missing"
        assert word in needs["suggestion"]
        assert told["score"] == round(sum(part["points"] for part in told["parts"]))


def test_intents_are_added_listed_and_closed(client: TestClient, advisor: Signed, people: People) -> None:
    company, other = made(client, advisor), people.add("other", Role.ADVISOR)
    added = client.post(
        path(company, "/intents"), json={"kind": "seek", "text": "A test site."}, headers=keyed(advisor)
    )
    assert added.status_code == 201
    listed = client.get(path(company, "/intents"), headers=advisor).json()
    assert listed == {"items": [added.json()], "next_cursor": None}
    one = path(company, f"/intents/{added.json()['id']}")
    assert client.delete(one, headers=other).status_code == 404
    closed = client.delete(one, headers=advisor)
    assert (closed.status_code, closed.json()["closed_at"] is None) == (200, False)
    assert client.get(path(company, "/intents"), headers=advisor).json()["items"] == []
    for day in ("2000-01-01", 4_102_444_800, "2100-01-01T00:00:00"):
        bad = {"kind": "offer", "text": "x", "until": day}
        assert client.post(path(company, "/intents"), json=bad, headers=keyed(advisor)).status_code == 422, day
