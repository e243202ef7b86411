"""Accounts of people whom an identity provider names: found by issuer and subject, which never change hands."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, select, update

from recommender.store.accounts import find, normal, user_of
from recommender.store.nouns import Identity, Token, TokenKind, User, UserId
from recommender.store.schema import tokens, users
from recommender.store.tokens import issue, revoke_all
from recommender.store.writer import Transaction


def known(connection: Connection, identity: Identity) -> User | None:
    """Read the account of a person who was here before; None where there is none, or it is closed."""
    return _one(connection, _person(identity))


def awaited(connection: Connection, identity: Identity) -> User | None:
    """Read the account that an admin has made for the login, and nobody has used.

    One with a password, with a key that is not revoked, or of a person who was named before, is not for whoever has
    the login today.
    """
    if identity.login is None:
        return None
    keyed = select(tokens.c.user_id).where(tokens.c.revoked_at.is_(None))
    unused = users.c.subject.is_(None) & users.c.password_hash.is_(None) & users.c.id.not_in(keyed)
    return _one(connection, unused & (users.c.login == normal(identity.login)))


def link(transaction: Transaction, identity: Identity) -> User | None:
    """Give a person the account that awaits the login; None where there is none, or no more.

    Nor is there one for who was named to an account that is closed, until an admin unlinks that one.
    """
    held = transaction.connection.execute(select(users).where(_person(identity))).mappings().first()
    if held is not None:
        return user_of(held) if held["disabled_at"] is None else None
    found = awaited(transaction.connection, identity)
    if found is None:
        return None
    named = update(users).where(users.c.id == found.id).values(issuer=identity.issuer, subject=identity.subject)
    transaction.connection.execute(named)
    transaction.record(found.id, "account.link", "account", found.id)
    return find(transaction.connection, found.id)


def unlink(transaction: Transaction, user_id: UserId, *, actor: str) -> User:
    """Forget whom the identity provider named, and end that person's tokens: the account waits for its login again.

    Raises
    ------
    UnknownIdError
        If there is no account of that id.
    """
    if find(transaction.connection, user_id).linked:
        transaction.connection.execute(update(users).where(users.c.id == user_id).values(issuer=None, subject=None))
        revoke_all(transaction, user_id)
        transaction.record(actor, "account.unlink", "account", user_id)
    return find(transaction.connection, user_id)


def sign_in(transaction: Transaction, identity: Identity, *, expires_at: datetime) -> tuple[Token, str] | None:
    """Make the token of a sign-in; None where no account is open to that person."""
    user = link(transaction, identity)
    if user is None:
        return None
    return issue(transaction, user.id, kind=TokenKind.SESSION, expires_at=expires_at)


def _person(identity: Identity) -> ColumnElement[bool]:
    return and_(users.c.issuer == identity.issuer, users.c.subject == identity.subject)


def _one(connection: Connection, which: ColumnElement[bool]) -> User | None:
    row = connection.execute(select(users).where(which, users.c.disabled_at.is_(None))).mappings().first()
    return None if row is None else user_of(row)
