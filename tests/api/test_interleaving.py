"""What a caller may no longer do by the time it is written is not written, though it might when it asked."""

import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

import api
from api.app import create_app
from api.clock import now
from api.settings import Settings
from recommender.entities import OrganisationId
from recommender.store import accounts, assignments, audit, companies, erasure, imports
from recommender.store.companies import Mark
from recommender.store.imports import ImportState
from recommender.store.nouns import CompanyProfile, Role, UserId
from recommender.store.store import Store
from recommender.store.writer import Transaction
from tests.api.fakes import FakeServing
from tests.api.people import FOREST, Headers, People, keyed, store_of

ACTOR = UserId("usr-x")


class Office:
    """A company that consents, its people, and what may change between a question and its write."""

    def __init__(self, client: TestClient) -> None:
        self.client, self.store = client, store_of(client)
        self.begin()

    def begin(self) -> None:
        """Make the company and its advisor, new ones each time."""
        profile = CompanyProfile("A Oy", "FI", text="We saw.")
        self.own: OrganisationId = self.store.write(lambda t: companies.create(t, profile=profile, author=ACTOR)).id
        consents = partial(companies.mark, as_=Mark.CONTACT_CONSENT, holds=True, actor=ACTOR)
        self.store.write(lambda t: consents(t, self.own))
        people, login = People(self.store), f"advisor of {self.own}"
        self.headers: Headers = people.add(login, Role.ADVISOR) | {"If-Match": "*"}
        self.advisor = people.users[login].id
        assign = partial(assignments.assign, organisation_id=self.own, user_id=self.advisor, actor="system")
        self.store.write(assign)

    def unassign(self) -> None:
        end = partial(assignments.unassign, organisation_id=self.own, user_id=self.advisor, actor="system")
        self.store.write(end)

    def close(self) -> None:
        self.store.write(partial(accounts.set_disabled, user_id=self.advisor, disabled=True, actor="system"))

    def erase(self) -> None:
        self.store.write(partial(erasure.erase, organisation_id=self.own, author=ACTOR))

    def lines(self) -> int:
        with self.store.reading() as connection:
            return len(audit.entries(connection))


@pytest.fixture
def office(database: str, tmp_path: Path) -> Iterator[Office]:
    app = create_app(FakeServing, Settings(workspace=tmp_path, database=database))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Office(client)


def pair(office: Office) -> dict[str, Any]:
    return {"organisation_id": office.own, "ecosystem_id": FOREST}


def own(office: Office, rest: str = "") -> str:
    return f"/v1/profiles/{office.own}{rest}"


WRITES: dict[str, Callable[[Office], tuple[str, str, dict[str, Any]]]] = {
    "verdict": lambda office: ("POST", "/v1/verdicts", {"items": [pair(office) | {"kind": "accept"}]}),
    "interest": lambda office: ("POST", "/v1/interests", pair(office)),
    "outcome": lambda office: ("POST", "/v1/outcomes", pair(office) | {"stage": "met", "day": "2026-03-01"}),
    "intent": lambda office: ("POST", own(office, "/intents"), {"kind": "seek", "text": "A site."}),
    "profile": lambda office: ("PATCH", own(office), {"text": "We mill."}),
    "consent": lambda office: ("PUT", own(office, "/consent"), {"contact_consent": False}),
    "run": lambda office: ("POST", own(office, "/recommendations"), {}),
}
"""What an advisor may write of a company: method, address and body."""
CHANGES: dict[str, tuple[Callable[[Office], None], int]] = {
    "the assignment ends": (Office.unassign, 404),
    "the account is closed": (Office.close, 401),
    "the company is erased": (Office.erase, 404),
}


def ask(office: Office, what: str) -> Response:
    method, path, body = WRITES[what](office)
    return office.client.request(method, path, json=body, headers=keyed(office.headers))


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_is_written_that_may_not_be_any_more(
    office: Office, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    happens, status = CHANGES[change]
    write, lines = Store.write, 0

    def later(store: Store, work: Callable[[Transaction], object]) -> object:
        nonlocal lines
        monkeypatch.setattr(Store, "write", write)
        happens(office)
        lines = office.lines()
        return write(store, work)

    for what in WRITES:
        office.begin()
        before = office.lines()
        monkeypatch.setattr(Store, "write", later)
        answer = ask(office, what)
        assert (what, answer.status_code) == (what, status), answer.text
        assert before < lines == office.lines(), what


def test_all_of_it_is_written_while_nothing_changes(office: Office) -> None:
    for what in WRITES:
        before = office.lines()
        assert ask(office, what).status_code in {200, 201}, what
        assert office.lines() == before + 1, what


def test_an_import_stops_when_its_account_is_closed(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Store.write
    calls = 0

    def third(store: Store, work: Callable[[Transaction], object]) -> object:
        nonlocal calls
        calls += 1
        if calls == 3:  # the job, the first row, the second row
            monkeypatch.setattr(Store, "write", write)
            office.close()
        return write(store, work)

    monkeypatch.setattr(Store, "write", third)
    headers = office.headers | {"Content-Type": "text/csv"}
    job = office.client.post("/v1/imports", content="id,name\n1-1,B Oy\n2-2,C Oy\n3-3,D Oy\n", headers=headers)
    assert job.status_code == 202, job.text
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with office.store.reading() as connection:
            found = imports.read(connection, job.json()["id"], author=office.advisor, now=now())
        if found.ended_at is not None:
            break
        time.sleep(0.01)
    assert (found.state, found.done, found.total) == (ImportState.INTERRUPTED, 1, 3)


def test_only_the_caller_writes() -> None:
    """Whatever writes on behalf of somebody asks again inside the transaction: `Caller.write` is the one way."""
    around = {path.name for path in Path(api.__file__).parent.rglob("*.py") if "store.write(" in path.read_text()}
    assert around == {"access.py", "founding.py", "importing.py", "tidying.py"}
