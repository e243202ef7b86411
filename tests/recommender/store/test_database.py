"""Connecting, and the schema."""

import multiprocessing
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import bindparam, inspect, text

import recommender.store.database
from recommender.errors import StoreError
from recommender.store.database import MIGRATIONS, NEWEST, address, connected, writing
from recommender.store.schema import metadata, organisations
from recommender.store.store import Store
from tests.databases import START


def test_migrations_make_what_the_schema_says(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_whatever_belongs_to_a_company_says_so() -> None:
    names = {name for name, table in metadata.tables.items() if "organisation_id" in table.c}
    refers = {
        name for name in names for key in metadata.tables[name].c.organisation_id.foreign_keys
        if key.target_fullname == "organisations.id"
    }  # fmt: skip
    assert names == refers == {
        "assignments", "intents", "interests", "notices", "outcomes", "profiles", "runs", "users", "verdicts",
    }  # fmt: skip


def test_no_number_is_given_twice(store: Store) -> None:
    """Pages go by the number of a row; one that is erased leaves a gap."""
    numbered = [table for table in metadata.tables.values() if "number" in table.c and "id" in table.c]
    assert len(numbered) > 5
    kept = organisations.insert().values(
        id=bindparam("name"), version=1, sole_trader=False, contact_consent=False, objected=False, created_at=START
    )
    with writing(store.engine) as connection:
        first = connection.execute(kept, {"name": "org-1"}).inserted_primary_key
        connection.execute(organisations.delete())
        second = connection.execute(kept, {"name": "org-2"}).inserted_primary_key
        assert first is not None
        assert second is not None
        assert second[0] > first[0]
        if store.engine.dialect.name == "sqlite":
            made = connection.execute(text("SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%'")).scalars()
            assert set(made) == {table.name for table in numbered}


def test_opening_again_changes_nothing(database: str) -> None:
    first = connected(database)
    tables = set(inspect(first).get_table_names())
    first.dispose()
    again = connected(database)
    assert set(inspect(again).get_table_names()) == tables == {*metadata.tables, "alembic_version"}
    again.dispose()


def test_a_database_of_a_later_release_is_refused(database: str) -> None:
    engine = connected(database)
    with writing(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(StoreError, match="'9999', which this release does not know"):
        connected(database)


def test_processes_may_open_an_empty_database_at_once(database: str) -> None:
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=_open, args=(database,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0, 0, 0]


def _open(url: str) -> None:
    connected(url).dispose()


@pytest.fixture
def held(tmp_path: Path) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A new file while another process makes its first table: SQLite does not wait by itself to change its mode."""
    path = tmp_path / "store.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    yield f"sqlite:///{path}", other
    other.close()


def test_it_waits_for_one_who_makes_the_file(held: tuple[str, sqlite3.Connection]) -> None:
    url, other = held
    release = Timer(0.5, other.rollback)
    release.start()
    connected(url).dispose()
    release.join()


def test_a_file_that_stays_locked_is_named(
    held: tuple[str, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recommender.store.database, "BUSY_SECONDS", 1)
    with pytest.raises(StoreError, match=r"store\.sqlite cannot be used: database is locked"):
        connected(held[0])


def test_a_file_survives_power_loss_after_a_commit(tmp_path: Path) -> None:
    engine = connected(f"sqlite:///{tmp_path / 'store.sqlite'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("store.sqlite", "not the URL"),
        ("", "not the URL"),
        ("mysql://root:secret@host/x", "'mysql' is no database that can be used"),
        ("sqlite://", "in memory would be lost"),
        ("sqlite:///:memory:", "in memory would be lost"),
        ("postgresql://u:secret@[::1", "not the URL"),
    ],
)
def test_what_is_no_url_of_a_database_is_refused_without_its_password(url: str, fault: str) -> None:
    with pytest.raises(StoreError, match=fault) as refusal:
        address(url)
    assert "secret" not in str(refusal.value)
    assert "sqlite:///FILE or postgresql://" in str(refusal.value)


@pytest.mark.parametrize("url", ["postgresql://u:secret@127.0.0.1:1/x", "sqlite:////proc/none/store.sqlite"])
def test_what_cannot_be_reached_is_named_without_its_password(url: str) -> None:
    with pytest.raises(StoreError) as refusal:
        connected(url)
    assert "secret" not in str(refusal.value)


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    path.write_bytes(b"This is not a database at all, but it is long enough to be taken for one." * 20)
    with pytest.raises(StoreError, match="cannot be used"):
        connected(f"sqlite:///{path}")


def test_a_new_file_is_for_its_owner_alone_and_an_old_one_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    url = f"sqlite:///{path}"
    engine = connected(url)
    with writing(engine) as connection:
        connection.execute(text("SELECT 1"))
        assert {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {0o600}
    engine.dispose()
    path.chmod(0o640)
    connected(url).dispose()
    assert path.stat().st_mode & 0o777 == 0o640


def test_the_newest_revision_is_that_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    assert ScriptDirectory.from_config(config).get_current_head() == NEWEST
