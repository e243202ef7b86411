"""Bearer tokens: of sign-ins, and API keys that accounts make for their programs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from recommender.errors import UnknownIdError
from recommender.store.ids import hashed, new_id, new_secret
from recommender.store.nouns import Token, TokenKind, UserId
from recommender.store.schema import tokens
from recommender.store.writer import Transaction

COLUMNS = ("id", "user_id", "kind", "label", "created_at", "expires_at", "revoked_at")
"""What is read of a token: all but its hash."""


def issue(
    transaction: Transaction, user_id: UserId, *, kind: TokenKind, label: str = "", expires_at: datetime | None = None
) -> tuple[Token, str]:
    """Make a bearer token; return it as it is kept, and the secret, which is told this once."""
    secret = new_secret()
    token = Token(new_id("tok"), user_id, kind, label, transaction.at, expires_at)
    row = {name: getattr(token, name) for name in ("id", "user_id", "kind", "label", "created_at", "expires_at")}
    transaction.connection.execute(insert(tokens).values({**row, "hash": hashed(secret)}))
    transaction.record(user_id, f"{kind}.issue", "token", token.id)
    return token, secret


def keys(connection: Connection, user_id: UserId) -> list[Token]:
    """Read the API keys of an account, revoked ones too, oldest first."""
    asked = (
        select(*(tokens.c[name] for name in COLUMNS))
        .where(tokens.c.user_id == user_id, tokens.c.kind == TokenKind.KEY)
        .order_by(tokens.c.number)
    )
    return [token_of(row) for row in connection.execute(asked).mappings()]


def revoke(transaction: Transaction, token_id: str, *, user_id: UserId) -> None:
    """End a token of an account; one that has ended stays so.

    Raises
    ------
    UnknownIdError
        If the account has none of that id.
    """
    mine = (tokens.c.id == token_id) & (tokens.c.user_id == user_id)
    if transaction.connection.scalar(select(tokens.c.id).where(mine)) is None:
        raise UnknownIdError("You have no key of this id.")
    ended = update(tokens).where(mine, tokens.c.revoked_at.is_(None)).values(revoked_at=transaction.at)
    if transaction.connection.execute(ended).rowcount:
        transaction.record(user_id, "token.revoke", "token", token_id)


def revoke_all(transaction: Transaction, user_id: UserId, *kinds: TokenKind) -> None:
    """End the tokens of an account, of these kinds, or all."""
    ended = update(tokens).where(tokens.c.user_id == user_id, tokens.c.revoked_at.is_(None))
    if kinds:
        ended = ended.where(tokens.c.kind.in_(kinds))
    transaction.connection.execute(ended.values(revoked_at=transaction.at))


def token_of(row: Mapping[Any, Any]) -> Token:
    """Read the columns of a token."""
    return Token(**{name: row[name] for name in COLUMNS} | {"kind": TokenKind(row["kind"])})
