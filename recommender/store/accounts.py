"""Accounts: who may sign in, and as what."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    bindparam,
    insert,
    or_,
    select,
    update,
)

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, QueryError, UnknownIdError
from recommender.store.ids import hashed, new_id
from recommender.store.nouns import Role, Token, TokenKind, User, UserId
from recommender.store.schema import organisations, tokens, users
from recommender.store.tokens import COLUMNS, issue, revoke_all, token_of
from recommender.store.writer import Transaction

SYSTEM = "system"
"""Who acts where no account does: the command line."""


@dataclass(frozen=True, slots=True)
class NewUser:
    """An account to be made.

    An SME's may name its company, a flagship contact's has to name its ecosystem. One without a ``password_hash``
    signs in elsewhere, or by keys alone.
    """

    login: str
    role: Role
    name: str = ""
    organisation_id: OrganisationId | None = None
    ecosystem_id: EcosystemId | None = None
    password_hash: str | None = None


def create(transaction: Transaction, new: NewUser, *, actor: str) -> User:
    """Make an account.

    Raises
    ------
    QueryError
        If its role and what it belongs to do not fit.
    ConflictError
        If the login is taken.
    UnknownIdError
        If its company is not there.
    """
    _check(new)
    login = normal(new.login)
    if transaction.connection.scalar(select(users.c.id).where(users.c.login == login)) is not None:
        raise ConflictError("There is an account with this login already.")
    if new.organisation_id is not None:
        require_company(transaction.connection, new.organisation_id)
    user = UserId(new_id("usr"))
    row = {
        "id": user,
        "login": login,
        "name": new.name.strip(),
        "role": new.role,
        "password_hash": new.password_hash,
        "organisation_id": new.organisation_id,
        "ecosystem_id": new.ecosystem_id,
        "created_at": transaction.at,
    }
    transaction.connection.execute(insert(users).values(row))
    transaction.record(actor, "account.create", "account", user, role=new.role)
    return find(transaction.connection, user)


def find(connection: Connection, user_id: UserId) -> User:
    """Read an account.

    Raises
    ------
    UnknownIdError
        If there is none of that id.
    """
    row = connection.execute(select(users).where(users.c.id == user_id)).mappings().first()
    if row is None:
        raise UnknownIdError("There is no account of this id.")
    return user_of(row)


def by_login(connection: Connection, login: str) -> tuple[User, str | None] | None:
    """Read an account and the hash of its password, where it has one."""
    row = connection.execute(select(users).where(users.c.login == normal(login))).mappings().first()
    return None if row is None else (user_of(row), row["password_hash"])


def sign_in(
    transaction: Transaction, user_id: UserId, *, password_hash: str, expires_at: datetime
) -> tuple[Token, str] | None:
    """Make the token of a sign-in; None where the password changed, or the account was closed, since it was checked."""
    unchanged = (users.c.id == user_id) & (users.c.password_hash == password_hash) & users.c.disabled_at.is_(None)
    if transaction.connection.scalar(select(users.c.id).where(unchanged)) is None:
        return None
    return issue(transaction, user_id, kind=TokenKind.SESSION, expires_at=expires_at)


def bearer(connection: Connection, secret: str, *, at: datetime) -> tuple[User, Token] | None:
    """Whose token this is; None where it is unknown, revoked or over, or its account is closed."""
    row = connection.execute(_BEARER, {"secret": hashed(secret), "at": at}).mappings().first()
    return None if row is None else (user_of(row), token_of({name: row[f"token_{name}"] for name in COLUMNS}))


def holds(connection: Connection, token: Token, *, at: datetime) -> bool:
    """Whether a token that was found before is still good, and its account open."""
    asked = select(tokens.c.id).join(users, tokens.c.user_id == users.c.id).where(tokens.c.id == token.id, _good(at))
    return connection.scalar(asked) is not None


def is_open(connection: Connection, user_id: UserId) -> bool:
    """Whether there is such an account, and nobody has closed it."""
    asked = select(users.c.id).where(users.c.id == user_id, users.c.disabled_at.is_(None))
    return connection.scalar(asked) is not None


def page(connection: Connection, *, after: int, limit: int) -> list[tuple[int, User]]:
    """Read accounts in the order they were made, each with its number, from the one after number `after` on."""
    asked = select(users).where(users.c.number > after).order_by(users.c.number).limit(limit)
    return [(row["number"], user_of(row)) for row in connection.execute(asked).mappings()]


def set_disabled(transaction: Transaction, user_id: UserId, *, disabled: bool, actor: str) -> User:
    """Close an account, at once and with all its tokens, or open it again.

    Raises
    ------
    UnknownIdError
        If there is none of that id.
    ConflictError
        If it would close itself: the last admin could not be let in again.
    """
    if disabled and actor == user_id:
        raise ConflictError("This is your own account; let another admin close it.")
    user = find(transaction.connection, user_id)
    if disabled != (user.disabled_at is not None):
        at = transaction.at if disabled else None
        transaction.connection.execute(update(users).where(users.c.id == user_id).values(disabled_at=at))
        if disabled:
            revoke_all(transaction, user_id)
        transaction.record(actor, "account.disable" if disabled else "account.enable", "account", user_id)
    return find(transaction.connection, user_id)


def set_password(transaction: Transaction, user_id: UserId, password_hash: str, *, actor: str) -> None:
    """Change a password; whoever is signed in with the old one is signed out."""
    find(transaction.connection, user_id)
    transaction.connection.execute(update(users).where(users.c.id == user_id).values(password_hash=password_hash))
    revoke_all(transaction, user_id, TokenKind.SESSION)
    transaction.record(actor, "account.password", "account", user_id)


def tie(transaction: Transaction, user_id: UserId, organisation_id: OrganisationId) -> None:
    """Give an SME's account the company that it has just made.

    Raises
    ------
    ConflictError
        If it has one.
    """
    changed = update(users).where(users.c.id == user_id, users.c.organisation_id.is_(None))
    if not transaction.connection.execute(changed.values(organisation_id=organisation_id)).rowcount:
        raise ConflictError("This account has a company already; change its profile instead.")
    transaction.record(user_id, "account.tie", "account", user_id, company=organisation_id)


def _good(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Tokens that nobody has revoked and that are not over, of accounts that are open."""
    lasting = or_(tokens.c.expires_at.is_(None), tokens.c.expires_at > at)
    return and_(tokens.c.revoked_at.is_(None), lasting, users.c.disabled_at.is_(None))


