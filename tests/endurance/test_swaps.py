"""Swaps: another model published again and again while clients ask"""

import asyncio
import shutil
import time
from collections import Counter
from pathlib import Path

import pytest

from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.api.test_workers import serving
from tests.benchmarks.table import Row, Table
from tests.endurance.load import Load, ask

pytestmark = pytest.mark.slow

CLIENTS = 2


def test_swaps_under_load_fail_nobody_and_mix_nothing(
    trained: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    table: Table,
    full: bool,  # noqa: FBT001 - a fixture
) -> None:
    shutil.copytree(trained, tmp_path / "workspace")
    shelf = Shelf(Workspace(tmp_path / "workspace").bundles_folder)
    monkeypatch.setenv("KUMPPANI_SWAP_SECONDS", "0.02")
    swaps = 1000 if full else 50
    load = Load()

    async def drill(port: int) -> None:
        done = asyncio.Event()
        asking = asyncio.create_task(_until(done, port, load))
        for _ in range(swaps):
            target = shelf.rollback()
            end = time.perf_counter() + 30
            while not (load.answers and load.answers[-1].body == target):
                assert time.perf_counter() < end, "a swap took more than 30 s"
                await asyncio.sleep(0.005)
        done.set()
        await asking

    with serving(tmp_path / "workspace") as (_, port):
        asyncio.run(drill(port))
    failed = load.failures + len(load.answers) - len(load.of(200))
    mixed = [answer for answer in load.answers if answer.header != answer.body]
    served = Counter(answer.body for answer in load.answers)
    table.add(
        Row(f"of {len(load.answers):,} answers over {swaps:,} swaps, failed", 0, None, failed, "", judged=full),
        Row("of these, named two models", 0, None, len(mixed), "", judged=full),
    )
    assert (failed, mixed) == (0, [])
    assert set(served) == set(shelf.published())


async def _until(done: asyncio.Event, port: int, load: Load) -> None:
    while not done.is_set():
        await ask(port, CLIENTS, time.perf_counter() + 0.5, load)
