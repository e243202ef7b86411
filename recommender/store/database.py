"""The database: SQLite in one file by default, PostgreSQL by URL; brought to the newest schema when it is opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from sqlite3 import OperationalError
from time import sleep
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError

from recommender.errors import StoreError

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST = "0001"
"""Revision that the migrations lead to; where it is reached, they need not be read."""
BUSY_SECONDS = 10
"""How long a process waits for another one's write to a SQLite file."""
OWNER_ONLY = 0o600
"""Mode of a new SQLite file; those that SQLite puts beside it take the same."""
LOCK = 0x6B756D70
"""Number of the advisory lock that migrations and writes on PostgreSQL take."""
DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg", "sqlite": "sqlite"}


def address(url: str) -> URL:
    """Read the URL of a database; a plain ``postgresql://`` is driven by psycopg.

    Raises
    ------
    StoreError
        If it is no URL of SQLite or PostgreSQL.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise StoreError(f"{_hidden(url)} is not the URL of a database; {_ADVICE}") from error
    name = parsed.drivername.partition("+")[0]
    if name not in DRIVERS:
        raise StoreError(f"{name!r} is no database that can be used; {_ADVICE}")
    if name == "sqlite" and parsed.database in {None, "", ":memory:"}:
        raise StoreError(f"A database in memory would be lost; {_ADVICE}")
    return parsed.set(drivername=DRIVERS[name])


def connected(url: str) -> Engine:
    """Connect to a database and bring it to the newest schema.

    Raises
    ------
    StoreError
        If it cannot be reached or was written by a later release.
    """
    parsed = address(url)
    engine = _engine(parsed)
    try:
        upgrade(engine)
    except DBAPIError as error:
        engine.dispose()
        raise StoreError(f"The database {parsed.render_as_string()} cannot be used: {error.orig}.") from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def upgrade(engine: Engine) -> None:
    """Bring the schema to the newest revision; processes that start at once wait for each other.

    Raises
    ------
    StoreError
        If the database was written by a later release.
    """
    with writing(engine) as connection:
        found = revision(connection)
        if found != NEWEST:
            _migrate(connection, found)


def revision(connection: Connection) -> str | None:
    """Revision of the schema of a database; None where it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return found


def _migrate(connection: Connection, found: str | None) -> None:
    from alembic import command  # noqa: PLC0415 - a start that has nothing to migrate need not wait for it
    from alembic.config import Config  # noqa: PLC0415 - as above
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    known = {each.revision for each in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The database has revision {found!r}, which this release does not know; use the release that wrote it."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Open a transaction that no other process writes beside; committed to the disk when it ends well."""
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_pre_ping=True, pool_size=8, max_overflow=8)
    path = Path(str(url.database))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=OWNER_ONLY)
    except OSError as error:
        raise StoreError(f"The database {path} cannot be made: {error}.") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _set_pragmas)
    event.listen(engine, "begin", _begin)
    return engine


def _set_pragmas(connection: SqliteConnection, _record: Any) -> None:  # noqa: ANN401 - the pool's own record
    """Without ``synchronous=FULL`` a WAL loses acknowledged commits when the power fails."""
    _keep_a_log(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _keep_a_log(connection: SqliteConnection) -> None:
    """Processes that open a new file at once get in each other's way here, and SQLite does not wait by itself."""
    for left in reversed(range(BUSY_SECONDS * 20)):
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except OperationalError:
            if not left:
                raise
            sleep(0.05)
        else:
            return


def _begin(connection: Connection) -> None:
    """A write takes its lock at once: one that starts as a read could not wait for another's write."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _hidden(url: str) -> str:
    """A URL without what may be a password."""
    scheme, found, _ = url.partition("://")
    return f"{scheme}://…" if found else "The text given"


_ADVICE = "write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME."