_BEARER = (  # made once, not anew with each request
    select(users, *(tokens.c[name].label(f"token_{name}") for name in COLUMNS))
    .join(tokens, tokens.c.user_id == users.c.id)
    .where(tokens.c.hash == bindparam("secret"), _good(bindparam("at")))
)


def normal(login: str) -> str:
    """A login as it is kept: capitals and blanks around it make no difference.

    Nothing else does: ``casefold`` would make one of addresses that differ, as those with ``ß`` and ``ss``.
    """
    return login.strip().lower()


def _check(new: NewUser) -> None:
    if not normal(new.login):
        raise QueryError("An account needs a login.")
    if (new.role is Role.FLAGSHIP) != (new.ecosystem_id is not None):
        raise QueryError("An account of a flagship contact names its ecosystem, no other does.")
    if new.organisation_id is not None and new.role is not Role.SME:
        raise QueryError("Only an SME's account belongs to a company.")


def require_company(connection: Connection, organisation_id: OrganisationId) -> None:
    """Refuse a company that is not there.

    Raises
    ------
    UnknownIdError
        If it is not.
    """
    if connection.scalar(select(organisations.c.id).where(organisations.c.id == organisation_id)) is None:
        raise UnknownIdError("There is no company of this id.")


def user_of(row: RowMapping) -> User:
    """Read a row of the table of accounts."""
    return User(
        id=UserId(row["id"]),
        login=row["login"],
        role=Role(row["role"]),
        name=row["name"],
        organisation_id=row["organisation_id"],
        ecosystem_id=row["ecosystem_id"],
        disabled_at=row["disabled_at"],
        created_at=row["created_at"],
        linked=row["subject"] is not None,
    )
