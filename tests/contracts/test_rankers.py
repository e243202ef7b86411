"""What every ranker promises."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.ranking.base import Matrix, Ranker
from recommender.ranking.features import NAMES
from recommender.ranking.learned import BlendedRanker, LinearRanker
from tests.worlds import Fitted
from training.fitting.prior import prior_ranker

KINDS = ("linear", "trees", "blended", "prior")


def table(rows: int, seed: int = 0) -> Matrix:
    rng = np.random.default_rng(seed)
    values = rng.normal(size=(rows, len(NAMES))).astype(np.float32)
    values[:, NAMES.index("length")] = rng.uniform(0, 10, rows)
    return values


@pytest.fixture(scope="session")
def rankers(small: Fitted) -> dict[str, Ranker]:
    blended = small.recommender.ranker
    assert isinstance(blended, BlendedRanker)
    assert blended.trees is not None
    weights = np.random.default_rng(3).normal(size=len(NAMES))
    return {"linear": LinearRanker(weights), "trees": blended.trees, "blended": blended, "prior": prior_ranker()}


@pytest.mark.parametrize("kind", KINDS)
class TestRanker:
    @pytest.mark.parametrize("rows", [1, 2, 500])
    def test_types_and_shapes(self, rankers: dict[str, Ranker], kind: str, rows: int) -> None:
        features = table(rows)
        scores, parts = rankers[kind].scores(features), rankers[kind].contributions(features)
        assert (scores.shape, parts.shape) == ((rows,), (rows, len(NAMES) + 1))
        assert [scores.dtype.name, parts.dtype.name] == ["float64", "float64"]

    @settings(max_examples=30)
    @given(seed=st.integers(0, 10_000), rows=st.integers(1, 40))
    def test_contributions_sum_to_the_score(self, rankers: dict[str, Ranker], kind: str, seed: int, rows: int) -> None:
        features = table(rows, seed)
        sums = rankers[kind].contributions(features).sum(axis=1)
        np.testing.assert_allclose(sums, rankers[kind].scores(features), atol=1e-6)

    def test_each_row_is_scored_by_itself(self, rankers: dict[str, Ranker], kind: str) -> None:
        features = table(60)
        together = rankers[kind].scores(features)
        backwards = rankers[kind].scores(features[::-1])[::-1]
        alone = [float(rankers[kind].scores(features[row : row + 1])[0]) for row in range(60)]
        np.testing.assert_allclose(backwards, together, atol=1e-6)
        np.testing.assert_allclose(alone, together, atol=1e-6)

    def test_scores_tell_rows_apart(self, rankers: dict[str, Ranker], kind: str) -> None:
        assert len(set(rankers[kind].scores(table(200)).tolist())) > 50


@pytest.mark.parametrize("kind", ["blended", "prior"])
def test_a_saved_ranker_scores_the_same(rankers: dict[str, Ranker], kind: str, tmp_path: Path) -> None:
    blended = rankers[kind]
    assert isinstance(blended, BlendedRanker)
    blended.save(tmp_path / "ranker")
    loaded, features = BlendedRanker.load(tmp_path / "ranker"), table(100)
    assert (loaded.trees is None) == (kind == "prior") == (not (tmp_path / "ranker" / "trees.txt").exists())
    assert loaded.scores(features).tolist() == blended.scores(features).tolist()
    assert loaded.contributions(features).tolist() == blended.contributions(features).tolist()


def test_the_blend_is_the_weighted_sum(rankers: dict[str, Ranker]) -> None:
    blended, features = rankers["blended"], table(50)
    assert isinstance(blended, BlendedRanker)
    assert blended.trees is not None
    expected = blended.linear_weight * blended.linear.scores(features)
    expected += blended.tree_weight * blended.trees.scores(features)
    np.testing.assert_allclose(blended.scores(features), expected)
