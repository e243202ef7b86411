"""What companies offer and seek at present, each until a day or until it is closed."""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import Connection, RowMapping, insert, or_, select, update

from recommender.entities import OrganisationId
from recommender.errors import InputError, UnknownIdError
from recommender.store.companies import read
from recommender.store.ids import new_id
from recommender.store.nouns import Intent, IntentKind, UserId
from recommender.store.schema import intents
from recommender.store.writer import Transaction

PAGE = 100
COLUMNS = ("id", "organisation_id", "kind", "text", "until", "created_at", "closed_at")


@dataclass(frozen=True, slots=True)
class IntentSaid:
    """An intent as it is stated; ``until`` is the last day on which it holds."""

    organisation_id: OrganisationId
    kind: IntentKind
    text: str
    until: date | None = None


def add(transaction: Transaction, *, said: IntentSaid, author: UserId) -> Intent:
    """Keep an intent.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    InputError
        If its last day is over.
    """
    read(transaction.connection, said.organisation_id)
    today = transaction.at.date()
    if said.until is not None and said.until < today:
        raise InputError(f"'until' is {said.until}, which is over; name {today} or a later day.")
    intent = Intent(new_id("int"), said.organisation_id, said.kind, said.text, said.until, transaction.at)
    transaction.connection.execute(insert(intents).values({name: getattr(intent, name) for name in COLUMNS}))
    transaction.record(author, "intent.add", "intent", intent.id, company=intent.organisation_id, kind=intent.kind)
    return intent


def close(transaction: Transaction, organisation_id: OrganisationId, intent_id: str, *, author: UserId) -> Intent:
    """End an intent of a company; one that has ended stays so.

    Raises
    ------
    UnknownIdError
        If the company has none of this id.
    """
    mine = (intents.c.id == intent_id) & (intents.c.organisation_id == organisation_id)
    row = transaction.connection.execute(select(intents).where(mine)).mappings().first()
    if row is None:
        raise UnknownIdError("The company has no intent of this id.")
    found = _intent(row)
    if found.closed_at is not None:
        return found
    transaction.connection.execute(update(intents).where(mine).values(closed_at=transaction.at))
    transaction.record(author, "intent.close", "intent", intent_id, company=organisation_id)
    return replace(found, closed_at=transaction.at)


def page(
    connection: Connection, organisation_id: OrganisationId, *, day: date, after: int = 0, limit: int = PAGE
) -> list[tuple[int, Intent]]:
    """Read what a company offers and seeks on a day, the last day of each included, in the order of entry.

    Each comes with its number; the page begins after number `after`.
    """
    asked = (
        select(intents)
        .where(
            intents.c.organisation_id == organisation_id,
            intents.c.closed_at.is_(None),
            or_(intents.c.until.is_(None), intents.c.until >= day),
            intents.c.number > after,
        )
        .order_by(intents.c.number)
        .limit(limit)
    )
    return [(row["number"], _intent(row)) for row in connection.execute(asked).mappings()]


def _intent(row: RowMapping) -> Intent:
    return Intent(**{name: row[name] for name in COLUMNS} | {"kind": IntentKind(row["kind"])})
