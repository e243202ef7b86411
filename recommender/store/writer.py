"""Writes, many at a time: what waits together is committed together, so that one flush to the disk serves many callers.

A caller is answered when its write is on the disk, never before. One that fails leaves the others of its group alone.
"""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from recommender.errors import KumppaniError, StoreError
from recommender.store.audit import Act, append
from recommender.store.database import writing

T = TypeVar("T")
MOST = 256
"""Writes in one transaction."""


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a write works with: the connection, the moment, and what goes into the audit log with it."""

    connection: Connection
    at: datetime
    acts: list[Act] = field(default_factory=list)

    def record(self, actor: str, action: str, object_type: str, object_id: str, **detail: object) -> None:
        """Put a line into the audit log, if the write succeeds; ids and codes only, no names and no texts."""
        self.acts.append(Act(actor, action, object_type, object_id, detail))


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Transaction], Any]
    future: Future[Any]


class Writer:
    """One thread that writes for all threads of a process; processes take turns by the database's own lock."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self._engine = engine
        self._clock = clock
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._gate = threading.Lock()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` in a transaction and return its result once it is on the disk.

        Raises
        ------
        KumppaniError
            Whatever `work` raises; nothing of it is kept then.
        StoreError
            If the database fails or the store is closed; whether the write was kept is then unknown.
        """
        future: Future[T] = Future()
        with self._gate:
            if self._closed:
                raise StoreError("The store is closed; nothing was written.")
            self._jobs.put(_Job(work, future))
        return future.result()

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Finish what waits and end."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            group, last = [job], False
            while len(group) < MOST and not last:
                try:
                    further = self._jobs.get_nowait()
                except Empty:
                    break
                if further is None:
                    last = True
                else:
                    group.append(further)
            self._commit(group)
            if last:
                return

    def _commit(self, group: list[_Job]) -> None:
        """Do a group of writes in one transaction, each in a savepoint of its own."""
        results: list[tuple[Future[Any], Any, Exception | None]] = []
        try:
            with writing(self._engine) as connection:
                at = self._clock()
                acts: list[Act] = []
                for job in group:
                    result, error = None, None
                    transaction = Transaction(connection, at)
                    try:
                        with _apart(connection):
                            result = job.work(transaction)
                        acts += transaction.acts
                    except Exception as fault:  # noqa: BLE001 - whatever it is, its caller shall know it
                        error = fault
                    results.append((job.future, result, error))
                append(connection, at, acts)
        except Exception as fault:  # noqa: BLE001 - the thread goes on for those who come later
            for job in group:
                job.future.set_exception(failed(fault))
            return
        for future, result, error in results:
            if error is None:
                future.set_result(result)
            else:
                future.set_exception(error if isinstance(error, KumppaniError) else failed(error))


@contextmanager
def _apart(connection: Connection) -> Iterator[None]:
    """Undo what fails within, and nothing else; `Connection.begin_nested` would compile its statements each time."""
    connection.exec_driver_sql("SAVEPOINT write_apart")
    try:
        yield
    except BaseException:
        connection.exec_driver_sql("ROLLBACK TO SAVEPOINT write_apart")
        connection.exec_driver_sql("RELEASE SAVEPOINT write_apart")
        raise
    connection.exec_driver_sql("RELEASE SAVEPOINT write_apart")


def failed(fault: Exception) -> Exception:
    """What the caller is told; what the database says may quote a row, and belongs into no message and no log."""
    if isinstance(fault, SQLAlchemyError):
        cause = getattr(fault, "orig", None)
        code = getattr(cause, "sqlstate", None) or getattr(cause, "sqlite_errorname", None) or "no code"
        return StoreError(
            f"The database failed ({type(fault).__name__}, {code}). Try again; if it stays so, look at it."
        )
    return fault
