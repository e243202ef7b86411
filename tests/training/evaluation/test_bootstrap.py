"""Intervals: whole clusters are drawn, tasks weigh the same, and the draws are those of an independent program."""

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from training.evaluation.bootstrap import Values, gap, interval, pooled, summed

ROOT = Path(__file__).parents[3]
ORACLE = ROOT.parent / "shared" / "bench" / "measures.py"


@pytest.fixture
def oracle() -> ModuleType:
    if not ORACLE.exists():
        pytest.skip("the oracle of the intervals is not on this machine")
    spec = importlib.util.spec_from_file_location("oracle_measures", ORACLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("seed", [0, 5])
def test_intervals_are_those_of_an_independent_program(seed: int, oracle: ModuleType) -> None:
    random = np.random.default_rng(3)
    values, clusters = random.random((200, 1)), [f"p{place}" for place in random.integers(0, 40, 200)]
    found = interval(values[:, 0], clusters, seed=seed)
    expected = [float(figure[0]) for figure in oracle.interval(values, np.array(clusters), seed=seed)]
    assert [found.mean, found.low, found.high] == pytest.approx(expected, abs=1e-12)


def test_clusters_are_drawn_whole() -> None:
    values = np.array([1.0] * 50 + [0.0] * 50)
    alone = interval(values, [str(place) for place in range(100)])
    together = interval(values, ["a"] * 50 + ["b"] * 50)
    assert (together.mean, together.low, together.high) == (0.5, 0, 1)
    assert 0.35 < alone.low < alone.high < 0.65


def test_the_same_seed_gives_the_same_interval_whatever_the_order() -> None:
    random = np.random.default_rng(1)
    values, clusters = random.random(60), [f"c{place % 13:02}" for place in range(60)]
    turned = interval(values[::-1].copy(), clusters[::-1], seed=4)
    once = interval(values, clusters, seed=4)
    assert [once.mean, once.low, once.high] == pytest.approx([turned.mean, turned.low, turned.high])
    assert interval(values, clusters, seed=5) != interval(values, clusters, seed=4)


def test_a_constant_difference_is_certain() -> None:
    random = np.random.default_rng(1)
    ours, clusters = random.random(60), [str(place % 12) for place in range(60)]
    found = interval(ours - (ours - 0.01), clusters)
    assert [found.mean, found.low, found.high] == pytest.approx([0.01] * 3)
    assert found.certain
    assert interval(ours * 0 - 0.01, clusters).certain
    assert not interval(random.normal(size=60), clusters).certain


def test_pooled_tasks_weigh_the_same_and_share_their_draws() -> None:
    clusters = [str(place) for place in range(30)]
    values = np.random.default_rng(2).random(30)
    once = interval(values, clusters)
    against = pooled([(values, clusters), (1 - values, clusters)])
    assert [against.low, against.high] == pytest.approx([0.5, 0.5])  # drawn apart, they would not cancel out
    assert pooled([(values, clusters)]) == once
    assert pooled([(np.zeros(3), ["a", "b", "c"]), (np.ones(90), clusters * 3)]).mean == 0.5


def test_a_gap_is_first_less_other() -> None:
    values, first = np.array([1.0, 1.0, 0.0, 0.0]), np.array([True, True, False, False])
    found = gap(values, ["a", "b", "c", "d"], first)
    assert found
    assert (found.mean, found.low, found.high) == (1, 1, 1)  # draws without either do not count
    assert gap(values, ["a"] * 4, np.ones(4, dtype=np.bool_)) is None
    assert gap(values, ["a"] * 4, np.zeros(4, dtype=np.bool_)) is None


@pytest.mark.parametrize("parts", [[], [Values(np.zeros(0), [])]])
def test_nothing_has_no_interval(parts: list[Values]) -> None:
    with pytest.raises(ValueError, match="nothing to take a mean of"):
        summed(parts)
