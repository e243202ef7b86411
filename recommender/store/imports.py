"""Imports of companies as jobs: how far each has come, and what is wrong with which row.

A job counts its rows in the transactions that write them, so that its figures hold after any crash. One that has not
moved for `SILENCE` was interrupted: its process is gone, and what it had written stays.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, insert, select, update

from recommender.errors import UnknownIdError
from recommender.store.ids import new_id
from recommender.store.nouns import UserId
from recommender.store.schema import imports
from recommender.store.writer import Transaction

SILENCE = timedelta(seconds=60)
MOST_FAULTS = 500
"""Faults that are told; further ones are counted."""


class ImportState(StrEnum):
    """Where an import stands."""

    RUNNING = "running"
    DONE = "done"
    INTERRUPTED = "interrupted"


class RowResult(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a row, and what to do: line from 1, the column where it is one's."""

    line: int
    column: str
    message: str


@dataclass(frozen=True, slots=True)
class Job:
    """An import: rows in all, rows done, how many of them came to what, and the first faults."""

    id: str
    author: UserId
    state: ImportState
    total: int
    counts: Mapping[RowResult, int]
    faults: tuple[Fault, ...]
    at: datetime
    ended_at: datetime | None = None
    ignored: tuple[str, ...] = field(default=())

    @property
    def done(self) -> int:
        """Rows done."""
        return sum(self.counts.values())


def start(transaction: Transaction, *, total: int, ignored: tuple[str, ...], author: UserId) -> Job:
    """Keep a new job, of which columns are ignored."""
    job = Job(new_id("imp"), author, ImportState.RUNNING, total, {}, (), transaction.at, ignored=ignored)
    row = {"id": job.id, "author": author, "at": transaction.at, "total": total, **_row(job, transaction.at)}
    transaction.connection.execute(insert(imports).values(row))
    transaction.record(author, "import.start", "import", job.id, rows=total)
    return job


def advance(transaction: Transaction, job_id: str, *, result: RowResult, faults: tuple[Fault, ...] = ()) -> None:
    """Count a row, in the transaction that writes it."""
    job = _read(transaction.connection, job_id)
    counts = {**job.counts, result: job.counts.get(result, 0) + 1}
    told = (*job.faults, *faults)[:MOST_FAULTS]
    _keep(transaction, replace(job, counts=counts, faults=told))


def end(transaction: Transaction, job_id: str, *, state: ImportState) -> None:
    """Say that a job is done, or was interrupted."""
    job = _read(transaction.connection, job_id)
    _keep(transaction, replace(job, state=state, ended_at=transaction.at))
    transaction.record(job.author, "import.end", "import", job_id, state=state.value)


def read(connection: Connection, job_id: str, *, author: UserId, now: datetime) -> Job:
    """Read a job of an account.

    Raises
    ------
    UnknownIdError
        If the account has none of this id.
    """
    job = _read(connection, job_id, now)
    if job.author != author:
        raise UnknownIdError("There is no import of this id.")
    return job


def _read(connection: Connection, job_id: str, now: datetime | None = None) -> Job:
    row = connection.execute(select(imports).where(imports.c.id == job_id)).mappings().first()
    if row is None:
        raise UnknownIdError("There is no import of this id.")
    report, state = row["report"], ImportState(row["state"])
    silent = now is not None and now - datetime.fromisoformat(report["moved_at"]) > SILENCE
    return Job(
        row["id"],
        UserId(row["author"]),
        ImportState.INTERRUPTED if silent and state is ImportState.RUNNING else state,
        row["total"],
        {RowResult(name): count for name, count in report["counts"].items()},
        tuple(Fault(**fault) for fault in report["faults"]),
        row["at"],
        row["ended_at"],
        tuple(report["ignored"]),
    )


def _keep(transaction: Transaction, job: Job) -> None:
    changed = update(imports).where(imports.c.id == job.id)
    transaction.connection.execute(changed.values(_row(job, transaction.at)))


def _row(job: Job, at: datetime) -> dict[str, Any]:
    """What changes of a row of the table; the report is a JSON object."""
    report = {
        "counts": {result.value: count for result, count in job.counts.items()},
        "faults": [asdict(fault) for fault in job.faults],
        "ignored": list(job.ignored),
        "moved_at": at.isoformat(),
    }
    return {"state": job.state.value, "done": job.done, "report": report, "ended_at": job.ended_at}
