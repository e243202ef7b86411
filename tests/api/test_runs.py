"""Companies and ecosystems, ranked for each other over HTTP."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from recommender.entities import OrganisationId
from recommender.ranking.reciprocal import Asker
from recommender.store import companies, verdicts
from recommender.store.companies import Mark
from recommender.store.nouns import CompanyProfile, DeclineReason, Role, UserId, VerdictId, VerdictKind
from tests.api.fakes import KNOWN_SME, FakeServing
from tests.api.people import FOREST, People, store_of
from tests.recommender.store.rows import FOREST as WOODS
from tests.recommender.store.rows import say
from tests.worlds import Fitted

TEXT = "Electric harvesters for the forest, and water quality measured in mills."
Signed = dict[str, str]


@pytest.fixture
def people(client: TestClient) -> People:
    return People(store_of(client))


@pytest.fixture
def admin(people: People) -> Signed:
    return people.add("admin", Role.ADMIN)


def company(client: TestClient, name: str = "A Oy", text: str = TEXT, **more: Any) -> OrganisationId:  # noqa: ANN401 - any field
    profile = CompanyProfile(name, "FI", text=text, **more)
    return store_of(client).write(partial(companies.create, profile=profile, author=UserId("usr-x"))).id


def ask(client: TestClient, who: Signed, which: OrganisationId, **wanted: object) -> dict[str, Any]:
    answer = client.post(f"/v1/profiles/{which}/recommendations", json=wanted, headers=who)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


def shown(answer: dict[str, Any]) -> list[str]:
    return [item["ecosystem"]["id"] for item in answer["items"]]


def decline(client: TestClient, which: OrganisationId) -> VerdictId:
    said = say(VerdictKind.DECLINE, WOODS, which, reason=DeclineReason.OTHER_FIELD)
    [given] = store_of(client).write(partial(verdicts.give, judgements=[said], author=UserId("usr-x")))
    return given.id


def test_a_company_asks_with_its_profile(client: TestClient, admin: Signed, fake: FakeServing) -> None:
    which = company(client, offers=("saws",), needs=("steel",))
    answer = ask(client, admin, which, k=2, language="fi")
    [asked] = fake.asked
    assert (asked.text, asked.country, asked.sme_id) == (f"{TEXT}\nsaws\nsteel", "FI", None)
    assert len(shown(answer)) == 2
    plain = client.post("/v1/recommendations", json={"text": asked.text, "country": "FI", "k": 2, "language": "fi"})
    assert answer == plain.json() | {"run": answer["run"]}


def test_its_past_speaks_where_the_model_knows_it(client: TestClient, admin: Signed, fake: FakeServing) -> None:
    for past, expected in ((KNOWN_SME, KNOWN_SME), ("sme:forgotten", None)):
        answer = ask(client, admin, company(client, sme_id=past))
        assert fake.asked[-1].sme_id == expected
        assert (FOREST in shown(answer)) == (expected is None)


def test_a_no_thanks_makes_room_for_the_next_before_the_cut(client: TestClient, admin: Signed) -> None:
    which, other = company(client), company(client)
    assert shown(ask(client, admin, which, k=2)) == ["catalogue:water", "catalogue:forest"]
    declined = decline(client, which)
    after = ask(client, admin, which, k=2)
    assert shown(after) == ["catalogue:water", "catalogue:health"]
    assert shown(ask(client, admin, other, k=2))[1] == "catalogue:forest"
    kept = client.get(f"/v1/runs/{after['run']}", headers=admin).json()
    assert kept["asked"]["silenced"] == ["catalogue:forest"]
    undo = say(VerdictKind.UNDO, WOODS, which, undoes=declined)
    store_of(client).write(partial(verdicts.give, judgements=[undo], author=UserId("usr-x")))
    assert shown(ask(client, admin, which, k=2))[1] == "catalogue:forest"


def test_a_run_is_given_again_whatever_was_said_since(client: TestClient, admin: Signed) -> None:
    which = company(client)
    answer = ask(client, admin, which, k=3)
    decline(client, which)
    revise = partial(companies.revise, organisation_id=which, profile=CompanyProfile("B Oy"), expected=1)
    store_of(client).write(partial(revise, author=UserId("usr-x")))
    kept = client.get(f"/v1/runs/{answer['run']}", headers=admin).json()
    assert kept["answer"] == {name: value for name, value in answer.items() if name != "run"}
    told = client.post(f"/v1/runs/{answer['run']}/replay", headers=admin).json()
    assert told == {
        "run": answer["run"], "model_then": "bundle-0001", "model": "bundle-0001", "same": True, "moved": [],
    }  # fmt: skip


def test_another_model_is_said_to_answer_otherwise(client: TestClient, admin: Signed, fake: FakeServing) -> None:
    answer = ask(client, admin, company(client), k=2)
    fake.version, fake.catalogue = (
        "bundle-0002",
        type(fake.catalogue)(
            [replace(one, goals={"en": ("Nothing.",)}) if one.id == FOREST else one for one in fake.catalogue]
        ),
    )
    told = client.post(f"/v1/runs/{answer['run']}/replay", headers=admin).json()
    assert (told["same"], told["model_then"], told["model"]) == (False, "bundle-0001", "bundle-0002")
    assert FOREST in [moved["ecosystem_id"] for moved in told["moved"]]


def test_who_may_see_a_run(client: TestClient, people: People) -> None:
    which, other = company(client), company(client)
    mine = people.add("mine", Role.SME, organisation_id=which)
    theirs = people.add("theirs", Role.SME, organisation_id=other)
    run = ask(client, mine, which)["run"]
    assert client.get(f"/v1/runs/{run}", headers=mine).status_code == 200
    hidden, absent = (client.get(f"/v1/runs/{run_id}", headers=theirs) for run_id in (run, "run-none"))
    assert hidden.status_code == absent.status_code == 404
    assert hidden.json()["detail"] == absent.json()["detail"]
    assert client.post(f"/v1/profiles/{which}/recommendations", json={}, headers=theirs).status_code == 404


def test_companies_are_ranked_for_an_ecosystem(client: TestClient, people: People, admin: Signed) -> None:
    best, quiet, gone = company(client), company(client, "C"), company(client, "D")
    rest = company(client, "B Oy", "We bake bread.")
    decline(client, quiet)
    objects = partial(companies.mark, organisation_id=gone, as_=Mark.OBJECTED, holds=True, actor=UserId("usr-x"))
    store_of(client).write(objects)
    path = f"/v1/ecosystems/{FOREST}/companies"
    told = client.get(path, headers=admin).json()
    assert [item["company"]["id"] for item in told["items"]] == [best, rest]
    assert told["total"] == 2
    contact = people.add("contact", Role.FLAGSHIP, ecosystem_id=FOREST)
    answer = client.get(path, headers=contact)
    assert [item["company"] for item in answer.json()["items"]] == [None] * 3
    assert not any(word in answer.text for word in (best, rest, quiet, "A Oy", "B Oy"))
    assert client.get("/v1/ecosystems/catalogue:water/companies", headers=contact).status_code == 404
    assert client.get(path, headers=people.add("idle", Role.ADVISOR)).json()["items"] == []


def test_its_contact_does_not_see_who_declined_an_ecosystem(
    client: TestClient, people: People, admin: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    fine = [Asker("", rank, odds, place=rank) for rank, odds in ((1, 0.123456), (2, 0.0456789))]
    which = [company(client), company(client, "B Oy")]
    ranked = [replace(asker, query_id=one) for asker, one in zip(fine, which, strict=True)]
    monkeypatch.setattr(FakeServing, "askers", lambda *_, **__: ranked)
    contact = people.add("contact", Role.FLAGSHIP, ecosystem_id=FOREST)
    path = f"/v1/ecosystems/{FOREST}/companies"
    before = client.get(path, headers=contact).json()
    assert [(item["odds"], item["place"]) for item in before["items"]] == [(0.12, None), (0.05, None)]
    assert [item["odds"] for item in client.get(path, headers=admin).json()["items"]] == [0.123456, 0.0456789]
    decline(client, which[0])
    assert client.get(path, headers=contact).json() == before


def test_a_fitted_model_gives_its_answers_again(small: Fitted, settings: Settings) -> None:
    with TestClient(create_app(lambda: small.recommender, settings)) as client:
        admin = People(store_of(client)).add("admin", Role.ADMIN)
        which = company(client, text="hydrogen battery")
        answer = ask(client, admin, which, k=5)
        said = say(VerdictKind.DECLINE, answer["items"][0]["ecosystem"]["id"], which, reason=DeclineReason.OTHER)
        store_of(client).write(partial(verdicts.give, judgements=[said], author=UserId("usr-x")))
        assert shown(ask(client, admin, which, k=4)) == shown(answer)[1:]
        assert client.post(f"/v1/runs/{answer['run']}/replay", headers=admin).json()["same"]
        ranked = client.get(f"/v1/ecosystems/{shown(answer)[0]}/companies", headers=admin).json()
        assert ranked["items"] == []
        ranked = client.get(f"/v1/ecosystems/{shown(answer)[1]}/companies", headers=admin).json()
        assert [item["company"]["id"] for item in ranked["items"]] == [which]
