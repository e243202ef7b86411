"""Two services that are asked the same: SQLite and FAISS, PostgreSQL and pgvector"""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.swapping import Published
from recommender.bundle import Training, save
from recommender.indexing.exact import ExactIndex
from recommender.indexing.faiss import FaissIndex
from recommender.indexing.pgvector import PgvectorIndex
from recommender.pipeline import Recommender
from recommender.publishing import Shelf
from recommender.store import companies
from recommender.store.nouns import CompanyProfile, Role, UserId
from tests.api.people import People, store_of
from tests.benchmarks.large import LARGE, SMALL, Large, fitted, sme
from tests.benchmarks.table import Row, Table
from tests.databases import fresh_postgresql
from tests.endurance.twins import Answer, Twin, alike
from tests.endurance.work import Work
from tests.worlds import SEED, UNTIL


@pytest.fixture(scope="module")
def large(full: bool) -> Large:  # noqa: FBT001 (a fixture)
    return fitted(LARGE if full else SMALL)


@pytest.fixture(scope="module")
def shelf(large: Large, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    shelf = Shelf(tmp_path_factory.mktemp("stores") / "bundles")
    config = {"pipeline": large.recommender.config.model_dump()}
    with shelf.draft() as draft:
        told = Training(UNTIL, SEED, {"kind": "tfidf"}, config, {}, {})
        shelf.publish(draft, save(large.recommender, draft, told))
    return shelf


@pytest.fixture
def twins(shelf: Shelf, tmp_path: Path, postgresql: str) -> Iterator[tuple[Twin, Twin]]:
    elsewhere = Settings(workspace=tmp_path / "b", database=fresh_postgresql(postgresql), index="pgvector")
    with ExitStack() as stack:
        one, other = (_twin(stack, shelf, settings) for settings in (Settings(workspace=tmp_path / "a"), elsewhere))
        assert isinstance(serving(one).world.index, FaissIndex)
        assert isinstance(serving(other).world.index, PgvectorIndex)
        yield one, other


def _twin(stack: ExitStack, shelf: Shelf, settings: Settings) -> Twin:
    published = Published(shelf, settings.workspace, settings.vectors_url)
    client = stack.enter_context(TestClient(create_app(published.load, settings, None, published.close)))
    people = People(store_of(client))
    first = serving(client).catalogue[0].id
    return Twin(client, {
        "nobody": {}, "admin": people.add("admin", Role.ADMIN), "advisor": people.add("advisor", Role.ADVISOR),
        "scientist": people.add("scientist", Role.SCIENTIST),
        "contact": people.add("contact", Role.FLAGSHIP, ecosystem_id=first),
    })  # fmt: skip


def serving(asked: TestClient | Twin) -> Recommender:
    app = (asked if isinstance(asked, TestClient) else asked.client).app
    assert isinstance(app, FastAPI)
    assert isinstance(app.state.serving, Recommender)
    return app.state.serving


def work(large: Large) -> Work:
    known = [sme(n) for n in range(large.size.smes)]
    everything = [ecosystem.id for ecosystem in large.recommender.catalogue]
    return Work(np.random.default_rng(SEED), large.drawn.said, large.drawn.topics, everything, known)


def differing(twins: tuple[Twin, Twin], given: Work, number: int) -> tuple[list[str], Counter[int]]:
    """Do so many cases with both; return what differed, and how often each status came."""
    found: list[str] = []
    statuses: Counter[int] = Counter()
    for name, steps in given.cases(number):
        apart = []
        answer: Answer | None = None
        while True:
            try:
                ask = next(steps) if answer is None else steps.send(answer)
            except StopIteration:
                break
            answer, other = (twin.ask(ask) for twin in twins)
            statuses[answer.status] += 1
            if not alike(answer, other, ask.tied):
                apart.append(f"{name}: {ask}\n  {answer}\n  {other}")
        found += apart[:1]
    return found, statuses


def test_both_answer_the_same(twins: tuple[Twin, Twin], large: Large, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    number = 500 if full else 40
    found, statuses = differing(twins, work(large), number)
    requests = sum(statuses.values())
    table.add(
        Row(f"answers that differ, of {number}", 0, None, len(found), "", judged=full),
        Row("requests made for them, of each service", None, None, requests, "", judged=full),
        Row("of these, refused as the work foresees", None, None, sum(n for s, n in statuses.items() if s >= 400), ""),
    )
    assert found == []
    assert set(statuses) <= {200, 201, 202, 403, 404, 409, 412}
    assert statuses[200] + statuses[201] > requests / 2


@pytest.mark.parametrize("planted", ["a vector", "a company"])
def test_a_difference_shows(twins: tuple[Twin, Twin], large: Large, planted: str) -> None:
    one, other = twins
    if planted == "a vector":
        index = serving(one).world.index
        assert isinstance(index, FaissIndex)
        swapped = index.vectors[[1, 0, *range(2, len(index))]]
        world = replace(serving(other).world, index=ExactIndex(swapped))
        other.client.app.state.serving = replace(serving(other), world=world)  # type: ignore[attr-defined]  # of an ASGI application
    else:
        profile = CompanyProfile("Another Oy", "FI", text=large.drawn.said(0, 20))
        store_of(other.client).write(partial(companies.create, profile=profile, author=UserId("usr-x")))
    found, _ = differing(twins, work(large), 40)
    assert found


def listed(*items: dict[str, object], **more: object) -> Answer:
    return Answer(200, {}, {"items": [{"rank": place, **item} for place, item in enumerate(items)], **more})


A, B, C, D = ({"id": name, "score": score} for name, score in (("a", 3), ("b", 2), ("c", 2), ("d", 1)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (listed(A, B, C, D), listed(A, B, C, D), True),
        (listed(A, B, C, D), listed(A, C, B, D), True),
        (listed(A, B, C, D), listed(B, A, C, D), False),
        (listed(A, B, C), listed(A, B, B), False),
        (listed(A, B, total=4), listed(A, C, total=4), True),
        (listed(A, B, total=2), listed(A, C, total=2), False),
        (listed(A, B, total=4), listed(A, D, total=4), False),
        (listed(A, B), listed(A), False),
        (listed(A, model="x"), listed(A, model="y"), False),
        (listed(A), Answer(404, {}, {"items": []}), False),
    ],
)
def test_items_that_tie_may_come_in_any_order_and_no_others(one: Answer, other: Answer, *, same: bool) -> None:
    assert alike(one, other, tied=("score",)) is same
    assert alike(one, other) is (one == other)
