"""One answer: of the library on a small world, and over HTTP at 200 requests a second, 1,000 ecosystems

Over HTTP a process of its own serves, and the clients run beside it; the floor is `GET /health/live` at the same rate.
"""

import asyncio
import json
import time
from pathlib import Path

import pytest

from recommender.bundle import Training, save
from recommender.entities import OrganisationId, Query
from recommender.partnerships import Partnerships
from recommender.pipeline import LATEST
from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.benchmarks.large import LARGE, SMALL, fitted
from tests.benchmarks.table import Row, Table, timed
from tests.endurance.desk import Desk
from tests.endurance.load import Load, ask, quantile
from tests.worlds import SEED, UNTIL, Fitted, sme

K = 10
QUERIES = {
    "known SME": Query("known", sme(4)),
    "newcomer": Query("new", OrganisationId("stranger"), "FI", "Hydrogen storage and batteries for the grid"),
}
RATE, CLIENTS = 200, 4
KNOWN = 2 * LATEST
"""So many SMEs that none is still remembered when its turn comes again."""


@pytest.mark.parametrize("asking", QUERIES)
def test_one_answer(small: Fitted, asking: str, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    recommender, query = small.recommender, QUERIES[asking]
    assert recommender.knows(query.sme_id or OrganisationId("")) == (asking == "known SME")
    (expected,) = recommender.recommend([query], k=K)
    assert [r.rank for r in expected.recommendations] == list(range(1, K + 1))
    shown = {r.ecosystem_id for r in expected.recommendations}
    partners = Partnerships.of(recommender.world.history, recommender.catalogue).known_to(query.sme_id)
    assert len(shown) == K
    assert bool(partners) == (asking == "known SME")
    assert not shown & partners
    answers = []
    found = timed(lambda: answers.extend(recommender.recommend([query], k=K)), 100 if full else 3)
    assert all(answer == expected for answer in answers)
    table.add(Row(f"{asking}, asked again, library alone, p50", None, None, found.median, "ms", judged=full))


@pytest.fixture
def published(tmp_path: Path, full: bool) -> tuple[Desk, list[OrganisationId]]:  # noqa: FBT001 (a fixture)
    """Publish a fitted world; return who serves it, and SMEs with a past."""
    size = LARGE if full else SMALL
    recommender = fitted(size).recommender
    shelf = Shelf(Workspace(tmp_path).bundles_folder)
    training = Training(UNTIL, SEED, {"kind": "tfidf"}, size.config.model_dump(), {}, {})
    with shelf.draft() as draft:
        shelf.publish(draft, save(recommender, draft, training))
    smes = [who for who in recommender.some_known(4 * KNOWN) if who.startswith("sme-")]
    return Desk(tmp_path), smes[:KNOWN]


@pytest.mark.slow
def test_known_profiles_over_http(
    published: tuple[Desk, list[OrganisationId]],
    table: Table,
    full: bool,  # noqa: FBT001 (a fixture)
) -> None:
    desk, (first, *others) = published
    seconds, turns = (2, 5) if full else (0.5, 1)
    head = f"Host: desk\r\nAuthorization: Bearer {desk.token}\r\nContent-Type: application/json"

    def request(sme_id: OrganisationId) -> bytes:
        body = json.dumps({"sme_id": sme_id, "k": 20, "explain": False}).encode()
        return b"POST /v1/recommendations HTTP/1.1\r\n%s\r\nContent-Length: %d\r\n\r\n%s" % (
            head.encode(), len(body), body
        )  # fmt: skip

    live = Load(f"GET /health/live HTTP/1.1\r\n{head}\r\n\r\n".encode())
    known = Load(request(first), more=tuple(map(request, others)))
    again = Load(request(first))
    try:
        desk.start()
        asyncio.run(ask(desk.port, 1, time.perf_counter() + 0.5, Load(request(first))))
        for load in (live, known, again) * turns:  # in turn, so that a busy machine is as busy for each
            asyncio.run(ask(desk.port, CLIENTS, time.perf_counter() + seconds, load, rate=RATE))
    finally:
        desk.kill()
    assert live.failures == known.failures == again.failures == 0
    assert {answer.status for answer in (*live.answers, *known.answers, *again.answers)} == {200}
    reached = len(known.answers) / (seconds * turns)
    for name, share, most in (("p50", 0.5, 3), ("p99", 0.99, 10)):
        what = f"known profile over HTTP, {reached:.0f} requests/s, {name}"
        floor, found = quantile(live.answers, share), quantile(known.answers, share)
        repeated = quantile(again.answers, share)
        table.add(
            Row(what, most, floor, found, "ms", judged=full),
            Row(f"the same profile again over HTTP, {name}", None, floor, repeated, "ms", judged=full),
        )
