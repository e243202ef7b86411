"""What the hyperparameters of meaning do, on a small world."""

import numpy as np
import pytest

from recommender.encoding.base import Vectors
from recommender.retrieval.dense import DenseConfig, DenseRetriever, Space
from recommender.retrieval.knowledge import Knowledge
from tests.worlds import Fitted


@pytest.fixture(scope="module")
def knowledge(small: Fitted) -> Knowledge:
    return small.knowledge()


def spread(knowledge: Knowledge, config: DenseConfig) -> Vectors:
    return Space.fit(knowledge, config)[2]


def test_without_steps_projects_stay_where_their_texts_put_them(knowledge: Knowledge) -> None:
    _, own, stayed = Space.fit(knowledge, DenseConfig(call=0, steps=0))
    np.testing.assert_allclose(stayed, own * knowledge.history.joint[:, None], atol=1e-6)


def test_each_step_draws_partners_closer(knowledge: Knowledge) -> None:
    apart = []
    for steps in range(3):
        around = spread(knowledge, DenseConfig(steps=steps))
        apart.append(float(1 - (around @ around.T).mean()))
    assert apart == sorted(apart, reverse=True)
    assert len(set(apart)) == 3


def test_titles_of_calls_count_by_their_weight(knowledge: Knowledge) -> None:
    own, called = knowledge.project_vectors, knowledge.call_vectors
    assert own.any(axis=1).all()
    assert called.any()
    without, half, twice = (spread(knowledge, DenseConfig(call=call, steps=0)) for call in (0, 0.5, 2))
    titles = Space.fit(knowledge, DenseConfig())[0].placed(called)
    near = [float((part * titles).sum()) for part in (without, half, twice)]
    assert near == sorted(near)
    assert len(set(near)) == 3


def test_a_vote_halves_in_its_half_life(knowledge: Knowledge) -> None:
    slow, fast = (
        DenseRetriever.fit(knowledge, Space.fit(knowledge, config), config).recent.sum(axis=1)
        for config in (DenseConfig(half_life=1e9), DenseConfig(half_life=1))
    )
    present = slow > 0
    np.testing.assert_allclose(
        fast[present] / slow[present], np.exp2(-knowledge.history.age(knowledge.day))[present], rtol=1e-4
    )
