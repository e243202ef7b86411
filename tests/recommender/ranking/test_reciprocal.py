"""The other side: demand, capacity, prices, and who asks an ecosystem best."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from pydantic import ValidationError

from recommender.bundle import Training, load, save
from recommender.entities import EcosystemId, Query, Ranking
from recommender.errors import QueryError, UnknownIdError
from recommender.explanation.reasons import ROOM
from recommender.ranking.reciprocal import Reciprocal, ReciprocalConfig, best_askers, log_shares
from tests.worlds import CONFIG as FIT
from tests.worlds import SEED, SMES, TOPICS, UNTIL, Fitted, sme

CONFIG = ReciprocalConfig(weight=0.5)
TRAINING = Training(UNTIL, SEED, {"kind": "tfidf"}, FIT.model_dump(), {}, {})
QUERIES = [Query(f"q{n:02}", sme(n), "", " ".join(TOPICS[topic].split()[: n % 4]))
           for n, topic in zip(range(0, SMES, 5), list(TOPICS) * 3, strict=True)]  # fmt: skip


def weighing(small: Fitted, weight: float) -> Reciprocal:
    assert small.recommender.reciprocal is not None
    return replace(small.recommender.reciprocal, weight=weight)


def ids(ranking: Ranking) -> list[str]:
    return [r.ecosystem_id for r in ranking.recommendations]


@st.composite
def asked(draw: st.DrawFn) -> NDArray[np.float64]:
    """Log-odds of 0 to 5 queries for 1 to 6 ecosystems, any of them left out."""
    n = draw(st.integers(1, 6))
    value = st.floats(-30, 30) | st.just(-np.inf)
    lines = draw(st.lists(st.lists(value, min_size=n, max_size=n), max_size=5))
    return np.array(lines, dtype=np.float64).reshape(len(lines), n)


class TestPrices:
    def test_by_hand(self) -> None:
        log_odds = np.log([[3.0, 1.0], [1.0, 1.0]])
        found = Reciprocal.fit(log_odds, np.array([3, 1]), CONFIG)
        assert found.demand.tolist() == pytest.approx([(2 * (3 / 4 + 1 / 2) + 1) / 3, (2 * (1 / 4 + 1 / 2) + 1) / 3])
        assert found.capacity.tolist() == [0.5 + 0.5 * 1.5, 0.5 + 0.5 * 0.5]
        assert found.prices.tolist() == pytest.approx([0.5 * math.log(3.5 / 3 / 1.25), 0.5 * math.log(2.5 / 3 / 0.75)])

    @given(asked(), st.data())
    def test_are_finite_whatever_is_left_out(self, log_odds: NDArray[np.float64], data: st.DataObject) -> None:
        n = log_odds.shape[1]
        partners = np.array(data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)), dtype=np.int64)
        found = Reciprocal.fit(log_odds, partners, CONFIG)
        assert np.isfinite(found.prices).all()
        assert (found.demand > 0).all()
        assert found.capacity.mean() == pytest.approx(1)

    @given(asked())
    def test_rise_with_demand_and_fall_with_capacity(self, log_odds: NDArray[np.float64]) -> None:
        found = Reciprocal.fit(log_odds, np.ones(log_odds.shape[1], dtype=np.int64), CONFIG)
        assert np.all(np.diff(found.prices[np.argsort(found.demand)]) >= 0)
        roomy = replace(found, capacity=2 * found.capacity)
        assert np.all(roomy.prices < found.prices)

    def test_where_nobody_asked_nothing_is_dearer(self) -> None:
        found = Reciprocal.fit(np.zeros((0, 3)), np.array([5, 0, 1]), CONFIG)
        assert found.prices.tolist() == [0, 0, 0]

    def test_shares_sum_to_1(self) -> None:
        shares = np.exp(log_shares(np.array([[1.0, 2.0, -np.inf], [-np.inf] * 3])))
        assert shares.sum(axis=1).tolist() == pytest.approx([1, 0])
        assert shares[0, 1] / shares[0, 0] == pytest.approx(math.e)

    @pytest.mark.parametrize("wrong", [{"weight": -0.1}, {"weight": 1.1}, {"equal": 0}, {"askers": 0}, {"price": 1}])
    def test_a_config_that_makes_no_sense(self, wrong: dict[str, float]) -> None:
        with pytest.raises(ValidationError):
            ReciprocalConfig.model_validate(wrong)


class TestAskers:
    def test_odds_count_by_the_place_in_the_other_list(self) -> None:
        other = Reciprocal(np.array([4.0, 1.0]), np.ones(2), 1.0)
        log_odds = np.log([[3.0, 1.0], [5.0, 1.0], [1.0, 9.0]])
        assert other.places(log_odds).tolist() == [[2, 1], [1, 2], [2, 1]]
        assert np.exp(other.seen(log_odds)).tolist() == pytest.approx(
            np.array([[1.5, 1], [5, 0.5], [0.5, 9]]), abs=1e-12
        )

    def test_best_first_with_ties_by_id_and_none_left_out(self) -> None:
        values = np.array([1.0, 2.0, -np.inf, 2.0])
        assert best_askers(values, ["a", "c", "d", "b"], 9) == [3, 1, 0]
        assert best_askers(values, ["a", "c", "d", "b"], 2) == [3, 1]

    def test_what_the_recommender_tells_of_an_ecosystem(self, small: Fitted) -> None:
        recommender = small.recommender
        full = recommender.recommend(QUERIES, k=1000, two_sided=True)
        for ecosystem in recommender.catalogue:
            found = recommender.askers(ecosystem.id, QUERIES, k=7)
            standing = {
                ranking.query_id: next(r for r in ranking.recommendations if r.ecosystem_id == ecosystem.id)
                for ranking in full
                if ecosystem.id in ids(ranking)
            }
            assert [asker.rank for asker in found] == list(range(1, min(7, len(standing)) + 1))
            for asker in found:
                assert asker.place == standing[asker.query_id].rank
                assert asker.odds == pytest.approx(standing[asker.query_id].odds)
            counts = [asker.odds / (1 - asker.odds) / asker.place for asker in found]
            assert counts == sorted(counts, reverse=True)

    def test_known_ones_are_left_out_unless_asked_for(self, small: Fitted) -> None:
        recommender, warm = small.recommender, [Query("warm", sme(0))]
        fresh = set(ids(recommender.recommend(warm, k=1000)[0]))
        known = next(e.id for e in recommender.catalogue if e.id not in fresh)
        assert recommender.askers(known, warm, k=1) == []
        (asker,) = recommender.askers(known, warm, k=1, exclude_known=False)
        assert (asker.query_id, asker.rank) == ("warm", 1)

    def test_an_empty_pool_has_nobody(self, small: Fitted) -> None:
        assert small.recommender.askers(small.recommender.catalogue[0].id, [], k=3) == []

    def test_refusals(self, small: Fitted) -> None:
        first = small.recommender.catalogue[0].id
        with pytest.raises(QueryError, match="k is 0; ask for at least 1 SME"):
            small.recommender.askers(first, QUERIES, k=0)
        with pytest.raises(UnknownIdError, match="'nobody'"):
            small.recommender.askers(EcosystemId("nobody"), QUERIES, k=1)
        ignorant = replace(small.recommender, reciprocal=None)
        with pytest.raises(QueryError, match="train again"):
            ignorant.askers(first, QUERIES, k=1)
        with pytest.raises(QueryError, match="train again"):
            ignorant.recommend(QUERIES, k=1, two_sided=True)


class TestTwoSided:
    def test_a_weight_of_0_is_the_one_sided_ranking(self, small: Fitted) -> None:
        weightless = replace(small.recommender, reciprocal=weighing(small, 0))
        assert weightless.recommend(QUERIES, k=9, two_sided=True) == small.recommender.recommend(QUERIES, k=9)

    def test_the_other_side_leaves_the_one_sided_ranking_alone(self, small: Fitted) -> None:
        ignorant = replace(small.recommender, reciprocal=None)
        assert ignorant.recommend(QUERIES, k=9, explain=True) == small.recommender.recommend(QUERIES, k=9, explain=True)

    @settings(max_examples=20)
    @given(weight=st.floats(0, 1), place=st.integers(0, len(QUERIES) - 1))
    def test_reasons_sum_to_the_score(self, small: Fitted, weight: float, place: int) -> None:
        recommender = replace(small.recommender, reciprocal=weighing(small, weight))
        (told,) = recommender.recommend([QUERIES[place]], k=6, explain=True, two_sided=True)
        (own,) = recommender.recommend([QUERIES[place]], k=1000)
        before = {r.ecosystem_id: r for r in own.recommendations}
        for r in told.recommendations:
            assert sum(reason.value for reason in r.reasons) == pytest.approx(r.score, abs=1e-6)
            (room,) = (reason.value for reason in r.reasons if reason.name == ROOM)
            assert r.score == pytest.approx(before[r.ecosystem_id].score + room)
            assert r.odds == pytest.approx(before[r.ecosystem_id].odds)
        scores = [r.score for r in told.recommendations]
        assert scores == sorted(scores, reverse=True)

    def test_no_room_is_told_of_in_a_one_sided_ranking(self, small: Fitted) -> None:
        (ranking,) = small.recommender.recommend(QUERIES[:1], k=3, explain=True)
        assert ROOM not in {reason.name for r in ranking.recommendations for reason in r.reasons}

    def test_a_crowded_ecosystem_falls(self, small: Fitted) -> None:
        (plain,) = small.recommender.recommend(QUERIES[:1], k=1)
        row = small.recommender.catalogue.row(plain.recommendations[0].ecosystem_id)
        demand = np.ones(len(small.recommender.catalogue))
        demand[row] = 1e9
        crowded = replace(small.recommender, reciprocal=Reciprocal(demand, np.ones(len(demand)), 1.0))
        (ranking,) = crowded.recommend(QUERIES[:1], k=1, two_sided=True)
        assert ids(ranking) != ids(plain)


class TestBundle:
    def test_serves_the_same_from_both_sides(self, small: Fitted, tmp_path: Path) -> None:
        save(small.recommender, tmp_path, TRAINING)
        loaded, first = load(tmp_path, tmp_path), small.recommender.catalogue[0].id
        before = small.recommender.recommend(QUERIES, k=12, explain=True, two_sided=True)
        assert loaded.recommend(QUERIES, k=12, explain=True, two_sided=True) == before
        assert loaded.askers(first, QUERIES, k=5) == small.recommender.askers(first, QUERIES, k=5)

    def test_without_the_other_side_serves_one_sided_rankings(self, small: Fitted, tmp_path: Path) -> None:
        save(replace(small.recommender, reciprocal=None), tmp_path, TRAINING)
        loaded = load(tmp_path, tmp_path)
        assert loaded.recommend(QUERIES, k=3) == small.recommender.recommend(QUERIES, k=3)
        with pytest.raises(QueryError, match="train again"):
            loaded.recommend(QUERIES, k=3, two_sided=True)
