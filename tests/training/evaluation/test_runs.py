"""Runs: the same depth, exclusions and tie-breaks for product and peers."""

from dataclasses import dataclass

import numpy as np
import pytest

from recommender.retrieval.base import QueryBatch
from tests.training.evaluation.settings import product, setting
from tests.worlds import Fitted
from training.evaluation.runs import DEPTH, Setting, peer_run, product_run
from training.peers.base import Scores


@dataclass(frozen=True)
class ByRow:
    """Scores that fall with the row, or that are all equal."""

    width: int
    step: float = 1.0
    name: str = "by-row"

    def scores(self, batch: QueryBatch) -> Scores:
        return np.tile(-self.step * np.arange(self.width, dtype=np.float32), (len(batch), 1))


@pytest.fixture(scope="module")
def year(small: Fitted) -> Setting:
    return setting(small)


@pytest.mark.parametrize("step", [1.0, 0.0])
def test_a_peer_ranks_by_score_without_what_is_excluded(step: float, year: Setting) -> None:
    catalogue = [ecosystem.id for ecosystem in year.world.catalogue]
    for task in year.tasks:
        run = peer_run(ByRow(len(catalogue), step), year, task)
        assert list(run.rankings) == [query.id for query in task.queries]
        assert not run.odds
        for query, ranked in run.rankings.items():
            assert list(ranked) == [name for name in catalogue if name not in task.excluded[query]][:DEPTH]


def test_best_first(year: Setting) -> None:
    run = peer_run(ByRow(len(year.world.catalogue), -1.0), year, year.tasks[-1])
    assert next(iter(run.rankings.values()))[0] == year.world.catalogue[len(year.world.catalogue) - 1].id


def test_the_product_is_asked_as_the_task_says(small: Fitted, year: Setting) -> None:
    asked = product(small, year)
    for task in year.tasks:
        run = product_run(asked, task)
        for query, ranked in run.rankings.items():
            assert len(ranked) == len(run.odds[query]) == min(DEPTH, len(asked.catalogue) - len(task.excluded[query]))
            assert task.excluded[query].isdisjoint(ranked)
            assert list(run.odds[query]) == sorted(run.odds[query], reverse=True)


def test_the_queries_of_a_task_are_looked_up_once(small: Fitted, monkeypatch: pytest.MonkeyPatch) -> None:
    year = setting(small)
    task = year.tasks[0]
    before = year.batches(task)
    monkeypatch.setattr(type(year.world), "batch", None)
    assert year.batches(task) is before
    assert [query.id for batch in before for query in batch.queries] == [query.id for query in task.queries]
