"""A company's right to see all that is held of it and to have it erased; and what is thrown away with age.

Erasure goes by the schema: every row that refers to the company, the accounts that belong to it, and whatever refers to
those. The audit log stays: it holds ids that by then lead nowhere.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, Select, Table, Text, and_, cast, delete, or_, select, update

from recommender.entities import OrganisationId
from recommender.errors import StoreError, UnknownIdError
from recommender.store.nouns import UserId
from recommender.store.schema import (
    audit,
    imports,
    intents,
    metadata,
    organisations,
    requests,
    runs,
    tokens,
    users,
    verdicts,
)
from recommender.store.writer import Transaction

SECRET = {"password_hash", "hash"}
"""Columns that are told to nobody."""
TOLD_OF_ROWS: dict[str, object] = {"faults": [], "ignored": []}
"""What an import's report that quoted the company says of its rows from then on."""
SURELY_STOPPED = timedelta(days=1)
"""Longer than any import takes."""
Rows = dict[str, list[dict[str, object]]]


@dataclass(frozen=True, slots=True)
class Retention:
    """How long is kept what nobody needs any more: since it was closed or over, made, ended or answered."""

    intents: timedelta = timedelta(days=365)
    runs: timedelta = timedelta(days=365)
    tokens: timedelta = timedelta(days=30)
    requests: timedelta = timedelta(days=2)
    imports: timedelta = timedelta(days=90)


def held(connection: Connection, organisation_id: OrganisationId) -> Rows:
    """Read all that is held of a company, by table and in order, ready for JSON; hashes of passwords and tokens apart.

    Answers and reports that others got are left out, as they may tell of further companies; what they quote of this one
    stands in its own rows.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    _check_known(connection, organisation_id)
    found: Rows = {}
    for table, condition in _owned(organisation_id, quoted=False):
        asked = select(*_told(table)).where(condition).order_by(*table.primary_key.columns)
        rows = connection.execute(asked).mappings()
        found[table.name] = [{name: _plain(value) for name, value in row.items()} for row in rows]
    about = select(*_told(audit)).where(_audited(organisation_id)).order_by(audit.c.number)
    lines = connection.execute(about).mappings()
    found[audit.name] = [{name: _plain(value) for name, value in row.items()} for row in lines]
    return {name: rows for name, rows in found.items() if rows}


def erase(transaction: Transaction, *, organisation_id: OrganisationId, author: UserId) -> dict[str, int]:
    """Erase a company with all that belongs to it; return how many rows each table lost. Then `scrub` the file.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    connection = transaction.connection
    _check_known(connection, organisation_id)
    lost: dict[str, int] = {}
    for table, condition in _owned(organisation_id):
        if table is imports:
            rows = connection.execute(select(imports.c.id, imports.c.report).where(condition)).all()
            for row in rows:
                changed = update(imports).where(imports.c.id == row.id).values(report=row.report | TOLD_OF_ROWS)
                connection.execute(changed)
            number = len(rows)
        else:
            number = connection.execute(delete(table).where(condition)).rowcount
        if number:
            lost[table.name] = number
    transaction.record(author, "company.erase", "company", organisation_id)
    return lost


def scrub(engine: Engine) -> None:
    """Clear what deleted rows leave behind: the log of a SQLite file, the dead rows of PostgreSQL.

    A SQLite file overwrites what it deletes (``secure_delete``), but its log still has it until then.

    Raises
    ------
    StoreError
        If readers kept the log in use all the while; ask again.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if engine.dialect.name == "postgresql":
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f'VACUUM "{table.name}"')
            return
        connection.rollback()
        busy = connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # type: ignore[union-attr]
        if busy:
            raise StoreError("The database's log is in use and still holds what was erased; run `kumppani store tidy`.")


def tidy(transaction: Transaction, *, keep: Retention) -> dict[str, int]:
    """Throw away what has outlived its use; return how many rows each table lost. Verdicts keep their runs.

    An import that nobody ended was killed; it counts from its beginning, and not before it has surely stopped.
    """
    at = transaction.at
    killed = and_(imports.c.ended_at.is_(None), imports.c.at < at - max(keep.imports, SURELY_STOPPED))
    judged = select(verdicts.c.run_id).where(verdicts.c.run_id.is_not(None))
    over: tuple[tuple[Table, ColumnElement[bool]], ...] = (
        (intents, or_(intents.c.closed_at < at - keep.intents, intents.c.until < (at - keep.intents).date())),
        (runs, and_(runs.c.at < at - keep.runs, runs.c.id.not_in(judged))),
        (tokens, or_(tokens.c.expires_at < at - keep.tokens, tokens.c.revoked_at < at - keep.tokens)),
        (requests, requests.c.at < at - keep.requests),
        (imports, or_(imports.c.ended_at < at - keep.imports, killed)),
    )
    lost = {table.name: transaction.connection.execute(delete(table).where(old)).rowcount for table, old in over}
    transaction.record("system", "store.tidy", "store", "store", **lost)
    return lost


def _owned(organisation_id: OrganisationId, *, quoted: bool = True) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """What belongs to a company, those that refer to others first; with what quotes it, unless told not to."""
    accounts = _accounts(organisation_id)
    for table in reversed(metadata.sorted_tables):
        conditions: list[ColumnElement[bool]] = []
        if table is organisations:
            conditions.append(organisations.c.id == organisation_id)
        if "organisation_id" in table.c:
            conditions.append(table.c.organisation_id == organisation_id)
        if "user_id" in table.c:
            conditions.append(table.c.user_id.in_(accounts))
        if quoted and table in {requests, imports}:
            told = requests.c.answer if table is requests else imports.c.report
            conditions.append(_names(told, organisation_id))
        if conditions:
            yield table, or_(*conditions)


def _accounts(organisation_id: OrganisationId) -> Select[tuple[str]]:
    return select(users.c.id).where(users.c.organisation_id == organisation_id)


def _audited(organisation_id: OrganisationId) -> ColumnElement[bool]:
    """What was done to a company, and to or by its accounts; who makes or revokes a key is always its account."""
    accounts = _accounts(organisation_id)
    return or_(
        _names(audit.c.detail, organisation_id),
        audit.c.object_id == organisation_id,
        audit.c.object_id.in_(accounts),
        audit.c.actor.in_(accounts),
    )


def _names(told: ColumnElement[object], organisation_id: OrganisationId) -> ColumnElement[bool]:
    """Whether a JSON value quotes the company's id."""
    return cast(told, Text).contains(organisation_id, autoescape=True)


def _told(table: Table) -> list[ColumnElement[object]]:
    return [column for column in table.c if column.name not in SECRET]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value


def _check_known(connection: Connection, organisation_id: OrganisationId) -> None:
    if connection.scalar(select(organisations.c.id).where(organisations.c.id == organisation_id)) is None:
        raise UnknownIdError("There is no company of this id.")
