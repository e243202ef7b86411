"""100,000 SMEs × 1,000 ecosystems on one thread: a world drawn from a seed, vectors of spelling"""

import time
from typing import Any

import numpy as np
import pytest

from recommender.entities import Query
from recommender.pipeline import Recommender
from recommender.ranking.reciprocal import best_askers
from tests.benchmarks.large import LARGE, SMALL, fitted
from tests.benchmarks.table import Row, Table, interleaved, peak_memory

SMES, FEW = 100_000, 600
KEEP, SHOWN = 200, 20


@pytest.fixture(scope="module")
def asked(full: bool) -> tuple[Recommender, list[Query]]:  # noqa: FBT001 (a fixture)
    """Return a recommender and as many SMEs, known by id, with a text of 30 words each."""
    large = fitted(LARGE if full else SMALL)
    known = large.size.smes
    queries = [large.known(n) for n in range(SMES if full else FEW)]
    assert len({query.sme_id for query in queries}) == len(queries) > known
    return large.with_depth(large.size.depth), queries


def test_the_best_of_all_smes(
    asked: tuple[Recommender, list[Query]],
    table: Table,
    full: bool,  # noqa: FBT001 (a fixture)
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    recommender, queries = asked
    other, watched, told = recommender.other_side(), [0, len(recommender.catalogue) // 2], []
    computed = Recommender.log_odds

    def watching(self: Recommender, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 (as the method)
        found = computed(self, *arguments, **named)
        told.append(other.seen(found)[:, watched])
        return found

    monkeypatch.setattr(Recommender, "log_odds", watching)
    start = time.perf_counter()
    pool = recommender.pool(queries, keep=KEEP)
    minutes = (time.perf_counter() - start) / 60
    memory = peak_memory()
    ids, exact = [query.id for query in queries], np.vstack(told)
    assert exact.shape == (len(queries), len(watched))
    recalls = []
    for column, row in enumerate(watched):
        found = {asker.query_id for asker in pool.askers(recommender.catalogue[row].id, k=KEEP)}
        best = {ids[place] for place in best_askers(exact[:, column], ids, KEEP)}
        recalls.append(len(found & best) / len(best))
    assert recalls == [1.0] * len(watched)
    first = recommender.catalogue[0].id
    vectors = np.random.default_rng(1).standard_normal((len(queries), 384), dtype=np.float32)
    flat, looked_up = interleaved(
        [lambda: np.argpartition(vectors @ vectors[0], -KEEP), lambda: pool.askers(first, k=SHOWN)], 50 if full else 3
    )
    judged = full
    table.add(
        Row("flagship to its best SMEs, p50", 7, flat.median, looked_up.median, "ms", judged=judged),
        Row("recall of these against exact", 0.999, None, min(recalls), "", least=True, judged=judged),
        Row("all pairs, and the best 200 SMEs of each ecosystem", 7, None, minutes, "min", judged=judged),
        Row("most memory of the process meanwhile", 2048, None, memory, "MiB", judged=judged),
    )


def test_the_best_ecosystems_of_each_sme(
    asked: tuple[Recommender, list[Query]],
    table: Table,
    full: bool,  # noqa: FBT001 (a fixture)
) -> None:
    recommender, queries = asked
    share = 10 if full else 3
    some = queries[::share]
    start = time.perf_counter()
    found = list(recommender.best(some, k=KEEP))
    seconds = share * (time.perf_counter() - start)
    length = min(KEEP, recommender.config.depth, len(recommender.catalogue))
    assert [len(each.rows) >= length - 30 for each in found] == [True] * len(some)
    what = f"top 200 for each SME (measured on one in {share}, multiplied)"
    table.add(Row(what, 90, None, seconds, "s", judged=full))
