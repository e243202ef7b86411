"""Requests with a key: once, however often they come."""

import threading
from functools import partial

import pytest
from sqlalchemy import func, select

from recommender.errors import ConflictError, InputError
from recommender.store import verdicts
from recommender.store.nouns import UserId, VerdictKind
from recommender.store.requests import Answered, Keyed, fingerprint, once
from recommender.store.schema import verdicts as table
from recommender.store.store import Store
from recommender.store.writer import Transaction
from tests.recommender.store.rows import ADVISOR, company, say


def accept(transaction: Transaction) -> Answered:
    given = verdicts.give(transaction, judgements=[say(VerdictKind.ACCEPT)], author=ADVISOR)
    return Answered(201, {"items": [verdict.id for verdict in given]})


def keyed(key: str = "k-1", body: object = "accept", user: UserId = ADVISOR) -> Keyed:
    return Keyed(user, key, fingerprint("POST", "/v1/verdicts", body))


def ask(store: Store, asked: Keyed) -> Answered:
    return store.write(partial(once, asked=asked, work=accept))


def count(store: Store) -> int:
    with store.reading() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_same_request_is_answered_alike_and_done_once(store: Store) -> None:
    company(store)
    first, again = ask(store, keyed()), ask(store, keyed())
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.status, again.answer) == (first.status, first.answer)
    assert count(store) == 1


def test_another_request_under_the_key_is_refused_and_another_key_or_user_is_free(store: Store) -> None:
    company(store)
    ask(store, keyed())
    with pytest.raises(InputError, match="was used for another request"):
        ask(store, keyed(body="decline"))
    assert not ask(store, keyed("k-2")).repeated
    assert not ask(store, keyed(user=UserId("usr-other"))).repeated
    assert count(store) == 3


def test_a_request_that_failed_leaves_its_key_free(store: Store) -> None:
    company(store)

    def fail(transaction: Transaction) -> Answered:
        accept(transaction)
        raise ConflictError("not now")

    with pytest.raises(ConflictError):
        store.write(partial(once, asked=keyed(), work=fail))
    assert not ask(store, keyed()).repeated
    assert count(store) == 1


def test_requests_that_come_at_once_are_done_once(store: Store) -> None:
    company(store)
    answers: list[Answered] = []
    threads = [threading.Thread(target=lambda: answers.append(ask(store, keyed()))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert count(store) == 1
    assert len({str(answer.answer) for answer in answers}) == 1
    assert sorted(answer.repeated for answer in answers) == [False, *[True] * 11]


def test_the_fingerprint_knows_what_is_asked_and_not_how_it_is_written() -> None:
    same = fingerprint("POST", "/x", {"a": 1, "b": 2})
    assert same == fingerprint("POST", "/x", {"b": 2, "a": 1})
    others = {fingerprint("PUT", "/x", {}), fingerprint("POST", "/y", {}), fingerprint("POST", "/x", {"a": "1"})}
    assert len({same, *others}) == 4
