"""Abstention: risk falls where the odds tell, and ties are withheld together."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.evaluation.abstention import POINTS, abstention

pairs = st.lists(st.tuples(st.sampled_from([0.1, 0.2, 0.5, 0.9]), st.floats(0, 1)), min_size=1, max_size=40)


def test_the_curve_by_hand() -> None:
    found = abstention([0.2, 0.9, 0.5, 0.5], [1.0, 0.0, 1.0, 0.0])
    assert found
    assert [(p.threshold, p.coverage, p.risk) for p in found.curve] == [
        (0.9, 0.25, 0),
        (0.5, 0.75, pytest.approx(1 / 3)),
        (0.2, 1, 0.5),
    ]
    assert found.area == pytest.approx((0 + 1 / 3 + 1 / 3 + 0.5) / 4)
    assert found.risk == 0.5


def test_odds_that_tell_nothing_change_no_risk() -> None:
    found = abstention([0.3] * 4, [1.0, 0.0, 0.0, 1.0])
    assert found
    assert (found.area, found.risk, len(found.curve)) == (0.5, 0.5, 1)


def test_good_odds_have_a_smaller_area_than_bad_ones() -> None:
    errors = np.random.default_rng(1).random(200)
    good, bad = abstention((1 - errors).tolist(), errors.tolist()), abstention(errors.tolist(), errors.tolist())
    assert good
    assert bad
    assert good.area < good.risk == bad.risk < bad.area


@given(pairs)
def test_thresholds_fall_and_at_last_all_are_shown(asked: list[tuple[float, float]]) -> None:
    odds, errors = zip(*asked, strict=True)
    found = abstention(odds, errors)
    assert found
    for point in found.curve:
        shown = [error for said, error in asked if said >= point.threshold]
        assert point.coverage == pytest.approx(len(shown) / len(asked))
        assert point.risk == pytest.approx(np.mean(shown), abs=1e-9)
    assert found.curve[-1].coverage == 1


def test_a_long_curve_is_thinned_and_nothing_has_none() -> None:
    odds = np.random.default_rng(1).random(500).tolist()
    found = abstention(odds, odds)
    assert found
    assert len(found.curve) == POINTS
    assert abstention([], []) is None
