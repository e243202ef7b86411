"""What ranks without history: text before all else, and odds that claim little."""

from pathlib import Path

import numpy as np
import pytest

from recommender.ranking.calibration import SEGMENTS, Calibration
from recommender.ranking.features import NAMES, OF_QUERY, SCALE
from training.fitting.prior import WEIGHTS, cautious_calibration, prior_ranker


def test_only_known_features_weigh_and_none_counts_against() -> None:
    assert WEIGHTS.keys() <= SCALE.keys()
    assert not WEIGHTS.keys() & set(OF_QUERY)
    assert all(weight > 0 for weight in WEIGHTS.values())
    assert prior_ranker().linear.weights.sum() == pytest.approx(sum(WEIGHTS.values()))


def test_the_text_weighs_most_then_words_the_profile_home_and_demand() -> None:
    weights = dict(zip(NAMES, prior_ranker().linear.weights.tolist(), strict=True))
    order = ["text_best", "text_words", "profile_best", "home", "popular"]
    assert sorted(order, key=lambda name: -weights[name]) == order


@pytest.mark.parametrize("n_ecosystems", [1, 6, 58, 2000])
@pytest.mark.parametrize("centre", [0.0, -3.0])
def test_the_odds_claim_no_more_than_one_ecosystem_among_all(n_ecosystems: int, centre: float) -> None:
    random = np.random.default_rng(1)
    scores = centre + random.normal(scale=0.6, size=(500, n_ecosystems)).ravel()
    odds = cautious_calibration(n_ecosystems, centre).odds(scores, np.zeros((len(scores), len(NAMES)), np.float32))
    assert 0.3 / n_ecosystems < odds.mean() < 1 / n_ecosystems
    assert (np.diff(odds[np.argsort(scores)]) >= 0).all()


def test_the_curves_are_marked_also_after_they_were_kept(tmp_path: Path) -> None:
    calibration = cautious_calibration(58)
    calibration.save(tmp_path)
    loaded = Calibration.load(tmp_path)
    assert loaded.grounds == calibration.grounds == ("nothing",) * SEGMENTS
    assert loaded.rough
    assert np.array_equal(loaded.curves, calibration.curves)
    fitted = Calibration(calibration.curves)
    assert not fitted.rough
