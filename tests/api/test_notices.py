"""Notices over HTTP: who records them, who is waited for, what may be taken away; and what an objection does."""

from functools import partial

import pytest
from fastapi.testclient import TestClient

from recommender.entities import OrganisationId
from recommender.store import assignments
from recommender.store.nouns import Role
from tests.api.people import FOREST, Headers, People, keyed, store_of

GIVEN = {"channel": "letter", "version": "2026-01"}
DUE = "/v1/notices/due"


@pytest.fixture
def people(client: TestClient) -> People:
    return People(store_of(client))


@pytest.fixture
def advisor(people: People) -> Headers:
    return people.add("advisor", Role.ADVISOR)


def made(client: TestClient, who: Headers, name: str = "Tmi Aino", *, sole_trader: bool = True) -> str:
    said = {"name": name, "country": "FI", "text": "We mend saws.", "sole_trader": sole_trader}
    answer = client.post("/v1/profiles", json=said, headers=keyed(who))
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def give(client: TestClient, company: str, who: Headers, **more: object) -> tuple[int, dict[str, str]]:
    answer = client.post(f"/v1/profiles/{company}/notices", json=GIVEN | more, headers=keyed(who))
    return answer.status_code, answer.json()


def waiting(client: TestClient, who: Headers) -> list[str]:
    return [one["organisation_id"] for one in client.get(DUE, headers=who).json()["items"]]


def test_an_advisor_records_that_a_sole_trader_was_told(client: TestClient, people: People, advisor: Headers) -> None:
    company = made(client, advisor)
    made(client, advisor, "Oy Ab", sole_trader=False)
    [told] = client.get(DUE, headers=advisor).json()["items"]
    assert (told["organisation_id"], told["name"], told["overdue"]) == (company, "Tmi Aino", False)
    assert told["since"] < told["due"]
    headers = keyed(advisor)
    answers = [client.post(f"/v1/profiles/{company}/notices", json=GIVEN, headers=headers) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    shown = answers[0].json()
    assert answers[1].json() == shown
    assert {name: shown[name] for name in GIVEN} == GIVEN
    assert shown["day"] == shown["at"][:10], "today, unless said otherwise"
    assert shown["author"] == people.users["advisor"].id
    assert client.get(f"/v1/profiles/{company}/notices", headers=advisor).json()["items"] == [shown]
    assert waiting(client, advisor) == []
    path = f"/v1/profiles/{company}/notices/{shown['id']}"
    assert client.delete(path, headers=people.add("other", Role.ADVISOR)).status_code == 404
    assert client.delete(path, headers=advisor).status_code == 204
    assert waiting(client, advisor) == [company]
    assert give(client, company, advisor)[0] == 201
    assert client.get(f"/v1/profiles/{company}/data", headers=people.add("admin", Role.ADMIN)).json()["tables"][
        "notices"
    ]


def test_a_company_says_itself_that_it_has_read_so_here(client: TestClient, people: People, advisor: Headers) -> None:
    company = made(client, advisor)
    owner = people.add("owner", Role.SME, organisation_id=OrganisationId(company))
    assert waiting(client, owner) == [company]
    assert give(client, company, owner)[0] == give(client, company, advisor, channel="service")[0] == 422
    status, shown = give(client, company, owner, channel="service")
    assert (status, shown["channel"], shown["day"]) == (201, "service", shown["at"][:10])
    assert waiting(client, owner) == waiting(client, advisor) == []


def test_who_has_entered_the_own_data_is_not_waited_for(client: TestClient, people: People) -> None:
    owner = people.add("owner", Role.SME)
    made(client, owner)
    assert waiting(client, owner) == waiting(client, people.add("admin", Role.ADMIN)) == []


@pytest.mark.parametrize(
    ("more", "status"),
    [({"day": "2999-01-01"}, 422), ({"day": "1901-01-01"}, 422),
     ({"version": "a b"}, 422), ({"version": "x" * 41}, 422), ({"channel": "owl"}, 422),
     ({"note": "x"}, 422), ({"version": None}, 422)],
)  # fmt: skip
def test_a_notice_that_cannot_be_is_refused(
    client: TestClient, advisor: Headers, more: dict[str, object], status: int
) -> None:
    company = made(client, advisor)
    assert give(client, company, advisor, **more)[0] == status
    assert waiting(client, advisor) == [company]


def test_no_other_than_a_sole_trader_is_told_and_nobody_elses(
    client: TestClient, people: People, advisor: Headers
) -> None:
    assert give(client, made(client, advisor, sole_trader=False), advisor)[0] == 409
    company = made(client, advisor)
    other = people.add("other", Role.ADVISOR)
    assert give(client, company, other)[0] == 404
    assert waiting(client, other) == []


def test_the_list_and_the_export_tell_all_that_one_may_see(
    client: TestClient, people: People, advisor: Headers
) -> None:
    companies = [made(client, advisor, f"=Tmi {number}") for number in range(3)]
    admin = people.add("admin", Role.ADMIN)
    first = client.get(f"{DUE}?limit=2", headers=admin).json()
    rest = client.get(f"{DUE}?limit=2&cursor={first['next_cursor']}", headers=admin).json()
    assert [one["organisation_id"] for one in first["items"] + rest["items"]] == companies
    day = give(client, companies[0], advisor)[1]["day"]
    for who, form in ((admin, "csv"), (advisor, "csv"), (admin, "xlsx")):
        answer = client.get(f"/v1/exports/notices?form={form}", headers=who)
        assert answer.status_code == 200
    lines = client.get("/v1/exports/notices", headers=admin).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "company_id,company,business_id,kept_since,due,told,channel,version,author,at"
    assert [line.split(",")[0] for line in lines[1:]] == [*companies[1:], companies[0]]
    assert all(",'=Tmi " in line for line in lines[1:])
    assert f"{day},letter,2026-01" in lines[3]
    other = people.add("other", Role.ADVISOR)
    assert len(client.get("/v1/exports/notices", headers=other).text.splitlines()) == 1


def test_who_objects_is_found_by_nobody_from_then_on(client: TestClient, people: People, advisor: Headers) -> None:
    company = made(client, advisor, "Tmi Sahanterottaja")
    assign = partial(assignments.assign, organisation_id=OrganisationId(company), user_id=people.users["advisor"].id)
    store_of(client).write(partial(assign, actor="system"))
    contact = people.add("contact", Role.FLAGSHIP, ecosystem_id=FOREST)

    def found() -> tuple[bool, int, int]:
        search = client.get("/v1/search?q=Sahanterottaja", headers=advisor).json()["items"]
        ranked = [client.get(f"/v1/ecosystems/{FOREST}/companies", headers=who).json() for who in (advisor, contact)]
        return any(one.get("id") == company for one in search), ranked[0]["total"], ranked[1]["total"]

    assert found() == (True, 1, 1)
    path = f"/v1/profiles/{company}/objection"
    assert client.put(path, json={"objected": True}, headers=advisor).status_code == 200
    assert found() == (False, 0, 0)
    assert waiting(client, advisor) == [company], "it has to be told all the same"
