"""What is looked up is what would be computed, of the companies as they stand, whatever changed."""

import gc
import random
import threading
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Any
from weakref import ref

import pytest

from api import pooling
from api.errors import NotReadyError
from api.pooling import Pools, queries
from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import QueryError
from recommender.pipeline import Recommender
from recommender.ranking.reciprocal import Asker
from recommender.store import companies, erasure
from recommender.store.companies import Mark
from recommender.store.nouns import CompanyProfile, UserId
from recommender.store.store import Store
from tests.api.fakes import FakeServing
from tests.api.people import FOREST
from tests.api.test_swapping import until
from tests.worlds import Fitted

ACTOR = UserId("usr-x")
WORDS = ("hydrogen", "battery", "ships", "timber", "sensors", "water", "heart", "laser", "steel", "grain")
NOBODY: frozenset[OrganisationId] = frozenset()


def made(store: Store, text: str = "We build hydrogen batteries.", country: str = "FI") -> OrganisationId:
    profile = CompanyProfile("A Oy", country, text=text)
    return store.write(partial(companies.create, profile=profile, author=ACTOR)).id


def revised(store: Store, which: OrganisationId, text: str) -> None:
    with store.reading() as connection:
        found = companies.read(connection, which)
    profile = replace(found.profile, text=text)
    work = partial(companies.revise, organisation_id=which, profile=profile, expected=found.version, author=ACTOR)
    store.write(work)


def objects(store: Store, which: OrganisationId, *, holds: bool = True) -> None:
    store.write(partial(companies.mark, organisation_id=which, as_=Mark.OBJECTED, holds=holds, actor=ACTOR))


def computed(
    store: Store, recommender: Recommender, ecosystem_id: EcosystemId, k: int, without: Collection[OrganisationId]
) -> list[Asker]:
    with store.reading() as connection:
        asking = queries(recommender, companies.unobjecting(connection))
    return recommender.askers(ecosystem_id, [query for query in asking if query.id not in without], k=k)


def told(found: list[Asker]) -> list[tuple[object, ...]]:
    """Ranks, places and odds; the order in which texts are encoded moves these by less than a millionth."""
    return [(one.rank, one.place, pytest.approx(one.odds, abs=1e-6)) for one in found]


@pytest.mark.parametrize("keep", [4, 200])
def test_what_is_looked_up_is_what_would_be_computed(
    store: Store, small: Fitted, monkeypatch: pytest.MonkeyPatch, keep: int
) -> None:
    for name, value in (("KEEP", keep), ("RENEW", 5), ("MOST", 8)):
        monkeypatch.setattr(pooling, name, value)
    draw, recommender, pools = random.Random(3), small.recommender, Pools(store)  # noqa: S311 - a test's
    alive: list[OrganisationId] = []
    ecosystems = [one.id for one in list(recommender.catalogue)[:3]]

    def said() -> str:
        return f"We make {' '.join(draw.sample(WORDS, 3))}."

    for step in range(40):
        what = draw.choice(["make", "make", "revise", "object", "lift", "erase"]) if len(alive) > 5 else "make"
        which = draw.choice(alive) if alive else OrganisationId("")
        if what == "make":
            alive.append(made(store, said(), draw.choice(["FI", "SE", ""])))
        elif what == "revise":
            revised(store, which, said())
        elif what == "erase":
            alive.remove(which)
            store.write(partial(erasure.erase, organisation_id=which, author=ACTOR))
        else:
            objects(store, which, holds=what == "object")
        without = frozenset(draw.sample(alive, min(step % 4, len(alive))))
        for ecosystem_id in ecosystems:
            k = draw.choice([1, 3])
            found = pools.best(recommender, ecosystem_id, k=k, without=without)
            whole = computed(store, recommender, ecosystem_id, 100, without)
            assert told(found) == told(whole[:k]), (step, what)
            of_each = {one.query_id: one for one in whole}
            assert [of_each[one.query_id].odds for one in found] == pytest.approx([one.odds for one in found], abs=1e-6)


