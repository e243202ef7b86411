"""Rows that tests of one slice need of another."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import insert

from recommender.entities import EcosystemId, OrganisationId
from recommender.store.database import writing
from recommender.store.nouns import CompanyProfile, Judgement, Role, UserId, VerdictKind
from recommender.store.schema import assignments, organisations, profiles, runs, users
from recommender.store.store import Store
from tests.databases import START

ORG = OrganisationId("org-a")
OTHER = OrganisationId("org-b")
WATER = EcosystemId("catalogue:water")
FOREST = EcosystemId("catalogue:forest")
ADVISOR = UserId("usr-advisor")


def company(store: Store, organisation_id: OrganisationId = ORG, *, consent: bool = True, **profile: Any) -> None:  # noqa: ANN401 - any field
    """Add a company with a profile."""
    row = {
        "id": organisation_id, "version": 1, "business_id": None, "sole_trader": False, "contact_consent": consent,
        "objected": False, "created_at": START,
    }  # fmt: skip
    said = asdict(CompanyProfile(**{"name": "A Oy", "country": "FI", "size": "small"} | profile))
    with writing(store.engine) as connection:
        connection.execute(insert(organisations).values(row))
        kept = {"organisation_id": organisation_id, "version": 1, "profile": said, "author": ADVISOR, "at": START}
        connection.execute(insert(profiles).values(kept))


def account(store: Store, user_id: UserId, role: Role, **more: object) -> None:
    """Add an account."""
    row = {"id": user_id, "login": f"{user_id}@example.fi", "name": user_id.title(), "role": role.value}
    with writing(store.engine) as connection:
        connection.execute(insert(users).values({**row, "created_at": START, **more}))


def assigned(store: Store, organisation_id: OrganisationId, user_id: UserId) -> None:
    """Assign a company to an advisor."""
    with writing(store.engine) as connection:
        kept = {"organisation_id": organisation_id, "user_id": user_id, "at": START}
        connection.execute(insert(assignments).values(kept))


def ranked(store: Store, run_id: str, organisation_id: OrganisationId = ORG, text: str = "") -> None:
    """Add a run of a company."""
    row = {"id": run_id, "organisation_id": organisation_id, "model": "bundle-0001", "author": ADVISOR, "at": START}
    with writing(store.engine) as connection:
        connection.execute(insert(runs).values({**row, "asked": {"text": text}, "answered": {"items": []}}))


def say(kind: VerdictKind, ecosystem_id: EcosystemId = WATER, company: OrganisationId = ORG, **more: Any) -> Judgement:  # noqa: ANN401 - any field
    """Make a judgement."""
    return Judgement(company, ecosystem_id, kind, **more)
