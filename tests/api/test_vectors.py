"""The service with its vectors in PostgreSQL: the setting, swaps, and what is thrown away."""

import json
import shutil
import time
import urllib.request
from pathlib import Path

import numpy as np
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import create_engine, inspect

from api.app import create_app
from api.settings import Settings, read_settings
from api.swapping import Published
from recommender.bundle import INDEX
from recommender.errors import InputError, StoreError
from recommender.indexing.faiss import described
from recommender.indexing.pgvector import PgvectorIndex
from recommender.pipeline import Recommender
from recommender.publishing import Shelf
from recommender.store.vectors import Copy, VectorDatabase
from recommender.workspace import Workspace
from tests.api.test_workers import serving
from tests.databases import fresh_postgresql
from tests.tiny import run

ASKED = {"country": "FI", "text": "A pump for a mill.", "explain": True}


@pytest.fixture
def settings(trained: Path, tmp_path: Path, postgresql: str) -> Settings:
    shutil.copytree(trained, tmp_path / "workspace")
    url = fresh_postgresql(postgresql)
    return Settings(workspace=tmp_path / "workspace", database=url, index="pgvector", swap_seconds=0.05)


@pytest.fixture
def shelf(settings: Settings) -> Shelf:
    return Shelf(Workspace(settings.workspace).bundles_folder)


def copies(settings: Settings) -> set[str]:
    engine = create_engine(settings.database_url.replace("://", "+psycopg://"))
    names = {name for name in inspect(engine).get_table_names() if name.startswith("vectors_")}
    engine.dispose()
    return names


def named(shelf: Shelf, bundle: str) -> str:
    return f"vectors_{described(shelf.folder / bundle / INDEX).sha256[:32]}"


def answers(client: TestClient) -> tuple[str, list[object]]:
    answer = client.post("/v1/recommendations", json=ASKED)
    assert answer.status_code == 200
    return answer.json()["model"], answer.json()["items"]


def test_it_answers_as_with_faiss_and_swaps(settings: Settings, shelf: Shelf, tmp_path: Path) -> None:
    plain, moved = Published(shelf, tmp_path), Published(shelf, tmp_path, settings.vectors_url)
    before, now = shelf.published()
    alone = Settings(workspace=tmp_path / "alone")
    with (
        TestClient(create_app(plain.load, alone)) as one,
        TestClient(create_app(moved.load, settings, moved.renew, moved.close)) as other,
    ):
        assert isinstance(other.app.state.serving, Recommender)  # type: ignore[attr-defined]  # of an ASGI application
        assert isinstance(other.app.state.serving.world.index, PgvectorIndex)  # type: ignore[attr-defined]  # as above
        assert answers(one) == answers(other)
        assert answers(other)[0] == now
        shelf.rollback()
        end = time.monotonic() + 60
        while answers(other)[0] != before:
            assert time.monotonic() < end, "no swap in 60 s"
            time.sleep(0.02)
        assert copies(settings) == {named(shelf, now), named(shelf, before)}


def test_tidying_keeps_the_copies_of_published_bundles(
    settings: Settings, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    published = Published(shelf, tmp_path, settings.vectors_url)
    published.load()
    published.close()
    database = VectorDatabase.open(settings.vectors_url)
    database.publish(Copy("ef" * 32, 1, 2), lambda: np.ones((1, 2), dtype=np.float32))
    database.close()
    kept = {named(shelf, name) for name in shelf.published()}
    monkeypatch.setenv("KUMPPANI_DATABASE", settings.database_url)
    assert "copies of vectors: 0 thrown away" in run("store", "tidy", "--workspace", tmp_path / "empty").output
    assert copies(settings) == kept | {"vectors_" + "ef" * 16}
    assert "copies of vectors: 1 thrown away" in run("store", "tidy", "--workspace", settings.workspace).output
    assert copies(settings) == kept


def test_a_copy_that_is_gone_is_told_and_made_again_at_the_next_start(
    settings: Settings, shelf: Shelf, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    published = Published(shelf, tmp_path, settings.vectors_url)
    app = create_app(published.load, settings, close=published.close)
    with TestClient(app) as client:
        whole = answers(client)
        engine = create_engine(settings.database_url.replace("://", "+psycopg://"))
        with engine.begin() as connection:
            connection.exec_driver_sql(f"DROP TABLE {named(shelf, shelf.published()[-1])}")
        engine.dispose()
        assert client.post("/v1/recommendations", json=ASKED).status_code == 503
        assert "is gone from the database; start the service again" in caplog.text
    with TestClient(app) as client:
        assert answers(client) == whole


@pytest.mark.slow
def test_workers_that_start_at_once_share_one_copy(
    settings: Settings, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUMPPANI_DATABASE", settings.database_url)
    monkeypatch.setenv("KUMPPANI_INDEX", "pgvector")
    with serving(settings.workspace, "--workers", "2") as (process, port):
        body = json.dumps(ASKED).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/v1/recommendations", body, {"Content-Type": "application/json"}
        )
        for _ in range(10):
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310 - of this machine
                assert json.load(answer)["items"]
        process.terminate()
        assert process.wait(60) == 0
    assert copies(settings) == {named(shelf, shelf.published()[-1])}


@pytest.mark.parametrize("database", ["", "sqlite:////tmp/store.sqlite"])
def test_pgvector_needs_a_postgresql(database: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"KUMPPANI_INDEX .* needs KUMPPANI_DATABASE to be postgresql"):
        read_settings(workspace=tmp_path, database=database, index="pgvector")
    with pytest.raises(InputError, match="KUMPPANI_INDEX"):
        read_settings(workspace=tmp_path, index="annoy")
    assert read_settings(database="postgresql://u@h/n", index="pgvector").vectors_url == "postgresql://u@h/n"
    assert read_settings(database="postgresql://u@h/n").vectors_url == ""


def test_a_database_that_cannot_be_used_is_told_at_the_start(settings: Settings, shelf: Shelf, tmp_path: Path) -> None:
    assert settings.vectors_url
    with pytest.raises(StoreError, match="cannot be used"):
        Published(shelf, tmp_path, "postgresql://postgres@127.0.0.1:1/nothing").load()
