"""Requests with an ``Idempotency-Key``: done once, answered alike however often they come.

The answer is kept in the transaction of the work itself, so that no crash can come between them. Semantics as in the
IETF draft "The Idempotency-Key HTTP Header Field" (draft-ietf-httpapi-idempotency-key-header): a key that comes again
with another request is refused. A request that failed left nothing behind, so its key is free again.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import insert, select

from recommender.errors import InputError
from recommender.store.nouns import UserId
from recommender.store.schema import requests
from recommender.store.writer import Transaction

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Keyed:
    """Who asks, under which key, for what: the fingerprint of a request tells it from every other."""

    user_id: UserId
    key: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer, a status and a JSON object, and whether it was given before."""

    status: int
    answer: Json
    repeated: bool = False


def fingerprint(method: str, path: str, body: object) -> str:
    """Hash what is asked, over JSON with sorted keys."""
    told = json.dumps([method, path, body], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def once(transaction: Transaction, *, asked: Keyed, work: Callable[[Transaction], Answered]) -> Answered:
    """Do `work` unless it was done under this key, and return its answer.

    Raises
    ------
    InputError
        If the key came with another request before.
    """
    mine = (requests.c.user_id == asked.user_id, requests.c.key == asked.key)
    row = transaction.connection.execute(select(requests).where(*mine)).one_or_none()
    if row is not None:
        if row.fingerprint != asked.fingerprint:
            raise InputError("The Idempotency-Key was used for another request; make a new key for each request.")
        return Answered(row.status, row.answer, repeated=True)
    done = work(transaction)
    kept = {
        "user_id": asked.user_id,
        "key": asked.key,
        "fingerprint": asked.fingerprint,
        "status": done.status,
        "answer": done.answer,
        "at": transaction.at,
    }
    transaction.connection.execute(insert(requests).values(kept))
    return done
