"""The store as one object: reads on connections of their own, writes through the writer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Self, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from recommender.store.database import connected
from recommender.store.writer import Transaction, Writer, failed

T = TypeVar("T")
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
"""How PostgreSQL reads one moment; SQLite does so by itself."""


class Store:
    """What the service keeps.

    The modules beside this one say what can be read and written, each as functions of a `Connection` or of a
    `Transaction`: ``store.write(partial(verdicts.give, judgements=…, author=…))``.
    """

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self.engine = engine
        self.clock = clock
        self._writer = Writer(engine, clock)
        self._one_moment = _SNAPSHOT if engine.dialect.name == "postgresql" else {}

    @classmethod
    def open(cls, url: str, clock: Callable[[], datetime]) -> Self:
        """Connect to a database, bring it to the newest schema, and start to write.

        Parameters
        ----------
        clock : gives the moment, aware of its time zone

        Raises
        ------
        StoreError
            If the database cannot be used.
        """
        return cls(connected(url), clock)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Read what stands at one moment.

        Raises
        ------
        StoreError
            If the database fails.
        """
        try:
            with self.engine.connect().execution_options(**self._one_moment) as connection, connection.begin():
                yield connection
        except SQLAlchemyError as error:
            raise failed(error) from error

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Do `work` and return once it is on the disk; see `Writer.write`."""
        return self._writer.write(work)

    @property
    def waiting(self) -> int:
        """How many writes wait for their turn."""
        return self._writer.waiting

    def close(self) -> None:
        """Finish the writes that wait, and let the database go."""
        self._writer.close()
        self.engine.dispose()
