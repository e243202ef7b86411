"""The command that throws away what is old."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select

from api.clock import now
from api.settings import Settings
from recommender.store.database import writing
from recommender.store.schema import requests
from recommender.store.store import Store
from tests.tiny import run


def answered(store: Store, key: str, days: int) -> None:
    row = {"user_id": "usr-x", "key": key, "fingerprint": "f" * 64, "status": 201, "answer": {"secret": key}}
    with writing(store.engine) as connection:
        connection.execute(insert(requests).values({**row, "at": now() - timedelta(days=days)}))


def test_what_is_old_by_the_settings_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store.open(Settings(workspace=tmp_path).database_url, now)
    for key, days in (("OLD-KEY", 5), ("NEW-KEY", 1)):
        answered(store, key, days)
    monkeypatch.setenv("KUMPPANI_KEEP_REQUESTS_DAYS", "10")
    assert "requests: 0 thrown away" in run("store", "tidy", "--workspace", tmp_path).output
    monkeypatch.delenv("KUMPPANI_KEEP_REQUESTS_DAYS")
    done = run("store", "tidy", "--workspace", tmp_path)
    assert (done.exit_code, "requests: 1 thrown away" in done.output) == (0, True)
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(requests)) == 1
    store.close()
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("store.sqlite*"))
    assert (b"OLD-KEY" in kept, b"NEW-KEY" in kept) == (False, True)
