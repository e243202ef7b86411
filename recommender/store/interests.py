"""Expressions of interest: a company asks, an ecosystem's contact agrees, and only then each sees who the other is.

Until then that side sees lines that tell a day, a country and a size class, ordered by the day and a random id, so
that neither order nor number nor moment tells who asked. A company that takes its consent back is gone from them.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, RowMapping, and_, func, insert, or_, select, update

from recommender.entities import EcosystemId, OrganisationId, SizeClass
from recommender.errors import ConflictError, UnknownIdError
from recommender.store import verdicts
from recommender.store.ids import new_id
from recommender.store.nouns import Interest, InterestState, UserId, VerdictKind
from recommender.store.schema import interests, organisations, profiles, users
from recommender.store.writer import Transaction

PAGE = 100
SHOWN = (InterestState.OPEN, InterestState.AGREED, InterestState.DECLINED)
"""What the asked side sees; what was withdrawn it does not."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to talk to, by name and login."""

    name: str
    login: str


@dataclass(frozen=True, slots=True)
class Introduction:
    """What the asked side learns once it has agreed."""

    company: str
    website: str
    message: str
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class Line:
    """An interest as the asked side sees it."""

    id: str
    day: date
    country: str
    size: SizeClass
    state: InterestState
    introduction: Introduction | None = None


def express(
    transaction: Transaction,
    *,
    organisation_id: OrganisationId,
    ecosystem_id: EcosystemId,
    message: str,
    author: UserId,
) -> Interest:
    """Ask on behalf of a company that consents to be contacted.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    ConflictError
        If it does not consent, has asked already, or either side has declined the other.
    """
    _check_may_ask(transaction.connection, organisation_id, ecosystem_id)
    row = {
        "id": new_id("int"),
        "organisation_id": organisation_id,
        "ecosystem_id": ecosystem_id,
        "state": InterestState.OPEN.value,
        "message": message,
        "day": transaction.at.date(),
        "author": author,
        "at": transaction.at,
    }
    transaction.connection.execute(insert(interests).values(row))
    transaction.record(author, "interest.express", "interest", str(row["id"]), company=organisation_id)
    return find(transaction.connection, str(row["id"]))


def withdraw(transaction: Transaction, *, interest_id: str, author: UserId) -> Interest:
    """Take an interest back, open or agreed; the other side sees nothing of it any more.

    Raises
    ------
    UnknownIdError
        If there is no such interest.
    ConflictError
        If it was declined or withdrawn before.
    """
    found = find(transaction.connection, interest_id)
    if found.state not in {InterestState.OPEN, InterestState.AGREED}:
        raise ConflictError(f"The interest {interest_id!r} is {found.state} already.")
    changed = update(interests).where(interests.c.id == interest_id).values(state=InterestState.WITHDRAWN.value)
    transaction.connection.execute(changed)
    transaction.record(author, "interest.withdraw", "interest", interest_id, company=found.organisation_id)
    return find(transaction.connection, interest_id)


def answer(
    transaction: Transaction, *, interest_id: str, ecosystem_id: EcosystemId, agrees: bool, author: UserId
) -> Line:
    """Agree to talk, or decline, for an ecosystem.

    Raises
    ------
    UnknownIdError
        If the ecosystem has no such interest that it may see.
    ConflictError
        If it was answered before.
    """
    connection = transaction.connection
    found = _line(connection, ecosystem_id, interest_id)
    if found.state is not InterestState.OPEN:
        raise ConflictError(f"The interest {interest_id!r} is {found.state} already.")
    state = InterestState.AGREED if agrees else InterestState.DECLINED
    told = {"state": state.value, "answered_by": author, "answered_at": transaction.at}
    connection.execute(update(interests).where(interests.c.id == interest_id).values(told))
    company = find(connection, interest_id).organisation_id
    transaction.record(author, "interest.answer", "interest", interest_id, company=company, state=state.value)
    return _line(connection, ecosystem_id, interest_id)


