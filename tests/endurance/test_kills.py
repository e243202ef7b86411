"""Verdicts: a server is killed at random while clients post with idempotency keys

The target is 1,000 kills, and 200 with every change; a kill takes about six seconds here, so that the reduced form has
only so many as a change can wait for. Its table says how many.
"""

import http.client
import random
import shutil
import statistics
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import select

from recommender.store import audit
from recommender.store.schema import verdicts
from tests.benchmarks.table import Row, Table
from tests.endurance.desk import Desk

CLIENTS = 4
IN_CI, IN_FULL = 15, 1000
READY = 2.0
"""Seconds until the server is ready again."""


@dataclass
class Client:
    """Posts batches one after the other; what was not acknowledged it posts again, with the same key."""

    desk: Desk
    name: str
    begun: int = 0
    acknowledged: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def post(self, stop: threading.Event) -> None:
        """Go on until told to stop or the server is gone."""
        connection = http.client.HTTPConnection("127.0.0.1", self.desk.port, timeout=10)
        try:
            while not stop.is_set():
                self.once(connection)
        except OSError:
            pass
        finally:
            connection.close()

    def once(self, connection: http.client.HTTPConnection) -> None:
        """Post the batch whose turn it is; go on to the next when it is acknowledged."""
        key = f"{self.name}-{self.begun}"
        notes = [f"{key}-{number}" for number in range(1 + self.begun % 5)]
        status, answer = self.desk.send(connection, "POST", "/v1/verdicts", self.desk.batch(notes), key)
        if status == http.HTTPStatus.CREATED:
            self.acknowledged[key] = [item["id"] for item in answer["items"]]
            self.begun += 1
        elif status != http.HTTPStatus.SERVICE_UNAVAILABLE:
            self.faults.append(f"{status}: {answer}")


@pytest.fixture
def desk(trained: Path, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(Path(shutil.copytree(trained, tmp_path / "workspace")))
    yield desk
    desk.kill()


def shift(desk: Desk, clients: list[Client], after: float) -> float:
    """Start the server, let the clients post, kill it so many seconds later; return how long it took to be ready."""
    stop = threading.Event()
    seconds = desk.start()
    threads = [threading.Thread(target=client.post, args=(stop,)) for client in clients]
    for thread in threads:
        thread.start()
    stop.wait(after)
    desk.kill()
    stop.set()
    for thread in threads:
        thread.join()
    return seconds


@pytest.mark.slow
def test_kills_while_clients_post(desk: Desk, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    kills = IN_FULL if full else IN_CI
    chance = random.Random(8)  # noqa: S311 (moments, not secrets)
    clients = [Client(desk, f"c{number}") for number in range(CLIENTS)]
    desk.start()
    desk.choose()
    desk.kill()
    ready = [shift(desk, clients, chance.uniform(0.02, 0.4)) for _ in range(kills)]
    ready.append(desk.start())
    for client in clients:
        line = http.client.HTTPConnection("127.0.0.1", desk.port, timeout=10)
        client.once(line)
        line.close()
    desk.kill()
    assert [fault for client in clients for fault in client.faults] == []
    store = desk.store()
    with store.reading() as connection:
        kept = {row.note: row.id for row in connection.execute(select(verdicts.c.note, verdicts.c.id))}
        times: Counter[str] = Counter(connection.scalars(select(verdicts.c.note)))
        lines = audit.verify(connection)
    store.close()
    told = {f"{key}-{n}": given for client in clients for key, ids in client.acknowledged.items()
            for n, given in enumerate(ids)}  # fmt: skip
    lost = [note for note, given in told.items() if kept.get(note) != given]
    doubled = [note for note, number in times.items() if number > 1]
    table.add(
        Row(f"of {len(told):,} acknowledged verdicts, lost over {kills:,} kills (the target: {IN_FULL:,})",
            0, None, len(lost), "", judged=full),
        Row("verdicts doubled", 0, None, len(doubled), "", judged=full),
        Row("ready after a kill, median", READY, None, statistics.median(ready), "s", judged=full),
        Row("ready after a kill, worst", READY, None, max(ready), "s", judged=full),
    )  # fmt: skip
    assert (lost, doubled) == ([], [])
    assert set(kept) == set(told), "what was tried last was acknowledged at last"
    assert lines > len(kept) > kills
