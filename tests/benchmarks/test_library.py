"""Answers of the library on one thread: 1,000 ecosystems, a world drawn from a seed, vectors of spelling"""

import itertools
from collections.abc import Callable

import numpy as np
import pytest

from recommender.describing import context
from recommender.entities import Query
from recommender.pipeline import LATEST, Recommender
from recommender.ranking.features import features
from tests.benchmarks.large import LARGE, SMALL, Large, fitted, sme
from tests.benchmarks.table import Row, Table, interleaved

ASKERS = 50
MANY = 2 * LATEST
"""So many that none is still remembered when its turn comes again."""


@pytest.fixture(scope="module")
def large(full: bool) -> Large:  # noqa: FBT001 (a fixture)
    return fitted(LARGE if full else SMALL)


def in_turn(act: Callable[[Query], object], askers: int = MANY, first: int = 0) -> Callable[[], object]:
    """Ask for one known SME after the other, none of which writes anything."""
    queries = itertools.cycle([Query(f"k{n}", sme((first + n) % MANY)) for n in range(askers)])
    return lambda: act(next(queries))


def parts(recommender: Recommender) -> Callable[[], object]:
    """Nothing but the search, the features of signals that are there already, and the ranker on the candidates."""
    world, near = recommender.world, recommender.config.near
    batch = world.batch([Query("q", sme(1))], recommender.encoder.encode([""], role="query"), near)
    signals, told = world.signals(batch), context(batch)

    def run() -> None:
        world.index.search(batch.profiles, near)
        recommender.ranker.scores(features(signals, told)[0, : recommender.config.depth])

    return run


def test_a_known_profile(large: Large, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    recommender = large.with_depth(large.size.depth)
    ask = in_turn(lambda query: recommender.recommend([query], k=20))
    again = in_turn(lambda query: recommender.recommend([query], k=20), 1)
    floor, found, repeated = interleaved([parts(recommender), ask, again], 300 if full else 5)
    (ranking,) = recommender.recommend([Query("q", sme(1))], k=20)
    assert [each.rank for each in ranking.recommendations] == list(range(1, 21))
    table.add(
        Row("known profile, library alone, p50", 3, floor.median, found.median, "ms", judged=full),
        Row("known profile, library alone, p99", 10, floor.quantile(0.99), found.quantile(0.99), "ms", judged=full),
        Row("the same profile again, library alone, p50", None, None, repeated.median, "ms", judged=full),
    )


def test_every_ecosystem_ranked(large: Large, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    recommender = large.with_depth(large.size.ecosystems)
    ask = in_turn(lambda query: recommender.recommend([query], k=20))
    floor, found = interleaved([parts(recommender), ask], 300 if full else 5)
    (ranking,) = recommender.recommend([Query("q", sme(1))], k=large.size.ecosystems, exclude_known=False)
    assert len({each.ecosystem_id for each in ranking.recommendations}) == large.size.ecosystems
    table.add(Row("every ecosystem re-ranked, p50", 9, floor.median, found.median, "ms", judged=full))


def test_explanations(large: Large, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    recommender = large.with_depth(large.size.depth)
    plain, told = (  # half a round apart, so that neither finds remembered what the other asked
        in_turn(lambda query, explain=explain: recommender.recommend([query], k=10, explain=explain), first=first)  # type: ignore[misc]
        for explain, first in ((False, 0), (True, LATEST))
    )
    without, explained = interleaved([plain, told], 200 if full else 5)
    queries = [large.known(n) for n in range(ASKERS)] + [Query(f"k{n}", sme(n)) for n in range(ASKERS)]
    off = [
        abs(each.score - sum(reason.value for reason in each.reasons))
        for ranking in recommender.recommend(queries, k=10, explain=True)
        for each in ranking.recommendations
    ]
    assert len(off) == 10 * len(queries)
    assert max(off) <= 1e-6
    more = float(np.median(np.subtract(explained.each, without.each)))
    table.add(
        Row("explanations of 10 matches, more than without", 10, None, more, "ms", judged=full),
        Row("reasons against scores, largest difference", 1e-6, None, max(off), "", judged=full),
    )
