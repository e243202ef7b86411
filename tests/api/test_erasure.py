"""Canaries: strings that no answer, export, log or file has any more once their company is erased."""

import io
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import logs
from recommender.store.nouns import Role
from tests.api.people import FOREST, Headers, People, keyed, store_of

TEXTS = ("name", "text", "offer", "need", "website", "sector", "intent", "note", "message", "login", "person")
BUSINESS = "CANARY-business-id"


def canary(name: str) -> str:
    return f"canary-{name}-7d1f"


@pytest.fixture
def log() -> io.StringIO:
    """All that the service logs, down to the least."""
    stream = io.StringIO()
    logs.configure("debug", stream)
    return stream


@pytest.fixture
def planted(client: TestClient, log: io.StringIO) -> tuple[str, Headers]:
    """A company whose every text is a canary, made over HTTP; its id, and an admin's headers."""
    log.truncate(0)
    people = People(store_of(client))
    admin = people.add("admin", Role.ADMIN)
    said = {
        "name": canary("name"), "text": canary("text"), "offers": [canary("offer")], "needs": [canary("need")],
        "website": f"https://{canary('website')}.example", "sectors": [canary("sector")], "business_id": BUSINESS,
    }  # fmt: skip
    company: str = sent(client, "POST", "/v1/profiles", admin, said)["id"]
    account = {"login": canary("login"), "name": canary("person"), "role": "sme", "organisation_id": company}
    sent(client, "POST", "/v1/accounts", admin, {**account, "password": "correct horse battery"})
    sent(client, "PUT", f"/v1/profiles/{company}/consent", admin, {"contact_consent": True})
    sent(client, "POST", f"/v1/profiles/{company}/intents", admin, {"kind": "seek", "text": canary("intent")})
    pair = {"organisation_id": company, "ecosystem_id": FOREST}
    note = {"items": [{**pair, "kind": "note", "note": canary("note")}]}
    sent(client, "POST", "/v1/verdicts", admin, note)
    sent(client, "POST", "/v1/interests", admin, {**pair, "message": canary("message")})
    return company, admin


def sent(client: TestClient, method: str, path: str, headers: Headers, body: dict[str, Any]) -> dict[str, Any]:
    answer = client.request(method, path, headers=keyed(headers), json=body)
    assert answer.status_code in {200, 201}, answer.text
    told: dict[str, Any] = answer.json()
    return told


def told(client: TestClient, admin: Headers, company: str) -> str:
    """Everything that an admin may be told, and that the company would be told of itself."""
    forms = [f"/v1/exports/{name}?form=csv" for name in ("verdicts", "companies", "funnel")]
    lists = ["/v1/profiles", "/v1/audit", "/v1/accounts", f"/v1/ecosystems/{FOREST}/interests"]
    own = [f"/v1/profiles/{company}/{part}" for part in ("data", "versions", "verdicts", "interests", "intents")]
    return "\n".join(client.get(path, headers=admin).text for path in (*forms, *lists, *own))


def test_no_canary_outlives_its_company(
    client: TestClient, planted: tuple[str, Headers], log: io.StringIO, tmp_path: Path
) -> None:
    company, admin = planted
    words = [canary(name) for name in TEXTS] + [BUSINESS]
    before = told(client, admin, company)
    assert [word for word in words if word not in before] == []
    erased = client.delete(f"/v1/profiles/{company}?confirm={company}", headers=admin)
    assert (erased.status_code, erased.json()["scrubbed"]) == (200, True)
    after = told(client, admin, company)
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()).decode("latin-1")
    for place, content in (("answers", after), ("files", kept), ("logs", log.getvalue())):
        assert [word for word in words if word in content] == [], place
    assert "/v1/verdicts" in log.getvalue(), "nothing was logged at all"
    assert client.get("/v1/audit/proof", headers=admin).status_code == 200
