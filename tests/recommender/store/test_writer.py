"""Writes in groups, on both databases."""

import threading
from functools import partial

import pytest
from sqlalchemy import insert, select

from recommender.errors import ConflictError, StoreError
from recommender.store import audit
from recommender.store.schema import users
from recommender.store.store import Store
from recommender.store.writer import Transaction
from tests.databases import Clock


def add(transaction: Transaction, login: str) -> str:
    row = {"id": f"u-{login}", "login": login, "name": "", "role": "admin", "created_at": transaction.at}
    transaction.connection.execute(insert(users).values(row))
    transaction.record("system", "user.create", "user", f"u-{login}")
    return f"u-{login}"


def logins(store: Store) -> list[str]:
    with store.reading() as connection:
        return list(connection.scalars(select(users.c.login).order_by(users.c.number)))


def test_a_write_is_there_when_it_is_acknowledged(store: Store) -> None:
    assert store.write(partial(add, login="one")) == "u-one"
    assert logins(store) == ["one"]


def test_a_write_that_fails_leaves_nothing_and_the_others_alone(store: Store) -> None:
    def fail(transaction: Transaction) -> None:
        add(transaction, "lost")
        raise ConflictError("no")

    store.write(partial(add, login="one"))
    with pytest.raises(ConflictError, match="no"):
        store.write(fail)
    with pytest.raises(StoreError, match="The database failed"):
        store.write(partial(add, login="one"))
    store.write(partial(add, login="two"))
    assert logins(store) == ["one", "two"]
    with store.reading() as connection:
        assert [entry.object_id for entry in audit.entries(connection)] == ["u-one", "u-two"]
        assert audit.verify(connection) == 2


def test_what_waits_together_is_committed_together_and_every_caller_gets_its_own_answer(store: Store) -> None:
    begun, gate, moments, answers = threading.Event(), threading.Event(), [], {}

    def hold(transaction: Transaction) -> None:
        begun.set()
        assert gate.wait(10)
        moments.append(transaction.at)

    def write(login: str) -> None:
        try:
            answers[login] = store.write(partial(add, login=login))
        except StoreError:
            answers[login] = "refused"

    first = threading.Thread(target=store.write, args=(hold,))
    first.start()
    assert begun.wait(10)
    threads = [threading.Thread(target=write, args=(f"n{i % 40}",)) for i in range(50)]
    for thread in threads:
        thread.start()
    while store.waiting < 50:
        threading.Event().wait(0.01)
    gate.set()
    for thread in (first, *threads):
        thread.join()
    assert sorted(logins(store)) == sorted(f"n{i}" for i in range(40))
    assert set(answers) == {f"n{i}" for i in range(40)}
    with store.reading() as connection:
        log = list(audit.entries(connection))
        assert audit.verify(connection) == 40
    assert len({entry.at for entry in log}) == 1


def test_a_closed_store_refuses_and_keeps_what_it_acknowledged(database: str, clock: Clock) -> None:
    store = Store.open(database, clock)
    store.write(partial(add, login="kept"))
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.write(partial(add, login="late"))
    again = Store.open(database, clock)
    assert logins(again) == ["kept"]
    again.close()


def test_two_stores_on_one_database_make_one_chain(database: str, clock: Clock) -> None:
    stores = [Store.open(database, clock) for _ in range(2)]
    threads = [
        threading.Thread(target=lambda s=store, n=number: [s.write(partial(add, login=f"{n}-{i}")) for i in range(25)])
        for number, store in enumerate(stores)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with stores[0].reading() as connection:
        assert audit.verify(connection) == 50
    for store in stores:
        store.close()


def test_a_reading_is_of_one_moment(store: Store) -> None:
    store.write(partial(add, login="one"))
    with store.reading() as connection:
        before = list(connection.scalars(select(users.c.login)))
        store.write(partial(add, login="two"))
        assert list(connection.scalars(select(users.c.login))) == before == ["one"]
    assert logins(store) == ["one", "two"]


def test_a_failure_quotes_no_row(store: Store) -> None:
    store.write(partial(add, login="secret@example.org"))
    with pytest.raises(StoreError) as twice:
        store.write(partial(add, login="secret@example.org"))
    with pytest.raises(StoreError) as unread, store.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere_secret")
    for refusal in (twice, unread):
        assert "The database failed" in str(refusal.value)
        assert "secret" not in str(refusal.value)