def find(connection: Connection, interest_id: str) -> Interest:
    """Read one, for the side that asked.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    row = connection.execute(select(interests).where(interests.c.id == interest_id)).mappings().one_or_none()
    if row is None:
        raise unknown(interest_id)
    return _interest(row)


def of_company(
    connection: Connection, organisation_id: OrganisationId, *, after: int = 0, limit: int = PAGE
) -> list[Interest]:
    """Read what a company asked, in order, from the one after number `after` on."""
    mine = (interests.c.organisation_id == organisation_id, interests.c.number > after)
    asked = select(interests).where(*mine).order_by(interests.c.number).limit(limit)
    return [_interest(row) for row in connection.execute(asked).mappings()]


def contact(connection: Connection, found: Interest) -> Contact | None:
    """Tell the side that asked whom it may talk to, once the other has agreed."""
    if found.state is not InterestState.AGREED or found.answered_by is None:
        return None
    return _contact(connection, found.answered_by)


def counts(connection: Connection, ecosystem_id: EcosystemId) -> dict[InterestState, int]:
    """Count what an ecosystem was asked, by state."""
    asked = select(interests.c.state, func.count().label("number")).select_from(_joined).where(_visible(ecosystem_id))
    found = {row.state: row.number for row in connection.execute(asked.group_by(interests.c.state))}
    return {state: found.get(state.value, 0) for state in SHOWN}


def refused(connection: Connection, ecosystem_id: EcosystemId) -> frozenset[OrganisationId]:
    """Companies that an ecosystem has declined to talk to; for eyes that may see companies, never for its own."""
    pair = (interests.c.ecosystem_id == ecosystem_id, interests.c.state == InterestState.DECLINED.value)
    found = connection.scalars(select(interests.c.organisation_id).where(*pair))
    return frozenset(OrganisationId(organisation_id) for organisation_id in found)


def lines(
    connection: Connection, ecosystem_id: EcosystemId, *, after: tuple[date, str] | None = None, limit: int = PAGE
) -> list[Line]:
    """Read what an ecosystem was asked, by day and random id, from the one after `after` on."""
    asked = _lines.where(_visible(ecosystem_id)).order_by(interests.c.day, interests.c.id).limit(limit)
    if after is not None:
        day, last = after
        asked = asked.where(or_(interests.c.day > day, and_(interests.c.day == day, interests.c.id > last)))
    return [_seen(connection, row) for row in connection.execute(asked).all()]


def unknown(interest_id: str) -> UnknownIdError:
    """What is said of an interest that is not there, and of one that is another's."""
    return UnknownIdError(f"No interest has the id {interest_id!r}.")


_joined = interests.join(organisations, organisations.c.id == interests.c.organisation_id).join(
    profiles,
    and_(profiles.c.organisation_id == organisations.c.id, profiles.c.version == organisations.c.version),
)
_lines = select(interests, profiles.c.profile).select_from(_joined)


def _visible(ecosystem_id: EcosystemId) -> ColumnElement[bool]:
    return and_(
        interests.c.ecosystem_id == ecosystem_id,
        interests.c.state.in_([state.value for state in SHOWN]),
        organisations.c.contact_consent,
        ~organisations.c.objected,
    )


def _line(connection: Connection, ecosystem_id: EcosystemId, interest_id: str) -> Line:
    asked = _lines.where(_visible(ecosystem_id), interests.c.id == interest_id)
    row = connection.execute(asked).one_or_none()
    if row is None:
        raise unknown(interest_id)
    return _seen(connection, row)


def _seen(connection: Connection, row: Row[tuple[object, ...]]) -> Line:
    profile, state = row.profile, InterestState(row.state)
    introduction = None
    if state is InterestState.AGREED:
        who = _contact(connection, row.author)
        introduction = Introduction(profile["name"], profile["website"], row.message, who)
    return Line(row.id, row.day, profile["country"], SizeClass(profile["size"]), state, introduction)


def _contact(connection: Connection, user_id: str) -> Contact | None:
    row = connection.execute(select(users.c.name, users.c.login).where(users.c.id == user_id)).one_or_none()
    return row and Contact(row.name, row.login)


def _interest(row: RowMapping) -> Interest:
    told = {name: row[name] for name in Interest.__dataclass_fields__}
    return Interest(**{**told, "state": InterestState(row["state"])})


def _check_may_ask(connection: Connection, organisation_id: OrganisationId, ecosystem_id: EcosystemId) -> None:
    row = connection.execute(select(organisations).where(organisations.c.id == organisation_id)).one_or_none()
    if row is None:
        raise UnknownIdError(f"No company has the id {organisation_id!r}.")
    if not row.contact_consent or row.objected:
        raise ConflictError("The company does not consent to be contacted; change that in its profile first.")
    said = verdicts.standings(connection, organisation_id).get(ecosystem_id)
    if said is not None and said.kind is VerdictKind.DECLINE:
        raise ConflictError("The company has declined this ecosystem; undo that verdict first.")
    pair = (interests.c.organisation_id == organisation_id, interests.c.ecosystem_id == ecosystem_id)
    stands = interests.c.state != InterestState.WITHDRAWN.value
    state = connection.scalar(select(interests.c.state).where(*pair, stands))
    if state is not None:
        raise ConflictError(f"The company has asked this ecosystem already; that interest is {state}.")
