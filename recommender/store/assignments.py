"""Which companies an advisor looks after."""

from sqlalchemy import Connection, delete, insert, select

from recommender.entities import OrganisationId
from recommender.errors import QueryError
from recommender.store.accounts import find, require_company
from recommender.store.nouns import Role, UserId
from recommender.store.schema import assignments
from recommender.store.writer import Transaction


def assign(transaction: Transaction, organisation_id: OrganisationId, user_id: UserId, *, actor: str) -> None:
    """Let an advisor look after a company; doing so again changes nothing.

    Raises
    ------
    UnknownIdError
        If the company or the account is not there.
    QueryError
        If the account is no advisor's.
    """
    require_company(transaction.connection, organisation_id)
    if find(transaction.connection, user_id).role is not Role.ADVISOR:
        raise QueryError("Companies are assigned to advisors; this account has another role.")
    if not is_assigned(transaction.connection, organisation_id, user_id):
        row = {"organisation_id": organisation_id, "user_id": user_id, "at": transaction.at}
        transaction.connection.execute(insert(assignments).values(row))
        transaction.record(actor, "assignment.create", "company", organisation_id, advisor=user_id)


def unassign(transaction: Transaction, organisation_id: OrganisationId, user_id: UserId, *, actor: str) -> None:
    """End an assignment; where there is none, nothing changes."""
    ended = delete(assignments).where(
        assignments.c.organisation_id == organisation_id, assignments.c.user_id == user_id
    )
    if transaction.connection.execute(ended).rowcount:
        transaction.record(actor, "assignment.end", "company", organisation_id, advisor=user_id)


def is_assigned(connection: Connection, organisation_id: OrganisationId, user_id: UserId) -> bool:
    """Whether an advisor looks after a company."""
    asked = select(assignments.c.user_id).where(
        assignments.c.organisation_id == organisation_id, assignments.c.user_id == user_id
    )
    return connection.scalar(asked) is not None


def assigned(connection: Connection, user_id: UserId) -> frozenset[OrganisationId]:
    """The companies that an advisor looks after."""
    asked = select(assignments.c.organisation_id).where(assignments.c.user_id == user_id)
    return frozenset(OrganisationId(found) for found in connection.scalars(asked))


def advisors(connection: Connection, organisation_id: OrganisationId) -> list[UserId]:
    """Who looks after a company, in the order of assignment."""
    asked = (
        select(assignments.c.user_id)
        .where(assignments.c.organisation_id == organisation_id)
        .order_by(assignments.c.at, assignments.c.user_id)
    )
    return [UserId(found) for found in connection.scalars(asked)]
