"""Fitting: a planted signal is recovered, the same seed gives the same ranker, odds keep the order of scores."""

import numpy as np
import pytest

from recommender.entities import Query
from recommender.ranking.features import NAMES, OF_QUERY
from training.fitting import ranker
from training.fitting.examples import Example, Examples
from training.fitting.ranker import _drawn, fit_calibration, fit_linear, fit_ranker, fit_trees
from training.fitting.world import FitConfig

QUERIES, ROWS = 120, 20
SIGNAL = NAMES.index(next(name for name in NAMES if name not in OF_QUERY))
CONFIG = FitConfig(trees=15)


def planted(seed: int, *, warm_only: bool = False) -> Examples:
    """Queries of four segments by turns; in each the two rows that are highest in one feature are hits."""
    random = np.random.default_rng(seed)
    table = random.normal(size=(QUERIES, ROWS, len(NAMES))).astype(np.float32)
    for name, step in (("has_text", 2), ("is_warm", 1)):
        values = np.ones(QUERIES) if warm_only else np.arange(QUERIES) // step % 2
        table[:, :, NAMES.index(name)] = values[:, None]
    table[:, :, NAMES.index("length")] = 2.0
    hits = np.argsort(np.argsort(-table[:, :, SIGNAL], axis=1), axis=1) < 2
    asked = tuple(Example(Query(f"q{n}"), frozenset(), f"p{n}", exclude_known=False) for n in range(QUERIES))
    return Examples(
        table.reshape(-1, len(NAMES)), hits.ravel(), np.tile(np.arange(ROWS), QUERIES), np.full(QUERIES, ROWS), asked
    )


