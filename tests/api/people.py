"""People who use the service: accounts with each role, and their headers."""

import secrets
from dataclasses import dataclass, field
from functools import partial

from fastapi import FastAPI
from fastapi.testclient import TestClient

from recommender.entities import EcosystemId, OrganisationId
from recommender.store import accounts, assignments, tokens
from recommender.store.nouns import Role, TokenKind, User
from recommender.store.store import Store

FOREST = EcosystemId("catalogue:forest")
Headers = dict[str, str]


def keyed(headers: Headers) -> Headers:
    """The headers of a request that was not sent before."""
    return headers | {"Idempotency-Key": secrets.token_hex()}


def store_of(client: TestClient) -> Store:
    app = client.app
    assert isinstance(app, FastAPI)
    store: Store = app.state.store
    return store


@dataclass
class People:
    """Makes accounts and signs them in."""

    store: Store
    users: dict[str, User] = field(default_factory=dict)

    def add(self, login: str, role: Role, **more: object) -> Headers:
        """Make an account with a key; return the headers that it sends."""
        new = accounts.NewUser(login, role, **more)  # type: ignore[arg-type]
        user = self.users[login] = self.store.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))
        return self.headers(user)

    def headers(self, user: User) -> Headers:
        """Make a key for an account."""
        _, secret = self.store.write(partial(tokens.issue, user_id=user.id, kind=TokenKind.KEY, label="test"))
        return {"Authorization": f"Bearer {secret}"}

    def everybody(self, own: OrganisationId) -> dict[Role | None, Headers]:
        """Make one of each role, the SME and the advisor with the company `own`, the contact with the forest."""
        told: dict[Role | None, Headers] = {
            None: {},
            Role.SME: self.add("sme", Role.SME, organisation_id=own),
            Role.ADVISOR: self.add("advisor", Role.ADVISOR),
            Role.FLAGSHIP: self.add("flagship", Role.FLAGSHIP, ecosystem_id=FOREST),
            Role.SCIENTIST: self.add("scientist", Role.SCIENTIST),
            Role.ADMIN: self.add("admin", Role.ADMIN),
        }
        advisor = self.users["advisor"].id
        assign = partial(assignments.assign, organisation_id=own, user_id=advisor, actor=accounts.SYSTEM)
        self.store.write(assign)
        return told
