"""When and how sole traders were told that their data are kept, as Article 14 of the GDPR asks for.

A company is personal data where one person is the company. Whoever collects such data from elsewhere tells that person
within a month: until a notice is kept here, the company stands among those not yet told; but not where its own account
made it.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, insert, select

from recommender.entities import OrganisationId
from recommender.errors import ConflictError, InputError, UnknownIdError
from recommender.store.companies import read, seen_by
from recommender.store.ids import new_id
from recommender.store.nouns import User, UserId
from recommender.store.schema import notices, organisations, profiles, users
from recommender.store.writer import Transaction


class Channel(StrEnum):
    """How a sole trader was told that its data are kept; ``service`` is that the person has read so itself."""

    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"
    MEETING = "meeting"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Told:
    """A sole trader was told, on a day, by a version of the notice's text."""

    organisation_id: OrganisationId
    channel: Channel
    version: str
    day: date


@dataclass(frozen=True, slots=True)
class Notice:
    """That a sole trader was told, as it is kept, and who recorded it when."""

    id: str
    number: int
    told: Told
    author: UserId
    at: datetime


PAGE = 100
TOLD = tuple(part.name for part in fields(Told))
_first = profiles.alias("first")
_TELLING_OF_ITSELF = (
    select(_first.c.organisation_id)
    .join(users, users.c.id == _first.c.author)
    .where(_first.c.version == 1, users.c.organisation_id == _first.c.organisation_id)
)
"""Companies that their own accounts have made: nothing was collected from elsewhere."""
NEVER_TOLD = and_(
    organisations.c.sole_trader.is_(True),
    organisations.c.id.not_in(select(notices.c.organisation_id)),
    organisations.c.id.not_in(_TELLING_OF_ITSELF),
)
"""Sole traders whom others have entered, and of whom no notice is kept."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A sole trader who has not been told, since when its data are kept, and the last day to tell."""

    organisation_id: OrganisationId
    name: str
    since: date
    due: date


def give(transaction: Transaction, *, told: Told, author: UserId) -> Notice:
    """Keep that a sole trader was told.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    ConflictError
        If it is no sole trader.
    InputError
        If the day is to come, or before the company's data were kept.
    """
    company = read(transaction.connection, told.organisation_id)
    if not company.sole_trader:
        raise ConflictError("This company is no sole trader; mark it as one first, if one person is the company.")
    today = transaction.at.date()
    if told.day > today:
        raise InputError(f"'day' is {told.day}, which is to come; name {today} or an earlier day.")
    since = company.created_at.date()
    if told.day < since:
        raise InputError(
            f"'day' is {told.day}, when the company's data were not kept yet; name {since} or a later day."
        )
    row = {name: getattr(told, name) for name in TOLD} | {"id": new_id("ntc"), "author": author, "at": transaction.at}
    number = transaction.connection.execute(insert(notices).values(row)).inserted_primary_key
    about = {"company": told.organisation_id, "channel": told.channel.value}
    transaction.record(author, "notice.give", "notice", str(row["id"]), **about)
    return _notice({**row, "number": number[0] if number else 0})


def withdraw(transaction: Transaction, organisation_id: OrganisationId, notice_id: str, *, author: UserId) -> None:
    """Take away a notice that was kept by mistake; the audit log tells that there was one.

    Raises
    ------
    UnknownIdError
        If the company has none of this id.
    """
    mine = (notices.c.id == notice_id) & (notices.c.organisation_id == organisation_id)
    if not transaction.connection.execute(delete(notices).where(mine)).rowcount:
        raise UnknownIdError("The company has no notice of this id.")
    transaction.record(author, "notice.withdraw", "notice", notice_id, company=organisation_id)


def page(
    connection: Connection, organisation_id: OrganisationId, *, after: int = 0, limit: int = PAGE
) -> list[tuple[int, Notice]]:
    """Read when and how a company was told, in the order of entry, each with its number, from the one after `after`."""
    mine = (notices.c.organisation_id == organisation_id, notices.c.number > after)
    asked = select(notices).where(*mine).order_by(notices.c.number).limit(limit)
    return [(row["number"], _notice(row)) for row in connection.execute(asked).mappings()]


def untold(connection: Connection, user: User | None, *, after: int = 0, limit: int = PAGE) -> list[tuple[int, Untold]]:
    """Read who has not been told, of those that an account may see, the longest kept first; each with its number."""
    current = (profiles.c.organisation_id == organisations.c.id) & (profiles.c.version == organisations.c.version)
    never = (NEVER_TOLD, seen_by(user), organisations.c.number > after)
    asked = select(organisations, profiles.c.profile).join(profiles, current).where(*never)
    rows = connection.execute(asked.order_by(organisations.c.number).limit(limit)).mappings()
    return [(row["number"], _untold(row)) for row in rows]


def due(kept_since: datetime) -> date:
    """Last day to tell: that of the next month with the same number, or the last of a shorter month."""
    first = kept_since.date()
    year, month = first.year + first.month // 12, first.month % 12 + 1
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _untold(row: RowMapping) -> Untold:
    since: datetime = row["created_at"]
    return Untold(OrganisationId(row["id"]), row["profile"]["name"], since.date(), due(since))


def _notice(row: Mapping[Any, Any]) -> Notice:
    told = Told(**{name: row[name] for name in TOLD} | {"channel": Channel(row["channel"])})
    return Notice(row["id"], row["number"], told, UserId(row["author"]), row["at"])
