"""Companies and what they say of themselves: each version is kept, and none is changed.

An objection takes a company out of search and of rankings made for ecosystems, at once; training reads no store.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, false, func, insert, select, true, update

from recommender.entities import OrganisationId, SizeClass
from recommender.errors import ConflictError, StaleError, UnknownIdError
from recommender.store.ids import new_id
from recommender.store.nouns import Company, CompanyProfile, ProfileVersion, Role, User, UserId
from recommender.store.schema import assignments, organisations, profiles
from recommender.store.writer import Transaction

PAGE = 100
LISTS = ("sectors", "offers", "needs", "languages")


class Mark(StrEnum):
    """What holds of a company whatever its profile says."""

    CONTACT_CONSENT = "contact_consent"
    OBJECTED = "objected"
    SOLE_TRADER = "sole_trader"


def create(transaction: Transaction, *, profile: CompanyProfile, author: UserId, sole_trader: bool = False) -> Company:
    """Keep a new company with the first version of its profile.

    Raises
    ------
    ConflictError
        If another company has its business id.
    """
    _check_business_id(transaction.connection, profile.business_id)
    company = Company(
        OrganisationId(new_id("org")),
        version=1,
        profile=profile,
        sole_trader=sole_trader,
        contact_consent=False,
        objected=False,
        created_at=transaction.at,
        changed_at=transaction.at,
    )
    row = {
        "id": company.id,
        "version": company.version,
        "business_id": profile.business_id or None,
        "created_at": transaction.at,
        **{mark.value: getattr(company, mark) for mark in Mark},
    }
    transaction.connection.execute(insert(organisations).values(row))
    _keep_version(transaction, company, author)
    transaction.record(author, "company.create", "company", company.id, sole_trader=sole_trader)
    return company


def revise(
    transaction: Transaction, organisation_id: OrganisationId, *, profile: CompanyProfile, expected: int, author: UserId
) -> Company:
    """Keep the next version of a profile; one that says the same as the current one changes nothing.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    StaleError
        If the current version is not the `expected` one.
    ConflictError
        If another company has its business id.
    """
    current = read(transaction.connection, organisation_id)
    if current.version != expected:
        raise StaleError(f"The profile has version {current.version}, not {expected}; read it and try again.")
    if profile == current.profile:
        return current
    if profile.business_id != current.profile.business_id:
        _check_business_id(transaction.connection, profile.business_id)
    company = replace(current, version=expected + 1, profile=profile, changed_at=transaction.at)
    changed = update(organisations).where(organisations.c.id == organisation_id)
    row = {"version": company.version, "business_id": profile.business_id or None}
    transaction.connection.execute(changed.values(row))
    _keep_version(transaction, company, author)
    transaction.record(author, "company.revise", "company", company.id, version=company.version)
    return company


def mark(
    transaction: Transaction, organisation_id: OrganisationId, *, as_: Mark, holds: bool, actor: UserId
) -> Company:
    """Say that a mark holds of a company, or no longer does.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    if getattr(read(transaction.connection, organisation_id), as_) != holds:
        changed = update(organisations).where(organisations.c.id == organisation_id)
        transaction.connection.execute(changed.values({as_.value: holds}))
        transaction.record(actor, f"company.{as_}", "company", organisation_id, holds=holds)
    return read(transaction.connection, organisation_id)


