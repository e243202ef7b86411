"""The chain of the audit log: every change of what was written shows."""

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, Update, delete, insert, select, update

from recommender.errors import StoreError
from recommender.store import audit
from recommender.store.database import writing
from recommender.store.schema import audit as table
from recommender.store.store import Store
from recommender.store.writer import Transaction


def three_lines(transaction: Transaction) -> None:
    for number in range(3):
        transaction.record("u-1", "verdict.give", "organisation", f"o-{number}", kind="accept", rank=number)


def edit(**values: object) -> Update:
    return update(table).where(table.c.number == 2).values(**values)


def swap(connection: Connection) -> None:
    for old, new in ((2, -1), (3, 2), (-1, 3)):
        connection.execute(update(table).where(table.c.number == old).values(number=new))


def forge(connection: Connection) -> None:
    """Put a line in whose own hash is right."""
    last = connection.execute(select(table).where(table.c.number == 3)).mappings().one()
    connection.execute(insert(table).values({**last, "number": 4}))


DAMAGES: dict[str, Callable[[Connection], object]] = {
    "actor": lambda c: c.execute(edit(actor="u-2")),
    "action": lambda c: c.execute(edit(action="verdict.undo")),
    "object": lambda c: c.execute(edit(object_id="o-9")),
    "detail": lambda c: c.execute(edit(detail={"kind": "decline", "rank": 1})),
    "hash": lambda c: c.execute(edit(hash="0" * 64)),
    "removed": lambda c: c.execute(delete(table).where(table.c.number == 2)),
    "first removed": lambda c: c.execute(delete(table).where(table.c.number == 1)),
    "swapped": swap,
    "forged": forge,
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_change_of_the_log_shows(store: Store, damage: str) -> None:
    store.write(three_lines)
    with store.reading() as connection:
        assert audit.verify(connection) == 3
    with writing(store.engine) as connection:
        DAMAGES[damage](connection)
    with store.reading() as connection, pytest.raises(StoreError, match="not what was written"):
        audit.verify(connection)


def test_the_log_is_read_in_order_and_in_pages(store: Store) -> None:
    store.write(three_lines)
    with store.reading() as connection:
        page = list(audit.entries(connection, after=1, limit=1))
    assert [(entry.number, entry.actor, entry.detail) for entry in page] == [(2, "u-1", {"kind": "accept", "rank": 1})]
