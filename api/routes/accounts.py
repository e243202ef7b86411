"""Signing in, one's own account, and what an admin does with accounts, assignments and the audit log."""

from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, status

from api.access import ANYBODY, Action, Caller, Requires
from api.bodies import JsonRoute
from api.deps import Deployment, Id, Loaded
from api.errors import SignInError
from api.paging import Cursor, Limit, cut, read_number
from api.passwords import hash_password, is_right
from api.routes.problems import problems
from api.schemas.accounts import (
    Account,
    AccountChange,
    Accounts,
    Advisors,
    AuditLine,
    AuditPage,
    AuditProof,
    Key,
    KeyMade,
    Keys,
    NewAccount,
    NewKey,
    PasswordChange,
    Session,
    SignIn,
)
from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, StoreError
from recommender.store import accounts, assignments, audit, identities, tokens
from recommender.store.nouns import TokenKind, UserId

router = APIRouter(prefix="/v1", tags=["accounts"])
written = APIRouter(prefix="/v1", tags=["accounts"], route_class=JsonRoute)

SigningIn = Annotated[Caller, Depends(Requires(Action.SIGN_IN))]
Self = Annotated[Caller, Depends(Requires(Action.SELF))]
Admin = Annotated[Caller, Depends(Requires(Action.ADMINISTER))]

WRONG = "The login or the password is wrong."


@written.post(
    "/sessions",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 401, 413, 415, 422, 503),
    openapi_extra=ANYBODY,
)
def sign_in(given: SignIn, caller: SigningIn, settings: Deployment) -> Session:
    """Sign in with a password; the answer is a bearer token for some hours."""
    with caller.store.reading() as connection:
        found = accounts.by_login(connection, given.login)
    password_hash = found[1] if found else None
    if not is_right(given.password, password_hash) or found is None or password_hash is None:
        raise SignInError(WRONG)
    expires = caller.store.clock() + timedelta(hours=settings.session_hours)
    sign_in = partial(accounts.sign_in, user_id=found[0].id, password_hash=password_hash, expires_at=expires)
    made = caller.write(sign_in)
    if made is None:
        raise SignInError(WRONG)
    token, secret = made
    return Session(token=secret, expires_at=token.expires_at)


@router.delete("/sessions/current", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 409, 503))
def sign_out(caller: Self) -> None:
    """Sign out: the token that was sent is good no more; an API key is revoked so, too."""
    if caller.token is None:
        raise ConflictError("This token is the identity provider's; sign out there.")
    caller.write(partial(tokens.revoke, token_id=caller.token.id, user_id=caller.id))


@router.get("/me", responses=problems(401, 403, 503))
def show_me(caller: Self) -> Account:
    """Show whose account this is."""
    with caller.store.reading() as connection:
        return Account.of(accounts.find(connection, caller.id))


@written.put("/me/password", status_code=status.HTTP_204_NO_CONTENT, responses=problems(400, 401, 403, 413, 415, 422))
def change_password(given: PasswordChange, caller: Self) -> None:
    """Change one's password; all sign-ins end, this one too, and API keys stay."""
    with caller.store.reading() as connection:
        found = accounts.by_login(connection, accounts.find(connection, caller.id).login)
    if not is_right(given.old, found[1] if found else None):
        raise SignInError("The old password is wrong.")
    change = partial(accounts.set_password, user_id=caller.id, password_hash=hash_password(given.new), actor=caller.id)
    caller.write(change)


@router.get("/me/keys", responses=problems(401, 403, 503))
def list_keys(caller: Self) -> Keys:
    """List one's API keys, without their secrets."""
    with caller.store.reading() as connection:
        return Keys(items=[Key.of(token) for token in tokens.keys(connection, caller.id)])


@written.post("/me/keys", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 413, 415, 422))
def make_key(given: NewKey, caller: Self) -> KeyMade:
    """Make an API key for a program; it may do what the account may."""
    expires = None if given.days is None else caller.store.clock() + timedelta(days=given.days)
    issue = partial(tokens.issue, user_id=caller.id, kind=TokenKind.KEY, label=given.label, expires_at=expires)
    token, secret = caller.write(issue)
    return KeyMade(key=Key.of(token), token=secret)


