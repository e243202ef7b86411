"""Who may do what: one table of actions and roles, and the dependency by which every route names its action.

A route takes ``caller: Annotated[Caller, Depends(Requires(Action.…))]``. The dependency answers 401 where a sign-in is
needed and missing, and 403 where the role may not. What belongs to a company or an ecosystem is then asked of the
caller, who answers 404 for what it may not see: that it exists is no stranger's business.

What may be asked when a request comes may be over when it is written. So whatever writes goes through `Caller.write`,
which asks again inside the transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from api import identity
from api.deps import Storage, identity_provider
from api.errors import ForbiddenError, SignInError
from api.tracing import span
from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import UnknownIdError
from recommender.store import accounts, assignments, companies, identities
from recommender.store.nouns import Identity, Role, Token, User, UserId
from recommender.store.store import Store
from recommender.store.writer import Transaction

T = TypeVar("T")


class Action(StrEnum):
    """What routes do; each names one."""

    ASK = "ask"
    ASK_KNOWN = "ask_known"
    SIGN_IN = "sign_in"
    SELF = "self"
    CREATE_COMPANY = "create_company"
    READ_COMPANY = "read_company"
    WRITE_COMPANY = "write_company"
    TAKE_DATA = "take_data"
    ERASE_COMPANY = "erase_company"
    JUDGE = "judge"
    EXPRESS_INTEREST = "express_interest"
    ANSWER_INTEREST = "answer_interest"
    SEE_DEMAND = "see_demand"
    RECORD_OUTCOME = "record_outcome"
    REPORT = "report"
    EXPORT_VERDICTS = "export_verdicts"
    IMPORT = "import"
    ADMINISTER = "administer"


class Reach(StrEnum):
    """How far an action goes: nowhere, to what is one's own, to everything.

    One's own is the company of an SME, the companies assigned to an advisor, the ecosystem of a flagship contact, and
    for everybody the own account.
    """

    NONE = "none"
    OWN = "own"
    ALL = "all"


_NONE, _OWN, _ALL = Reach.NONE, Reach.OWN, Reach.ALL
_PUBLIC = (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL)

_TABLE: Mapping[Action, tuple[Reach, Reach, Reach, Reach, Reach, Reach]] = {
    # anonymous, SME, advisor, flagship contact, data scientist, admin
    Action.ASK: _PUBLIC,
    Action.ASK_KNOWN: (_NONE, _NONE, _ALL, _NONE, _NONE, _ALL),
    Action.SIGN_IN: _PUBLIC,
    Action.SELF: (_NONE, _OWN, _OWN, _OWN, _OWN, _OWN),
    Action.CREATE_COMPANY: (_NONE, _OWN, _ALL, _NONE, _NONE, _ALL),
    Action.READ_COMPANY: (_NONE, _OWN, _OWN, _NONE, _NONE, _ALL),
    Action.WRITE_COMPANY: (_NONE, _OWN, _OWN, _NONE, _NONE, _ALL),
    Action.TAKE_DATA: (_NONE, _OWN, _NONE, _NONE, _NONE, _ALL),
    Action.ERASE_COMPANY: (_NONE, _OWN, _NONE, _NONE, _NONE, _ALL),
    Action.JUDGE: (_NONE, _OWN, _OWN, _NONE, _NONE, _ALL),
    Action.EXPRESS_INTEREST: (_NONE, _OWN, _OWN, _NONE, _NONE, _ALL),
    Action.ANSWER_INTEREST: (_NONE, _NONE, _NONE, _OWN, _NONE, _ALL),
    Action.SEE_DEMAND: (_NONE, _NONE, _OWN, _OWN, _NONE, _ALL),
    Action.RECORD_OUTCOME: (_NONE, _OWN, _OWN, _NONE, _NONE, _ALL),
    Action.REPORT: (_NONE, _NONE, _OWN, _NONE, _ALL, _ALL),
    Action.EXPORT_VERDICTS: (_NONE, _NONE, _OWN, _NONE, _ALL, _ALL),
    Action.IMPORT: (_NONE, _NONE, _OWN, _NONE, _NONE, _ALL),
    Action.ADMINISTER: (_NONE, _NONE, _NONE, _NONE, _NONE, _ALL),
}
ROLES: tuple[Role | None, ...] = (None, Role.SME, Role.ADVISOR, Role.FLAGSHIP, Role.SCIENTIST, Role.ADMIN)
"""In the order of the table; None is who has not signed in."""
PERMISSIONS: Mapping[Action, Mapping[Role | None, Reach]] = {
    action: dict(zip(ROLES, reaches, strict=True)) for action, reaches in _TABLE.items()
}
"""The one table: how far each role may go with each action."""
ANYBODY: dict[str, Any] = {"security": [{}]}
"""What OpenAPI says, besides, of routes whose action is everybody's: the token may be left out."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and how far it may go with what it asks for: by a ``token`` of ours, or ``named`` by a provider."""

    store: Store
    action: Action
    user: User | None = None
    token: Token | None = None
    named: Identity | None = None

    @property
    def role(self) -> Role | None:
        """Role of the account; None where nobody is signed in."""
        return None if self.user is None else self.user.role

    @property
    def id(self) -> UserId:
        """Id of the account.

        Raises
        ------
        SignInError
            If nobody is signed in.
        """
        if self.user is None:
            raise SignInError
        return self.user.id

    @property
    def reach(self) -> Reach:
        """How far the action goes for this role."""
        return PERMISSIONS[self.action][self.role]

    def to(self, action: Action) -> "Caller":
        """Ask for a further action.

        Raises
        ------
        SignInError
            If a sign-in is needed.
        ForbiddenError
            If the role may not.
        """
        further = replace(self, action=action)
        if further.reach is Reach.NONE:
            if self.user is None:
                raise SignInError
            raise ForbiddenError(f"An account with the role {self.user.role.value} may not do this.")
        return further

    def company(self, organisation_id: str) -> OrganisationId:
        """Return the id, if the caller may do this with that company.

        Raises
        ------
        UnknownIdError
            If it may not, as if there were no such company; whether there is one, the store says.
        """
        asked = OrganisationId(organisation_id)
        if self.reach is not Reach.ALL:
            with self.store.reading() as connection:
                companies.require_seen(connection, self.user, asked)
        return asked

    def write(self, work: Callable[[Transaction], T], *about: OrganisationId) -> T:
        """Do `work` in a transaction, if the caller may still do this with the companies that it is `about`.

        Raises
        ------
        SignInError
            If the token, or the account, is good no more.
        UnknownIdError
            If the caller may not, as if there were no such company.
        KumppaniError
            Whatever `work` raises.
        """
        with span("write"):
            return self.store.write(partial(self._write, work=work, about=about))

    def companies(self) -> frozenset[OrganisationId] | None:
        """The companies that the caller may do this with; None means all."""
        if self.reach is Reach.ALL:
            return None
        user = self.user
        if user is None or self.reach is Reach.NONE:
            return frozenset()
        if user.role is Role.ADVISOR:
            with self.store.reading() as connection:
                return assignments.assigned(connection, user.id)
        return frozenset() if user.organisation_id is None else frozenset({user.organisation_id})

    def ecosystem(self, ecosystem_id: str) -> EcosystemId:
        """Return the id, if the caller may do this with that ecosystem: a flagship contact with its own only.

        Raises
        ------
        UnknownIdError
            If it may not.
        """
        asked = EcosystemId(ecosystem_id)
        if self.user is not None and self.user.role is Role.FLAGSHIP and self.user.ecosystem_id != asked:
            raise UnknownIdError("There is no ecosystem of this id.")
        return asked

    def _write(
        self, transaction: Transaction, *, work: Callable[[Transaction], T], about: tuple[OrganisationId, ...]
    ) -> T:
        if self.user is not None and not self._holds(transaction):
            raise SignInError(ENDED)
        if self.reach is not Reach.ALL:
            companies.require_seen(transaction.connection, self.user, *about)
        return work(transaction)

    def _holds(self, transaction: Transaction) -> bool:
        if self.token is not None:
            return accounts.holds(transaction.connection, self.token, at=transaction.at)
        user = None if self.named is None else identities.known(transaction.connection, self.named)
        return user is not None and user.id == self.id