def test_nothing_is_computed_while_nothing_changes(
    store: Store, small: Fitted, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    log_odds = Recommender.log_odds

    def counted(self: Recommender, queries: Any, **more: Any) -> Any:  # noqa: ANN401 - as the method
        asked.append(len(queries))
        return log_odds(self, queries, **more)

    monkeypatch.setattr(Recommender, "log_odds", counted)
    which = [made(store, f"We build batteries for {word}.") for word in WORDS]
    pools, recommender = Pools(store), small.recommender
    for ecosystem in recommender.catalogue:
        pools.best(recommender, ecosystem.id, k=5, without=NOBODY)
    assert asked == [len(WORDS)]
    revised(store, which[0], "We bake bread.")
    for ecosystem in recommender.catalogue:
        pools.best(recommender, ecosystem.id, k=5, without=NOBODY)
    assert asked == [len(WORDS), 1], "the one that changed"


def test_an_empty_store_has_nobody(store: Store, small: Fitted) -> None:
    pools, ecosystem = Pools(store), small.recommender.catalogue[0]
    assert pools.best(small.recommender, ecosystem.id, k=5, without=NOBODY) == []
    which = made(store)
    assert [one.query_id for one in pools.best(small.recommender, ecosystem.id, k=5, without=NOBODY)] == [which]
    objects(store, which)
    assert pools.best(small.recommender, ecosystem.id, k=5, without=NOBODY) == []


class Slow(FakeServing):
    """Takes as long as it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.going = threading.Event(), threading.Event()
        self.fault: Exception | None = None

    def pool(self, *given: Any, **more: Any) -> Any:  # noqa: ANN401 - as the method
        self.begun.set()
        assert self.going.wait(60)
        if self.fault is not None:
            raise self.fault
        return super().pool(*given, **more)


def test_who_asks_while_the_pool_is_made_is_told_to_come_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    which, pools, serving = made(store), Pools(store), Slow()
    monkeypatch.setattr(pooling, "PATIENCE", 0.05)
    for _ in range(2):
        with pytest.raises(NotReadyError, match="try again in a moment"):
            pools.best(serving, FOREST, k=5, without=NOBODY)
    monkeypatch.setattr(pooling, "PATIENCE", 60)
    threading.Timer(0.05, serving.going.set).start()
    assert [one.query_id for one in pools.best(serving, FOREST, k=5, without=NOBODY)] == [which]
    assert len(serving.asked) == len(serving.catalogue), "it was made once"


def test_one_waits_for_a_pool_and_others_are_told_to_come_again_at_once(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    which, pools, serving, another = made(store), Pools(store), Slow(), Slow()
    monkeypatch.setattr(pooling, "PATIENCE", 300)
    with ThreadPoolExecutor() as others:
        first = others.submit(pools.best, serving, FOREST, k=5, without=NOBODY)
        try:
            assert serving.begun.wait(60)
            until(pools._waiting.locked)  # noqa: SLF001 - the first waits
            for asked in (serving, another):
                refused = others.submit(pools.best, asked, FOREST, k=5, without=NOBODY)
                with pytest.raises(NotReadyError, match="try again in a moment"):
                    refused.result(60)
            assert not first.done()
        finally:
            serving.going.set()
            another.going.set()
        assert [one.query_id for one in first.result(60)] == [which]


def test_a_pool_that_cannot_be_made_is_told_and_tried_again(store: Store) -> None:
    which, pools, serving = made(store), Pools(store), Slow()
    serving.going.set()
    serving.fault = QueryError("no other side")
    with pytest.raises(QueryError, match="no other side"):
        pools.best(serving, FOREST, k=5, without=NOBODY)
    serving.fault = None
    for attempt in range(2):  # the first may still be told of the fault
        try:
            found = pools.best(serving, FOREST, k=5, without=NOBODY)
        except QueryError:
            assert attempt == 0
    assert [one.query_id for one in found] == [which]


def test_each_of_two_models_answers_for_itself(store: Store) -> None:
    made(store)
    pools = Pools(store)
    old, new = FakeServing(), FakeServing(Catalogue([one for one in FakeServing().catalogue if one.id == FOREST]))
    for serving in (old, new, old, new):
        assert len(pools.best(serving, FOREST, k=5, without=NOBODY)) == 1
    assert (len(old.asked), len(new.asked)) == (len(old.catalogue), 1), "each pool was made once"
    gone = ref(old)
    del old, serving
    gc.collect()
    assert gone() is None, "a pool keeps no model in memory"
    assert len(pools.best(new, FOREST, k=5, without=NOBODY)) == 1