@router.delete("/me/keys/{key_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422))
def revoke_key(key_id: Id, caller: Self) -> None:
    """Revoke an API key of one's own."""
    caller.write(partial(tokens.revoke, token_id=key_id, user_id=caller.id))


@written.post(
    "/accounts", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 404, 409, 413, 415, 422)
)
def create_account(given: NewAccount, caller: Admin, serving: Loaded) -> Account:
    """Make an account; for admins."""
    ecosystem = EcosystemId(given.ecosystem_id) if given.ecosystem_id is not None else None
    if ecosystem is not None:
        serving.catalogue.row(ecosystem)
    new = accounts.NewUser(
        given.login,
        given.role,
        given.name,
        OrganisationId(given.organisation_id) if given.organisation_id is not None else None,
        ecosystem,
        hash_password(given.password) if given.password is not None else None,
    )
    return Account.of(caller.write(partial(accounts.create, new=new, actor=caller.id)))


@router.get("/accounts", responses=problems(401, 403, 422, 503))
def list_accounts(caller: Admin, limit: Limit = 20, cursor: Cursor = None) -> Accounts:
    """List accounts in the order they were made; for admins."""
    with caller.store.reading() as connection:
        found = accounts.page(connection, after=read_number(cursor), limit=limit + 1)
    shown, following = cut(found, limit)
    return Accounts(items=[Account.of(user) for user in shown], next_cursor=following)


@written.patch("/accounts/{account_id}", responses=problems(400, 401, 403, 404, 409, 413, 415, 422))
def change_account(account_id: Id, given: AccountChange, caller: Admin) -> Account:
    """Close an account but the own, which ends all its tokens at once, or open it again; for admins."""
    change = partial(accounts.set_disabled, user_id=UserId(account_id), disabled=given.disabled, actor=caller.id)
    return Account.of(caller.write(change))


@router.delete("/accounts/{account_id}/identity", responses=problems(401, 403, 404, 422))
def unlink_account(account_id: Id, caller: Admin) -> Account:
    """Forget whom the identity provider named, which ends all tokens of the account: it waits for its login again."""
    return Account.of(caller.write(partial(identities.unlink, user_id=UserId(account_id), actor=caller.id)))


@router.get("/profiles/{organisation_id}/advisors", responses=problems(401, 403, 404, 422))
def list_advisors(organisation_id: Id, caller: Admin) -> Advisors:
    """List who looks after a company; for admins."""
    with caller.store.reading() as connection:
        accounts.require_company(connection, OrganisationId(organisation_id))
        return Advisors(items=list(assignments.advisors(connection, OrganisationId(organisation_id))))


@router.put(
    "/profiles/{organisation_id}/advisors/{account_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404, 422),
)
def assign_advisor(organisation_id: Id, account_id: Id, caller: Admin) -> None:
    """Let an advisor look after a company; for admins."""
    company, advisor = OrganisationId(organisation_id), UserId(account_id)
    caller.write(partial(assignments.assign, organisation_id=company, user_id=advisor, actor=caller.id))


@router.delete(
    "/profiles/{organisation_id}/advisors/{account_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 422),
)
def unassign_advisor(organisation_id: Id, account_id: Id, caller: Admin) -> None:
    """End an assignment; for admins."""
    company, advisor = OrganisationId(organisation_id), UserId(account_id)
    caller.write(partial(assignments.unassign, organisation_id=company, user_id=advisor, actor=caller.id))


@router.get("/audit", responses=problems(401, 403, 422))
def list_audit(caller: Admin, limit: Limit = 20, cursor: Cursor = None) -> AuditPage:
    """Read the audit log, oldest first; for admins."""
    with caller.store.reading() as connection:
        found = audit.entries(connection, after=read_number(cursor), limit=limit + 1)
    shown, following = cut([(entry.number, entry) for entry in found], limit)
    return AuditPage(items=[AuditLine.of(entry) for entry in shown], next_cursor=following)


@router.get("/audit/proof", responses=problems(401, 403, 503))
def prove_audit(caller: Admin) -> AuditProof:
    """Walk the whole chain of the audit log and say whether it holds; for admins."""
    try:
        with caller.store.reading() as connection:
            return AuditProof(sound=True, lines=audit.verify(connection), fault=None)
    except StoreError as error:
        return AuditProof(sound=False, lines=None, fault=str(error))
