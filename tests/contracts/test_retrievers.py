"""What every retriever promises."""

from dataclasses import replace
from typing import get_type_hints

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from recommender.entities import OrganisationId, Query
from recommender.history import History
from recommender.ranking.features import SCALE
from recommender.retrieval.base import QueryBatch, Retriever, best
from recommender.retrieval.world import World
from tests.worlds import CONFIG, UNTIL, Fitted, drawn, sme
from training.fitting.world import world_at

KINDS = [name for name, kind in get_type_hints(World).items() if hasattr(kind, "retrieve")]
QUERIES = (
    Query("warm", sme(5), "", "Hydrogen and battery for ships."),
    Query("alone", sme(9)),
    Query("described", sme(75), "", "ore drill"),
    Query("cold", None, "SE", "timber harvester"),
    Query("stranger", OrganisationId("stranger"), "XX", "zzyzx"),
    Query("empty"),
)
WORLDS = ("small", "without a past", "without descriptions")


def asked(world: World, fitted: Fitted, queries: tuple[Query, ...] = QUERIES) -> QueryBatch:
    return world.batch(queries, fitted.encoder.encode([q.text for q in queries], role="query"), 20)


@pytest.fixture(scope="module", params=WORLDS)
def world(request: pytest.FixtureRequest, small: Fitted) -> World:
    """Return the small world, and what is left of it without a part."""
    facts = drawn(np.random.default_rng(1))
    if request.param == "without a past":
        return world_at(UNTIL, replace(facts, history=History.of([], [])), small.encoder, CONFIG)
    if request.param == "without descriptions":
        return world_at(UNTIL, replace(facts, described=[], profiles=[]), small.encoder, CONFIG)
    return small.recommender.world


@pytest.fixture(params=KINDS)
def retriever(request: pytest.FixtureRequest, world: World) -> Retriever:
    found: Retriever = getattr(world, request.param)
    return found


class TestRetriever:
    def test_it_gives_the_signals_that_it_names(self, retriever: Retriever, world: World, small: Fitted) -> None:
        signals = retriever.signals(asked(world, small))
        assert tuple(signals) == retriever.names
        for values in signals.values():
            assert (values.shape, values.dtype.name) == ((len(QUERIES), len(world.catalogue)), "float32")
            assert np.isfinite(values).all()

    @pytest.mark.parametrize("k", [1, 5, 10_000])
    def test_the_best_rows_once_each(self, retriever: Retriever, world: World, small: Fitted, k: int) -> None:
        found = retriever.retrieve(asked(world, small), k)
        n = min(k, len(world.catalogue))
        assert found.rows.shape == found.scores.shape == (len(QUERIES), n)
        assert [found.rows.dtype.name, found.scores.dtype.name] == ["int64", "float32"]
        assert all(len(set(rows)) == n and min(rows) >= 0 for rows in found.rows.tolist())
        for rows, scores in zip(found.rows.tolist(), found.scores.tolist(), strict=True):
            pairs = list(zip((-score for score in scores), rows, strict=True))
            assert pairs == sorted(pairs)

    def test_fewer_are_the_first_of_more(self, retriever: Retriever, world: World, small: Fitted) -> None:
        batch = asked(world, small)
        more, fewer = retriever.retrieve(batch, 9), retriever.retrieve(batch, 4)
        assert more.rows[:, :4].tolist() == fewer.rows.tolist()

    def test_signals_that_are_there_already_choose_the_same(
        self, retriever: Retriever, world: World, small: Fitted
    ) -> None:
        batch = asked(world, small)
        chosen = best(retriever.preference(batch, retriever.signals(batch)), 9)
        found = retriever.retrieve(batch, 9)
        assert (chosen.rows.tolist(), chosen.scores.tolist()) == (found.rows.tolist(), found.scores.tolist())

    @pytest.mark.parametrize("k", [0, -3])
    def test_k_below_one_is_refused(self, retriever: Retriever, world: World, small: Fitted, k: int) -> None:
        with pytest.raises(ValueError, match=f"k is {k}; ask for at least 1"):
            retriever.retrieve(asked(world, small), k)

    def test_a_batch_gives_what_each_query_gives(self, retriever: Retriever, world: World, small: Fitted) -> None:
        together = retriever.signals(asked(world, small))
        for place, query in enumerate(QUERIES):
            for name, values in retriever.signals(asked(world, small, (query,))).items():
                np.testing.assert_allclose(values[0], together[name][place], atol=1e-6)

    def test_who_says_nothing_and_is_unknown_gets_no_signal_but_demand(
        self, retriever: Retriever, world: World, small: Fitted
    ) -> None:
        signals = retriever.signals(asked(world, small, (Query("empty"),)))
        for name in set(signals) - {"popular", "lately"}:
            assert not signals[name].any(), name


def test_every_signal_is_a_feature_and_every_feature_has_its_signal(world: World, small: Fitted) -> None:
    names = [name for retriever in world.retrievers for name in retriever.names]
    assert sorted(names) == sorted(SCALE)
    assert list(world.signals(asked(world, small))) == names


def test_nothing_is_known_to_those_without_a_past(world: World, small: Fitted) -> None:
    known = world.known(asked(world, small))
    assert known.shape == (len(QUERIES), len(world.catalogue))
    assert not known[2:].any()
    assert known[0].any() == bool(len(world.history.projects))


@given(scores=arrays(np.float32, st.tuples(st.integers(1, 4), st.integers(1, 9)), elements=st.sampled_from([0, 1, 2])),
       k=st.integers(1, 12))  # fmt: skip
def test_best_against_sorting(scores: NDArray[np.float32], k: int) -> None:
    found = best(scores, k)
    pairs = [sorted((-score, column) for column, score in enumerate(line))[:k] for line in scores.tolist()]
    assert found.rows.tolist() == [[column for _, column in line] for line in pairs]
