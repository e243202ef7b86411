"""Copies of vectors in PostgreSQL: whole or not at all, thrown away by name, and no part of what is kept."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy
from sqlalchemy import Engine, inspect, text

from recommender.errors import StoreError
from recommender.store.archive import back_up, restore
from recommender.store.database import connected
from recommender.store.schema import metadata
from recommender.store.vectors import Copy, Floats, VectorDatabase, tidy
from tests.databases import START, fresh_postgresql

COPY = Copy("ab" * 32, rows=3, dim=2)
VECTORS: Floats = np.array([[1, 0], [0, 1], [3, 4]], dtype=np.float32)
NAME = "vectors_" + "ab" * 16


@pytest.fixture
def url(postgresql: str) -> str:
    return fresh_postgresql(postgresql)


@pytest.fixture
def database(url: str) -> Iterator[VectorDatabase]:
    opened = VectorDatabase.open(url)
    yield opened
    opened.close()


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    opened = connected(url)
    yield opened
    opened.dispose()


def unasked() -> Floats:
    raise AssertionError("the copy was made again")


def test_a_copy_is_made_once_and_finds_the_nearest(database: VectorDatabase) -> None:
    assert database.publish(COPY, lambda: VECTORS) == 5
    assert database.publish(COPY, unasked) == 5
    found = database.nearest(COPY, np.array([[1, 0], [0, 2]], dtype=np.float32), 2)
    assert found.rows.tolist() == [[2, 0], [2, 1]]
    assert found.distances.tolist() == [[-3, -1], [-8, -2]]
    assert found.vectors.tolist() == VECTORS[found.rows].tolist()


def test_one_that_fails_half_way_is_not_there(database: VectorDatabase, engine: Engine) -> None:
    for vectors in (VECTORS[:2], np.zeros((3, 5), dtype=np.float32)):
        with pytest.raises(StoreError):
            database.publish(COPY, lambda vectors=vectors: vectors)  # type: ignore[misc]  # as mypy cannot infer it
        assert not inspect(engine).has_table(NAME)
    database.publish(COPY, lambda: VECTORS)


def test_one_that_lost_rows_tells_so_and_is_made_anew(database: VectorDatabase, engine: Engine) -> None:
    database.publish(COPY, lambda: VECTORS)
    with engine.begin() as connection:
        connection.execute(text(f'DELETE FROM "{NAME}" WHERE "row" = 1'))  # noqa: S608 - a constant
    with pytest.raises(StoreError, match="is not whole; start the service again"):
        database.nearest(COPY, VECTORS[:1], 3)
    database.publish(COPY, lambda: VECTORS)
    assert sorted(database.nearest(COPY, VECTORS[:1], 3).rows.ravel().tolist()) == [0, 1, 2]


def test_processes_that_make_the_same_copy_wait_for_each_other(url: str) -> None:
    made: list[int] = []

    def publish(number: int) -> None:
        own = VectorDatabase.open(url)
        own.publish(COPY, lambda: made.append(number) or VECTORS)  # type: ignore[func-returns-value]
        own.close()

    threads = [threading.Thread(target=publish, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 1


def test_tidying_throws_away_what_no_bundle_needs_and_nothing_else(database: VectorDatabase, engine: Engine) -> None:
    other = Copy("cd" * 32, rows=3, dim=2)
    for copy in (COPY, other):
        database.publish(copy, lambda: VECTORS)
    before = set(inspect(engine).get_table_names())
    assert tidy(engine, {other.digest}) == 1
    assert before - set(inspect(engine).get_table_names()) == {NAME}
    assert tidy(engine, {other.digest}) == 0
    assert database.nearest(other, VECTORS[:1], 1).rows.tolist() == [[2]]
    with pytest.raises(StoreError, match="is gone from the database; start the service again"):
        database.nearest(COPY, VECTORS[:1], 1)


def test_copies_are_no_part_of_the_schema_nor_of_a_backup(
    database: VectorDatabase, engine: Engine, tmp_path: Path, postgresql: str
) -> None:
    database.publish(COPY, lambda: VECTORS)
    assert set(inspect(engine).get_table_names()) == {*metadata.tables, "alembic_version", NAME}
    assert set(back_up(engine, tmp_path / "backup.zip", at=START).tables) == set(metadata.tables)
    empty = VectorDatabase.open(fresh := fresh_postgresql(postgresql))
    empty.publish(COPY, lambda: VECTORS)
    target = connected(fresh)
    restore(target, tmp_path / "backup.zip")
    assert empty.publish(COPY, unasked) == 5
    target.dispose()
    empty.close()


def test_sqlite_has_no_copies(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="in PostgreSQL only"):
        VectorDatabase.open(f"sqlite:///{tmp_path / 'store.sqlite'}")


def test_who_may_not_make_the_extension_is_told_what_to_do(url: str, postgresql: str) -> None:
    name = url.rpartition("/test_")[2].partition("?")[0]
    role = f"guest_{name[:12]}"
    admin = sqlalchemy.create_engine(url.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        connection.exec_driver_sql(f"GRANT ALL ON SCHEMA public TO {role}")
    guest = str(sqlalchemy.make_url(url).set(username=role).render_as_string(hide_password=False))
    with pytest.raises(StoreError, match="let an administrator run there: CREATE EXTENSION vector;"):
        VectorDatabase.open(guest)
    with admin.connect() as connection:
        connection.exec_driver_sql("CREATE EXTENSION vector")
    opened = VectorDatabase.open(guest)
    assert opened.publish(COPY, lambda: VECTORS) == 5
    opened.close()
    admin.dispose()
    assert postgresql


def test_a_server_that_is_not_there_is_told(url: str) -> None:
    nowhere = "postgresql://postgres@127.0.0.1:1/nothing"
    with pytest.raises(StoreError, match="cannot be used"):
        VectorDatabase.open(nowhere)
    lost = VectorDatabase.open(url)
    admin = sqlalchemy.create_engine(url.replace("://", "+psycopg://"), isolation_level="AUTOCOMMIT")
    lost.publish(COPY, lambda: VECTORS)
    with admin.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert lost.nearest(COPY, VECTORS[:1], 1).rows.tolist() == [[2]]  # on a new connection
    lost.close()
    admin.dispose()
