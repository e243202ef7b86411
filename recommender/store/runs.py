"""Rankings that were given, with what was asked, so that they can be given again."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from recommender.entities import OrganisationId
from recommender.errors import UnknownIdError
from recommender.store.companies import read as read_company
from recommender.store.ids import new_id
from recommender.store.nouns import RunId, StoredRun, UserId
from recommender.store.schema import runs
from recommender.store.writer import Transaction

COLUMNS = ("id", "organisation_id", "author", "model", "asked", "answered", "at")


@dataclass(frozen=True, slots=True)
class Given:
    """A ranking as it was given to a company, by a model; ``asked`` and ``answered`` are JSON objects."""

    organisation_id: OrganisationId
    model: str
    asked: Mapping[str, object]
    answered: Mapping[str, object]


def keep(transaction: Transaction, *, given: Given, author: UserId) -> StoredRun:
    """Keep a ranking that was given.

    Raises
    ------
    UnknownIdError
        If there is no such company.
    """
    read_company(transaction.connection, given.organisation_id)
    run = StoredRun(
        RunId(new_id("run")),
        given.organisation_id,
        author,
        given.model,
        dict(given.asked),
        dict(given.answered),
        transaction.at,
    )
    transaction.connection.execute(insert(runs).values({name: getattr(run, name) for name in COLUMNS}))
    transaction.record(author, "run.keep", "run", run.id, company=run.organisation_id, model=run.model)
    return run


def read(connection: Connection, run_id: RunId) -> StoredRun:
    """Read a run.

    Raises
    ------
    UnknownIdError
        If there is none of this id.
    """
    row = connection.execute(select(runs).where(runs.c.id == run_id)).mappings().first()
    if row is None:
        raise UnknownIdError("There is no run of this id.")
    return StoredRun(**{name: row[name] for name in COLUMNS})
