"""Copies of a bundle's vectors in PostgreSQL, searched there by pgvector.

A copy is a table of its own, named after the content that it is a copy of, and there whole or not at all. It is derived
data: no part of the schema, of backups or of what is held of a company, thrown away and made again without loss.
"""

import re
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Self, cast

import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector.psycopg import register_vector
from pgvector.sqlalchemy import VECTOR
from psycopg import sql
from sqlalchemy import (
    DDL,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    Table,
    create_engine,
    event,
    func,
    inspect,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from recommender.errors import StoreError
from recommender.store.database import address
from recommender.store.writer import failed

LOCK = 0x6B756D76
"""Number of the advisory lock under which copies are made and thrown away."""
WIDEST_IN_ROW = 2_000
"""Dimensions up to which a vector fits into its row, where it is read several times faster than beside the table."""
_NAME = re.compile(r"vectors_[0-9a-f]{32}")
_MISSING = {"0A000", "58P01"}
_FORBIDDEN = "42501"
_NEAREST = sql.SQL("""
    SELECT near.row, near.distance, near.vector
    FROM unnest(%s::vector[]) WITH ORDINALITY AS asked (vector, number)
    CROSS JOIN LATERAL (
        SELECT row, vector <#> asked.vector AS distance, vector FROM {} ORDER BY distance, row LIMIT %s
    ) AS near
    ORDER BY asked.number, near.distance, near.row
""")

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of vectors: so many ``rows`` of dimension ``dim``; ``digest`` is the SHA-256 of what it was made from."""

    digest: str
    rows: int
    dim: int


@dataclass(frozen=True, slots=True)
class Nearest:
    """What the database finds: ``rows`` int64 and ``distances`` (n_queries, k), ``vectors`` (n_queries, k, dim)."""

    rows: NDArray[np.int64]
    vectors: Floats
    distances: NDArray[np.float64]


class VectorDatabase:
    """A PostgreSQL with pgvector, on connections of its own."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str) -> Self:
        """Connect, and make the extension where it is not there yet.

        Raises
        ------
        StoreError
            If it is no PostgreSQL, cannot be reached, or has no pgvector; the message says what to do.
        """
        parsed = address(url)
        if parsed.get_backend_name() != "postgresql":
            raise StoreError("Vectors can be searched in PostgreSQL only; write postgresql://USER:PASSWORD@HOST/NAME.")
        engine = create_engine(parsed, pool_pre_ping=True, isolation_level="AUTOCOMMIT")
        try:
            with _transaction(engine) as connection:
                connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
        except DBAPIError as error:
            raise StoreError(_advice(error, parsed.render_as_string())) from error
        finally:
            engine.dispose()
        event.listen(engine, "connect", _register)
        return cls(engine)

    def close(self) -> None:
        """Let the connections go."""
        self._engine.dispose()

    def publish(self, copy: Copy, vectors: Callable[[], Floats]) -> float:
        """Make a copy if it is not there whole; return the length of its longest vector.

        Processes that do so at once wait for each other.

        Parameters
        ----------
        vectors : gives float32 (rows, dim); called only if the copy has to be made

        Raises
        ------
        StoreError
            If the database fails.
        """
        table = _table(copy)
        try:
            with _transaction(self._engine) as connection:
                if not inspect(connection).has_table(table.name) or _measured(connection, table)[0] != copy.rows:
                    table.drop(connection, checkfirst=True)
                    table.create(connection)
                    _pour(connection, table, vectors())
                rows, longest = _measured(connection, table)
                if rows != copy.rows:
                    raise StoreError(
                        f"{rows:,} vectors were given for a copy of {copy.rows:,}; publish the bundle anew."
                    )
        except (SQLAlchemyError, psycopg.Error) as error:
            raise _told(error) from error
        return longest

    def nearest(self, copy: Copy, queries: Floats, k: int) -> Nearest:
        """Compare each query with every row of a copy: the min(k, rows) nearest by inner product.

        Parameters
        ----------
        queries : float32 (n_queries, dim)

        Raises
        ------
        StoreError
            If the database fails, or the copy is not there whole.
        """
        width = min(k, copy.rows)
        statement = _NEAREST.format(sql.Identifier(_named(copy.digest)))
        try:
            with self._engine.connect() as connection:
                found = _driver(connection).execute(statement, (list(queries), k), binary=True).fetchall()
        except psycopg.errors.UndefinedTable as error:
            raise StoreError(f"The copy of the bundle's vectors is gone from the database; {_AGAIN}") from error
        except (SQLAlchemyError, psycopg.Error) as error:
            raise _told(error) from error
        if len(found) != len(queries) * width:
            raise StoreError(f"The copy of the bundle's vectors in the database is not whole; {_AGAIN}")
        return Nearest(
            np.array([row for row, _, _ in found], dtype=np.int64).reshape(-1, width),
            np.array([vector.to_numpy() for _, _, vector in found]).reshape(-1, width, copy.dim),
            np.array([distance for _, distance, _ in found], dtype=np.float64).reshape(-1, width),
        )


def tidy(engine: Engine, keep: Collection[str]) -> int:
    """Throw away the copies whose digests are not among those to `keep`; return how many.

    Raises
    ------
    StoreError
        If the database fails.
    """
    kept = {_named(digest) for digest in keep}
    try:
        with _transaction(engine) as connection:
            over = [
                name for name in inspect(connection).get_table_names() if _NAME.fullmatch(name) and name not in kept
            ]
            for name in over:
                Table(name, MetaData()).drop(connection)
    except SQLAlchemyError as error:
        raise failed(error) from error
    return len(over)


def _table(copy: Copy) -> Table:
    """The table that holds a copy."""
    made = Table(
        _named(copy.digest),
        MetaData(),
        Column("row", Integer, primary_key=True, autoincrement=False),
        Column("vector", VECTOR(copy.dim), nullable=False),
    )
    if copy.dim <= WIDEST_IN_ROW:
        inside = DDL("ALTER TABLE %(fullname)s ALTER COLUMN vector SET STORAGE PLAIN")  # type: ignore[no-untyped-call]  # SQLAlchemy has no types there
        event.listen(made, "after_create", inside)
    return made


def _named(digest: str) -> str:
    name = f"vectors_{digest[:32]}"
    if not _NAME.fullmatch(name):
        raise ValueError(f"{digest!r} is no SHA-256")
    return name


@contextmanager
def _transaction(engine: Engine) -> Iterator[Connection]:
    """Open a transaction in which no other process makes copies or throws them away."""
    with engine.connect().execution_options(isolation_level="READ COMMITTED") as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        yield connection


def _measured(connection: Connection, table: Table) -> tuple[int, float]:
    """How many rows a copy has, and the length of the longest."""
    found = connection.execute(
        select(func.count(), func.max(func.vector_norm(table.c.vector))).select_from(table)
    ).one()
    return int(found[0]), float(found[1] or 0.0)


def _pour(connection: Connection, table: Table, vectors: Floats) -> None:
    into = sql.SQL("COPY {} (row, vector) FROM STDIN (FORMAT BINARY)").format(sql.Identifier(table.name))
    with _driver(connection).cursor() as cursor, cursor.copy(into) as copy:
        copy.set_types(["int4", "vector"])
        for row, vector in enumerate(vectors):
            copy.write_row((row, vector))


def _driver(connection: Connection) -> "psycopg.Connection[Any]":
    """The driver's own connection, which sends vectors as bytes."""
    return cast("psycopg.Connection[Any]", connection.connection.driver_connection)


def _register(connection: "psycopg.Connection[Any]", _record: Any) -> None:  # noqa: ANN401 - the pool's own record
    """Let a new connection take arrays as vectors."""
    register_vector(connection)
    connection.rollback()  # it had to look the type up


def _told(error: SQLAlchemyError | psycopg.Error) -> Exception:
    """What the caller is told of a fault, of the database or of its driver."""
    return failed(DBAPIError(None, None, error) if isinstance(error, psycopg.Error) else error)


def _advice(error: DBAPIError, where: str) -> str:
    """What to do where there is no extension."""
    state = getattr(error.orig, "sqlstate", None)
    if state == _FORBIDDEN:
        return f"{where} has no pgvector yet; let an administrator run there: CREATE EXTENSION vector;"
    if state in _MISSING:
        return f"{where} has no pgvector; let an administrator install it there, then run: CREATE EXTENSION vector;"
    return f"The database {where} cannot be used: {error.orig}."


_AGAIN = "start the service again, which makes it anew from the bundle."