def found(examples: Examples, scores: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    """Share of hits among the two best rows of each query."""
    best = np.argsort(-scores.reshape(QUERIES, ROWS), axis=1)[:, :2]
    return float(np.take_along_axis(examples.hits.reshape(QUERIES, ROWS), best, axis=1).mean())


def test_a_planted_signal_is_recovered_on_queries_not_seen() -> None:
    seen, unseen = planted(1), planted(2)
    ranker = fit_ranker([seen], CONFIG, seed=0)
    assert found(unseen, ranker.scores(unseen.features)) > 0.75  # chance finds 0.1
    for weights in np.atleast_2d(ranker.linear.weights):
        assert np.argmax(np.abs(weights)) == SIGNAL
        assert weights[SIGNAL] > 0


def test_what_holds_for_a_whole_query_weighs_nothing_in_the_linear_ranker() -> None:
    seen = planted(1)
    weights = np.atleast_2d(fit_linear(seen.features, seen.hits, seen.sizes, ridge=30).weights)
    assert weights.shape[1] == len(NAMES)
    assert not weights[:, [NAMES.index(name) for name in OF_QUERY]].any()


def test_queries_of_one_kind_alone_are_learned_from_too() -> None:
    seen = planted(1, warm_only=True)
    weights = fit_linear(seen.features, seen.hits, seen.sizes, ridge=30).weights
    assert (np.atleast_2d(weights)[:, SIGNAL] > 0).all()


def test_the_same_seed_gives_the_same_ranker() -> None:
    seen = planted(1)
    one, two = (fit_ranker([seen], CONFIG, seed=5) for _ in range(2))
    assert one.trees is not None
    assert two.trees is not None
    assert one.trees.forest.text == two.trees.forest.text
    assert np.array_equal(one.linear.weights, two.linear.weights)
    assert (one.linear_weight, one.tree_weight) == (two.linear_weight, two.tree_weight)


def test_another_seed_gives_other_trees() -> None:
    seen = planted(1)
    one, two = (fit_trees(seen.features, seen.hits, seen.sizes, trees=15, seed=seed) for seed in (1, 2))
    assert one.forest.text != two.forest.text


def test_what_is_left_out_is_used_by_neither_ranker() -> None:
    seen, name = planted(1), NAMES[SIGNAL]
    before = seen.features.copy()
    ranker = fit_ranker([seen], FitConfig(trees=15, leave_out=(name, "rank")), seed=0)
    unused = [n == name or n.endswith("_rank") for n in NAMES]
    parts = ranker.contributions(seen.features)[:, :-1]
    assert not parts[:, unused].any()
    assert parts[:, np.logical_not(unused)].any()
    assert np.array_equal(seen.features, before)
    other = seen.features.copy()
    other[:, unused] = 9
    assert np.array_equal(ranker.scores(other), ranker.scores(seen.features))


class TestManyRows:
    """LightGBM refuses queries of more than 10,000 rows: a large catalogue is thinned for the trees."""

    def test_trees_grow_on_a_catalogue_of_more_than_ten_thousand(self) -> None:
        rows = 10_001
        table = np.zeros((rows, len(NAMES)), dtype=np.float32)
        table[:, SIGNAL] = np.linspace(-2, 2, rows)
        hits = np.arange(rows) >= rows - 300
        trees = fit_trees(table, hits, np.array([rows]), trees=2, seed=0)
        assert trees.scores(table)[-1] > trees.scores(table)[0]

    def test_hits_are_kept_and_others_drawn_by_the_seed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ranker, "MAX_ROWS", 5)
        sizes = np.array([3, 40, 5, 8])
        hits = np.zeros(56, dtype=np.bool_)
        hits[[1, 10, 11, 30, *range(48, 55)]] = True
        drawn: set[tuple[int, ...]] = set()
        for seed in range(20):
            rows, kept = _drawn(hits, sizes, seed)
            assert kept.tolist() == [3, 5, 5, 5]
            first, second, third, fourth = np.split(rows, np.cumsum(kept)[:-1])
            assert first.tolist() == [0, 1, 2]
            assert {10, 11, 30} < set(second.tolist()) <= set(range(3, 43))
            assert third.tolist() == [43, 44, 45, 46, 47]
            assert hits[fourth].all()
            assert rows.tolist() == sorted(set(rows.tolist())) == _drawn(hits, sizes, seed)[0].tolist()
            drawn.add(tuple(second.tolist()))
        assert len(drawn) > 15

    def test_the_trees_see_the_drawn_rows_alone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen = planted(1)
        whole = fit_trees(seen.features, seen.hits, seen.sizes, trees=3, seed=1)
        monkeypatch.setattr(ranker, "MAX_ROWS", ROWS)
        same = fit_trees(seen.features, seen.hits, seen.sizes, trees=3, seed=1)
        assert same.forest.text == whole.forest.text
        monkeypatch.setattr(ranker, "MAX_ROWS", ROWS // 2)
        thin, rows = fit_trees(seen.features, seen.hits, seen.sizes, trees=3, seed=1), _drawn(seen.hits, seen.sizes, 1)
        monkeypatch.setattr(ranker, "MAX_ROWS", ROWS)
        alone = fit_trees(seen.features[rows[0]], seen.hits[rows[0]], rows[1], trees=3, seed=1)
        assert thin.forest.text == alone.forest.text
        assert thin.forest.text != whole.forest.text


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_the_share_of_the_trees_may_be_all_or_nothing(share: float) -> None:
    ranker = fit_ranker([planted(1)], FitConfig(trees=5, tree_share=share), seed=0)
    assert (ranker.tree_weight > 0, ranker.linear_weight > 0) == (share > 0, share < 1)


def test_odds_rise_with_scores_and_meet_the_share_of_hits() -> None:
    examples = planted(3)
    scores = examples.features[:, SIGNAL].astype(np.float64)
    calibration = fit_calibration([(examples, scores)])
    assert (calibration.curves[:, 0] > 0).all()
    odds = calibration.odds(scores, examples.features)
    assert odds.mean() == pytest.approx(examples.hits.mean(), abs=0.01)
    order = np.argsort(scores.reshape(QUERIES, ROWS), axis=1)
    assert (np.diff(np.take_along_axis(odds.reshape(QUERIES, ROWS), order, axis=1)) >= 0).all()


def test_scores_that_mislead_do_not_turn_the_odds_around() -> None:
    examples = planted(3)
    misled = fit_calibration([(examples, -examples.features[:, SIGNAL].astype(np.float64))])
    assert (misled.curves[:, 0] > 0).all()
    assert misled.rough


def test_thin_segments_share_one_curve() -> None:
    examples = planted(3, warm_only=True)
    calibration = fit_calibration([(examples, examples.features[:, SIGNAL].astype(np.float64))])
    assert len(np.unique(calibration.curves, axis=0)) == 1
    assert set(calibration.grounds) == {"segment", "all"}
    assert not calibration.rough


def test_with_hardly_a_hit_the_odds_are_a_cautious_guess_and_marked() -> None:
    examples = planted(3)
    nothing = Examples(examples.features, np.zeros_like(examples.hits), examples.rows, examples.sizes, examples.asked)
    scores = examples.features[:, SIGNAL].astype(np.float64) + 4
    calibration = fit_calibration([(nothing, scores)])
    assert set(calibration.grounds) == {"nothing"}
    assert calibration.rough
    assert calibration.odds(scores, examples.features).mean() == pytest.approx(1 / ROWS, rel=0.2)
