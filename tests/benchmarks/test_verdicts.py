"""Verdicts: how many are acknowledged, each on the disk, one by one, in groups and in batches"""

import http.client
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.clock import now
from recommender.store import verdicts
from recommender.store.nouns import VerdictKind
from recommender.store.schema import verdicts as rows
from recommender.store.store import Store
from tests.benchmarks.table import Row, Table
from tests.endurance.desk import Desk
from tests.recommender.store.rows import ADVISOR, company, say

LEAST = 3_000
"""Verdicts a second, each acknowledged when it is on the disk."""
WRITERS = 128
BATCH = 500
ROUNDS = 3


@pytest.fixture
def filed(tmp_path: Path) -> Iterator[Store]:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", now)
    company(store)
    yield store
    store.close()


def give(store: Store, writes: int, batch: int = 1) -> None:
    judgements = [say(VerdictKind.ACCEPT)] * batch
    for _ in range(writes):
        store.write(partial(verdicts.give, judgements=judgements, author=ADVISOR))


def beside(work: Callable[[int], object], threads: int) -> None:
    """Do `work` in so many threads, each with its number."""
    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def rate(work: Callable[[], object], count: int) -> float:
    start = time.perf_counter()
    work()
    return count / (time.perf_counter() - start)


def test_the_store(filed: Store, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    each, batches = (40, 10) if full else (4, 1)
    alone, grouped, batched = [], [], []
    for _ in range(ROUNDS):  # in turn, so that a busy machine is as busy for each
        alone.append(rate(lambda: give(filed, 50 * each // 4), 50 * each // 4))
        grouped.append(rate(lambda: beside(lambda _: give(filed, each), WRITERS), WRITERS * each))
        batched.append(rate(lambda: give(filed, batches, BATCH), batches * BATCH))
    with filed.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(rows))
    assert kept == ROUNDS * (50 * each // 4 + WRITERS * each + batches * BATCH)
    floor = statistics.median(alone)
    table.add(
        Row(f"one verdict a write, {WRITERS} writers at once, against one by one", LEAST, floor,
            statistics.median(grouped), "/s", least=True, judged=full),
        Row(f"{BATCH} verdicts a write, one after the other", LEAST, floor, statistics.median(batched), "/s",
            least=True, judged=full),
    )  # fmt: skip


@pytest.mark.slow
def test_over_http(trained: Path, tmp_path: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    desk = Desk(Path(shutil.copytree(trained, tmp_path / "workspace")))
    clients, batches = 4, 20 if full else 2
    try:
        desk.start()
        desk.choose()

        def post(number: int, size: int, name: str) -> None:
            line = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=60)
            for turn in range(batches):
                key = f"{name}-{number}-{turn}"
                status, _ = desk.send(line, "POST", "/v1/verdicts", desk.batch(["n"] * size), key)
                assert status == http.HTTPStatus.CREATED
            line.close()

        post(0, BATCH, "warm")
        floor = rate(lambda: post(0, 1, "alone"), batches)
        found = rate(lambda: beside(lambda number: post(number, BATCH, "batch"), clients), clients * batches * BATCH)
    finally:
        desk.kill()
    store = desk.store()
    with store.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(rows))
    store.close()
    assert kept == batches * (BATCH + 1 + clients * BATCH)
    table.add(
        Row(f"over HTTP, {BATCH} a request, {clients} clients, against one a request", LEAST, floor, found, "/s",
            least=True, judged=full)
    )  # fmt: skip
