"""Judging: rows ranked by score, ways of asking apart, warm and cold apart."""

import numpy as np
import pytest

from recommender.entities import Query
from recommender.ranking.features import NAMES
from training.evaluation.judging import judge
from training.fitting.examples import Example, Examples


def examples(*asked: tuple[str, bool, int]) -> Examples:
    """Queries over four rows: id, warm or not, row of the truth."""
    features = np.zeros((4 * len(asked), len(NAMES)), dtype=np.float32)
    hits = np.zeros(4 * len(asked), dtype=np.bool_)
    for place, (_, warm, truth) in enumerate(asked):
        features[4 * place : 4 * place + 4, NAMES.index("is_warm")] = warm
        hits[4 * place + truth] = True
    return Examples(
        features=features,
        hits=hits,
        rows=np.tile(np.arange(4), len(asked)),
        sizes=np.full(len(asked), 4),
        asked=tuple(Example(Query(name), frozenset({truth}), name, exclude_known=False) for name, _, truth in asked),
    )


def test_ways_and_parts_are_judged_apart() -> None:
    table = examples(("s1/p1/idea", True, 0), ("s2/p2/idea", False, 1), ("s1/alone", True, 3))
    judged = judge(table, np.array([4.0, 3, 2, 1] * 3))
    assert judged.queries == 3
    assert {name: value for name, value in judged.measures.items() if name.endswith("mrr")} == {
        "idea/all/mrr": pytest.approx(0.75),
        "idea/warm/mrr": 1.0,
        "idea/cold/mrr": 0.5,
        "alone/all/mrr": 0.25,
        "alone/warm/mrr": 0.25,
    }


def test_ties_go_to_the_earlier_row() -> None:
    assert judge(examples(("s/p/idea", True, 2)), np.zeros(4)).measures["idea/all/mrr"] == pytest.approx(1 / 3)


def test_only_allowed_rows_are_ranked() -> None:
    table = examples(("s/p/idea", True, 3))
    part = Examples(table.features[2:], table.hits[2:], table.rows[2:], np.array([2]), table.asked)
    assert judge(part, np.array([0.0, 1.0])).measures["idea/all/mrr"] == 1
