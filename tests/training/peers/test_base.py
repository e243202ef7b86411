"""What stands in where a method knows nothing, and the grid."""

import numpy as np

from recommender.entities import Query
from recommender.retrieval.base import QueryBatch
from tests.training.peers.conftest import Year
from training.peers.base import BackedPeer, Scores, Scoring, grid


def always(*rows: list[float]) -> Scoring:
    def scores(_: QueryBatch) -> Scores:
        return np.array(rows, dtype=np.float32)

    return scores


def ranked(year: Year, method: Scoring, otherwise: Scoring) -> list[int]:
    scores = BackedPeer("a", method, otherwise).scores(year.batch([Query("q")]))
    return [int(place) for place in np.argsort(-scores[0])]


def test_what_is_known_keeps_its_order_and_the_rest_follows_by_what_stands_in(year: Year) -> None:
    method, otherwise = always([0, 0.2, 0, 1e-9, 0]), always([0.1, 9, 0.7, 8, 0])
    assert ranked(year, method, otherwise) == [1, 3, 2, 0, 4]


def test_what_is_known_to_be_bad_still_stands_above_what_is_unknown(year: Year) -> None:
    assert ranked(year, always([0, -3, 5]), always([100, 0, 0])) == [2, 1, 0]


def test_silence_leaves_the_order_to_what_stands_in(year: Year) -> None:
    assert ranked(year, always([0, 0, 0]), always([1, 3, 2])) == [1, 2, 0]
    assert np.isfinite(BackedPeer("a", always([0, 0]), always([0, 0])).scores(year.batch([Query("q")]))).all()


def test_a_grid_holds_all_combinations() -> None:
    assert grid(a=(1, 2), b=(3,)) == ({"a": 1, "b": 3}, {"a": 2, "b": 3})
