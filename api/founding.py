"""The first account: made where the service runs, before anybody can sign in."""

from dataclasses import replace
from functools import partial

from api.clock import now
from api.passwords import hash_password
from api.settings import Settings
from recommender.store import accounts, tokens
from recommender.store.nouns import TokenKind, User
from recommender.store.store import Store
from recommender.store.writer import Transaction


def found(settings: Settings, new: accounts.NewUser, password: str | None) -> tuple[User, str | None]:
    """Make an account; return it, and the secret of its first API key where it has no password.

    Raises
    ------
    StoreError
        If the database cannot be used.
    QueryError
        If the password, or the role and what belongs to it, cannot be used.
    ConflictError
        If the login is taken.
    """
    hashed = None if password is None else hash_password(password)
    store = Store.open(settings.database_url, now)
    try:
        return store.write(partial(_found, new=replace(new, password_hash=hashed)))
    finally:
        store.close()


def _found(transaction: Transaction, *, new: accounts.NewUser) -> tuple[User, str | None]:
    user = accounts.create(transaction, new, actor=accounts.SYSTEM)
    if new.password_hash is not None:
        return user, None
    return user, tokens.issue(transaction, user.id, kind=TokenKind.KEY, label="first key")[1]
