"""What is sent again with the same key is done once and answered alike, whatever it makes."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.app import create_app
from api.settings import Settings
from recommender.catalogue import Catalogue
from recommender.entities import OrganisationId
from recommender.store import companies, erasure
from recommender.store.companies import Mark
from recommender.store.nouns import CompanyProfile, Role, UserId
from recommender.store.schema import metadata
from tests.api.fakes import FakeServing
from tests.api.people import FOREST, Headers, People, keyed, store_of

ACTOR = UserId("usr-x")
CANARY = "canary-7d1f"


class Counter:
    """A company that consents, and an advisor who asks for it."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.store = client, store_of(client)
        profile = CompanyProfile("A Oy", "FI")
        self.own: OrganisationId = self.store.write(lambda t: companies.create(t, profile=profile, author=ACTOR)).id
        consents = partial(companies.mark, organisation_id=self.own, as_=Mark.CONTACT_CONSENT, holds=True, actor=ACTOR)
        self.store.write(consents)
        self.headers: dict[Role | None, Headers] = People(self.store).everybody(self.own)
        self.outcome = self.ask("outcome", {"stage": "met", "day": "2026-03-01"}).json()["id"]

    def ask(self, what: str, body: dict[str, Any], headers: Headers | None = None) -> Any:  # noqa: ANN401 - a response
        pair = {"organisation_id": self.own, "ecosystem_id": FOREST}
        path = {
            "profile": "/v1/profiles",
            "intent": f"/v1/profiles/{self.own}/intents",
            "interest": "/v1/interests",
            "outcome": "/v1/outcomes",
            "verdict": "/v1/verdicts",
            "undo": f"/v1/outcomes/{getattr(self, 'outcome', '')}/undo",
        }[what]
        told = {"items": [pair | body]} if what == "verdict" else pair | body
        sent = body if what in {"profile", "intent"} else told
        headers = keyed(self.headers[Role.ADVISOR]) if headers is None else headers
        return self.client.post(path, json=None if what == "undo" else sent, headers=headers)

    def rows(self) -> dict[str, int]:
        with self.store.reading() as connection:
            return {
                table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in metadata.sorted_tables
            }


@pytest.fixture
def counter(database: str, tmp_path: Path) -> Iterator[Counter]:
    app = create_app(FakeServing, Settings(workspace=tmp_path, database=database))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Counter(client)


MADE: dict[str, dict[str, Any]] = {
    "profile": {"name": "B Oy", "text": CANARY},
    "intent": {"kind": "seek", "text": CANARY},
    "interest": {"message": CANARY},
    "outcome": {"stage": "agreement", "day": "2026-03-02"},
    "verdict": {"kind": "note", "note": CANARY},
    "undo": {},
}
"""What is made, and of what body."""


def test_a_repetition_makes_nothing_and_is_answered_alike(counter: Counter) -> None:
    for what, body in MADE.items():
        headers = keyed(counter.headers[Role.ADVISOR])
        first = counter.ask(what, body, headers)
        assert first.status_code == 201, first.text
        before = counter.rows()
        again = counter.ask(what, body, headers)
        assert (again.status_code, again.json()) == (201, first.json()), what
        assert again.headers.get("location") == first.headers.get("location")
        assert again.headers.get("etag") == first.headers.get("etag")
        assert counter.rows() == before, what


def test_a_key_that_is_missing_or_used_for_something_else_is_told(counter: Counter) -> None:
    mine = counter.headers[Role.ADVISOR]
    used = keyed(mine)
    counter.ask("intent", MADE["intent"], used)
    before = counter.rows()
    for what, body in MADE.items():
        missing = counter.ask(what, body, mine)
        assert (missing.status_code, missing.json()["errors"]) == (
            400, [{"parameter": "Idempotency-Key", "detail": "Field required"}],
        )  # fmt: skip
        assert "Send the header `Idempotency-Key`" in missing.json()["detail"]
        other = counter.ask(what, body | {"text": "else"} if what == "intent" else body, used)
        assert (other.status_code, "make a new key" in other.json()["detail"]) == (422, True), what
    assert counter.rows() == before


def test_a_repetition_is_answered_though_the_ecosystem_has_gone(counter: Counter) -> None:
    asked: list[Callable[[], Any]] = [
        partial(counter.ask, what, MADE[what], keyed(counter.headers[Role.ADVISOR]))
        for what in ("interest", "outcome", "verdict")
    ]
    first = [ask().json() for ask in asked]
    counter.client.app.state.serving = FakeServing(Catalogue(()))  # type: ignore[attr-defined]  # a FastAPI
    assert [ask().json() for ask in asked] == first
    assert counter.ask("outcome", MADE["outcome"]).status_code == 404


def test_a_kept_answer_is_not_shown_to_who_may_see_its_company_no_more(counter: Counter) -> None:
    headers = keyed(counter.headers[Role.ADVISOR])
    made = counter.ask("profile", MADE["profile"], headers)
    advisor = counter.client.get("/v1/me", headers=headers).json()["id"]
    assert counter.ask("profile", MADE["profile"], headers).json() == made.json()
    assigned = f"/v1/profiles/{made.json()['id']}/advisors/{advisor}"
    assert counter.client.delete(assigned, headers=counter.headers[Role.ADMIN]).status_code == 204
    before = counter.rows()
    again = counter.ask("profile", MADE["profile"], headers)
    assert (again.status_code, CANARY in again.text) == (404, False)
    assert counter.rows() == before


def test_kept_answers_go_with_their_company(counter: Counter) -> None:
    made = [counter.ask(what, body, keyed(counter.headers[Role.ADMIN])) for what, body in MADE.items()]
    assert [answer.status_code for answer in made] == [201] * len(MADE)
    for which in (counter.own, OrganisationId(made[0].json()["id"])):
        counter.store.write(partial(erasure.erase, organisation_id=which, author=ACTOR))
    with counter.store.reading() as connection:
        assert connection.execute(select(metadata.tables["requests"])).all() == []