ENDED = "The token is unknown, revoked or over; sign in again."
_bearer = HTTPBearer(auto_error=False, description="The token of a sign-in, an API key, or an access token.")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


class Requires:
    """The dependency of a route: it names the action, and yields the caller."""

    def __init__(self, action: Action) -> None:
        self.action = action

    async def __call__(self, request: Request, store: Storage, credentials: Credentials = None) -> Caller:
        """Find out who asks, and whether it may.

        Raises
        ------
        SignInError
            If a sign-in is needed and missing, or the token is unknown, revoked or over.
        ForbiddenError
            If the role may not.
        """
        if credentials is None:  # nothing has to be read, so no thread has to be waited for
            return signed_in(request, store, None).to(self.action)
        return (await run_in_threadpool(signed_in, request, store, credentials)).to(self.action)


def signed_in(request: Request, store: Store, credentials: HTTPAuthorizationCredentials | None) -> Caller:
    """Find out who asks; a token that is no good is told, never taken for none."""
    if credentials is None:
        if "authorization" in request.headers:
            raise SignInError("The Authorization header is not `Bearer TOKEN`.")
        return Caller(store, Action.ASK)
    provider = identity_provider(request)
    if provider is not None and identity.is_foreign(credentials.credentials):
        named = identity.of_access_token(provider, credentials.credentials, at=store.clock())
        return Caller(store, Action.ASK, _vouched_for(store, named), named=named)
    with store.reading() as connection:
        found = accounts.bearer(connection, credentials.credentials, at=store.clock())
    if found is None:
        raise SignInError(ENDED)
    user, token = found
    return Caller(store, Action.ASK, user, token)


def _vouched_for(store: Store, named: Identity) -> User:
    """Find the account of whom an access token names."""
    with store.reading() as connection:
        user = identities.known(connection, named)
        awaited = user is None and identities.awaited(connection, named) is not None
    if awaited:
        user = store.write(partial(identities.link, identity=named))
    if user is None:
        raise SignInError(identity.NO_ACCOUNT)
    return user