def read(connection: Connection, organisation_id: OrganisationId) -> Company:
    """Read a company.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    row = connection.execute(_CURRENT.where(organisations.c.id == organisation_id)).mappings().first()
    if row is None:
        raise UnknownIdError("There is no company of this id.")
    return _company(row)


def by_business_id(connection: Connection, business_id: str) -> Company | None:
    """Read the company that has a business id."""
    row = connection.execute(_CURRENT.where(organisations.c.business_id == business_id)).mappings().first()
    return None if row is None else _company(row)


def page(connection: Connection, user: User | None, *, after: int = 0, limit: int = PAGE) -> list[tuple[int, Company]]:
    """Read what an account may see in the order of entry, each with its number, from the one after `after` on."""
    asked = _CURRENT.where(seen_by(user), organisations.c.number > after).order_by(organisations.c.number).limit(limit)
    return [(row["number"], _company(row)) for row in connection.execute(asked).mappings()]


def open_to(connection: Connection, user: User | None) -> Iterator[Company]:
    """Read what may be searched and ranked for an account, in the order of entry: no company that objected."""
    asked = _CURRENT.where(seen_by(user), organisations.c.objected.is_(False)).order_by(organisations.c.number)
    return (_company(row) for row in connection.execute(asked).mappings())


def unobjecting(connection: Connection, *, among: Collection[str] | None = None) -> Iterator[Company]:
    """Read all companies that did not object, or those `among` some, whoever may see them: to be ranked and counted."""
    asked = _CURRENT.where(organisations.c.objected.is_(False)).order_by(organisations.c.number)
    if among is not None:
        asked = asked.where(organisations.c.id.in_(among))
    return (_company(row) for row in connection.execute(asked).mappings())


def count(connection: Connection, *, without: Collection[str] = ()) -> int:
    """Count the companies that did not object, `without` some."""
    asked = select(func.count()).select_from(organisations).where(organisations.c.objected.is_(False))
    left_out = connection.scalar(asked.where(organisations.c.id.in_(without))) if without else 0
    return (connection.scalar(asked) or 0) - (left_out or 0)


def version(connection: Connection, organisation_id: OrganisationId, number: int) -> CompanyProfile:
    """Read one version of a profile.

    Raises
    ------
    UnknownIdError
        If it is not there.
    """
    found = versions(connection, organisation_id, after=number - 1, limit=1)
    if not found or found[0].version != number:
        raise UnknownIdError("There is no such version of the profile.")
    return found[0].profile


def versions(
    connection: Connection, organisation_id: OrganisationId, *, after: int = 0, limit: int = PAGE
) -> list[ProfileVersion]:
    """Read the versions of a profile, oldest first, from the one after version `after` on."""
    mine = (profiles.c.organisation_id == organisation_id, profiles.c.version > after)
    asked = select(profiles).where(*mine).order_by(profiles.c.version).limit(limit)
    return [
        ProfileVersion(row["version"], profile_of(row["profile"]), UserId(row["author"]), row["at"])
        for row in connection.execute(asked).mappings()
    ]


def seen_by(user: User | None) -> ColumnElement[bool]:
    """Which companies an account may see: its own, those it looks after, all, or none."""
    match user:
        case User(role=Role.ADMIN):
            return true()
        case User(role=Role.ADVISOR):
            mine = select(assignments.c.organisation_id).where(assignments.c.user_id == user.id)
            return organisations.c.id.in_(mine)
        case User(role=Role.SME, organisation_id=str(own)):
            return organisations.c.id == own
        case _:
            return false()


def require_seen(connection: Connection, user: User | None, *asked: OrganisationId) -> None:
    """Refuse companies that an account may not see, in the same words as those that are not there.

    Raises
    ------
    UnknownIdError
        If one of them is such a company.
    """
    if asked:
        seen = select(organisations.c.id).where(organisations.c.id.in_(set(asked)), seen_by(user))
        if not set(asked).issubset(connection.scalars(seen)):
            raise UnknownIdError("There is no company of this id.")


def profile_of(said: Mapping[str, Any]) -> CompanyProfile:
    """Read a profile as it is kept, a JSON object."""
    lists: dict[str, Any] = {name: tuple(said[name]) for name in LISTS}
    return CompanyProfile(**{**said, **lists, "size": SizeClass(said["size"])})


_CURRENT: Select[tuple[object, ...]] = select(
    *organisations.c, profiles.c.profile, profiles.c.at.label("changed_at")
).join(
    profiles, (profiles.c.organisation_id == organisations.c.id) & (profiles.c.version == organisations.c.version)
)  # fmt: skip


def _company(row: RowMapping) -> Company:
    changed_at: datetime = row["changed_at"]
    return Company(
        OrganisationId(row["id"]),
        row["version"],
        profile_of(row["profile"]),
        row["sole_trader"],
        row["contact_consent"],
        row["objected"],
        row["created_at"],
        changed_at,
    )


def _keep_version(transaction: Transaction, company: Company, author: UserId) -> None:
    row = {
        "organisation_id": company.id,
        "version": company.version,
        "profile": asdict(company.profile),
        "author": author,
        "at": transaction.at,
    }
    transaction.connection.execute(insert(profiles).values(row))


def _check_business_id(connection: Connection, business_id: str) -> None:
    if business_id and by_business_id(connection, business_id) is not None:
        raise ConflictError("Another company has this business id; correct it, or change that company's profile.")
