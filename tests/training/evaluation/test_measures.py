"""Measures, with ir-measures as the oracle."""

import math

import ir_measures
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from ir_measures import AP, RR, P, R, ScoredDoc, Success, nDCG

from training.evaluation.measures import (
    ACCURACY,
    MEASURES,
    average_precision,
    calibration_error,
    hit_at_10,
    means,
    ndcg_at_10,
    per_query,
    precision_at_10,
    recall_at_10,
    recall_at_50,
    reciprocal_rank,
)

ITEMS = [f"e{number:02}" for number in range(70)]
ORACLE = {
    "ndcg_10": nDCG @ 10, "recall_50": R @ 50, "mrr": RR @ 50,
    "recall_10": R @ 10, "hit_10": Success @ 10, "precision_10": P @ 10, "auprc": AP @ 50,
}  # fmt: skip

rankings = st.lists(st.sampled_from(ITEMS), unique=True, max_size=70)
truths = st.sets(st.sampled_from(ITEMS), min_size=1, max_size=15)


@given(st.dictionaries(st.sampled_from("abcdef"), st.tuples(rankings, truths), min_size=1))
def test_means_are_those_of_ir_measures(asked: dict[str, tuple[list[str], set[str]]]) -> None:
    run = {query: ranked for query, (ranked, _) in asked.items() if ranked}
    qrels = {query: true for query, (_, true) in asked.items()}
    scored = [ScoredDoc(q, item, float(-place)) for q, ranked in run.items() for place, item in enumerate(ranked)]
    known = {query: dict.fromkeys(true, 1) for query, true in qrels.items()}
    oracle = ir_measures.calc_aggregate(list(ORACLE.values()), known, scored)
    found = means(run, qrels, ACCURACY)
    assert found == pytest.approx({name: oracle[measure] for name, measure in ORACLE.items()})


def test_values_by_hand() -> None:
    ranked = ["a", "b", "c"]
    assert ndcg_at_10(ranked, {"b"}) == pytest.approx(1 / math.log2(3))
    assert recall_at_50(ranked, {"b", "z"}) == 0.5
    assert reciprocal_rank(ranked, {"c"}) == pytest.approx(1 / 3)
    assert recall_at_10(ranked, {"b", "z"}) == 0.5
    assert (hit_at_10(ranked, {"c"}), hit_at_10(ranked, {"z"})) == (1, 0)
    assert precision_at_10(ranked, {"a", "c"}) == pytest.approx(0.2)
    assert average_precision(ranked, {"a", "c"}) == pytest.approx((1 + 2 / 3) / 2)


def test_what_comes_after_the_cut_counts_nothing() -> None:
    far = [f"x{place}" for place in range(10)] + ["a"]
    assert (recall_at_10(far, {"a"}), hit_at_10(far, {"a"}), precision_at_10(far, {"a"})) == (0, 0, 0)
    assert average_precision([f"x{place}" for place in range(50)] + ["a"], {"a"}) == 0


def test_values_stand_in_the_order_of_the_qrels() -> None:
    values = per_query({"b": ["x"], "a": ["y"]}, {"a": {"x"}, "b": {"x"}, "c": {"x"}})
    assert list(values) == list(ACCURACY)
    assert values["hit_10"].tolist() == [0, 1, 0]


def test_nothing_ranked_or_nothing_true_counts_nothing() -> None:
    assert [measure([], {"a"}) for measure in ACCURACY.values()] == [0] * 7
    assert [measure(["a"], set()) for measure in ACCURACY.values()] == [0] * 7
    assert means({}, {}) == dict.fromkeys(MEASURES, 0.0)


def test_a_training_tells_three_measures() -> None:
    assert list(means({"q": ["a"]}, {"q": {"a"}})) == ["ndcg_10", "recall_50", "mrr"]


def test_a_query_that_is_missing_from_the_run_counts_0() -> None:
    assert means({"q": ["a"]}, {"q": {"a"}, "missing": {"a"}}) == dict.fromkeys(MEASURES, 0.5)


def test_calibration_error_by_hand() -> None:
    assert calibration_error([], []) == 0
    assert calibration_error([0.5, 0.5], [True, False], bins=1) == 0
    assert calibration_error([0.9, 0.9], [False, False], bins=1) == pytest.approx(0.9)
    assert calibration_error([0.1, 0.9], [True, False], bins=2) == pytest.approx(0.9)


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60))
def test_calibration_error_is_a_share_and_no_less_than_the_error_of_the_mean(pairs: list[tuple[float, bool]]) -> None:
    odds, hits = zip(*pairs, strict=True)
    error = calibration_error(odds, hits)
    assert abs(np.mean(odds) - np.mean(hits)) - 1e-9 <= error <= 1


def test_odds_that_tell_the_truth_have_a_small_error() -> None:
    random = np.random.default_rng(1)
    odds = random.random(20_000)
    hits = random.random(20_000) < odds
    assert calibration_error(odds.tolist(), hits.tolist()) < 0.02
    assert calibration_error((odds**3).tolist(), hits.tolist()) > 0.1
