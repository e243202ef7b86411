"""Features: on one scale, blind to the order of ecosystems, silent where nothing is known."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender.ranking.base import Matrix
from recommender.ranking.calibration import SEGMENTS, Calibration
from recommender.ranking.features import DEMAND, NAMES, OF_QUERY, RANKED, SCALE, Context, features, standardised

N_QUERIES, N_ECOSYSTEMS = 3, 17
VALUES = arrays(np.float32, (N_QUERIES, N_ECOSYSTEMS), elements=st.floats(0, 100, width=32))


def drawn(seed: int) -> dict[str, Matrix]:
    rng = np.random.default_rng(seed)
    values = {name: np.round(rng.gamma(0.5, 3, (N_QUERIES, N_ECOSYSTEMS)), 1).astype(np.float32) for name in SCALE}
    return values | {name: np.tile(values[name][:1], (N_QUERIES, 1)) for name in DEMAND}


def told() -> Context:
    flags = np.array([True, False, True])
    return Context(flags, ~flags, flags, np.array([0, 7, 1], dtype=np.int64))


def column(table: Matrix, name: str) -> Matrix:
    return table[:, :, NAMES.index(name)]


def test_each_signal_is_standardised_within_the_query() -> None:
    table = features(drawn(0), told())
    assert table.shape == (N_QUERIES, N_ECOSYSTEMS, len(NAMES))
    assert table.dtype.name == "float32"
    for name in SCALE:
        np.testing.assert_allclose(column(table, name).mean(axis=1), 0, atol=1e-5)
        np.testing.assert_allclose(column(table, name).std(axis=1), 1, atol=1e-4)


@given(st.floats(0, 1000, width=32))
def test_a_constant_row_gives_zeros(value: float) -> None:
    assert not standardised(np.full((2, N_ECOSYSTEMS), value, dtype=np.float32)).any()


def test_a_constant_signal_gives_zeros_and_no_ranks() -> None:
    signals = {name: np.full((N_QUERIES, N_ECOSYSTEMS), 0.3, dtype=np.float32) for name in SCALE}
    table = features(signals, told())
    for name in set(NAMES) - set(OF_QUERY):
        assert not column(table, name).any(), name


@given(seed=st.integers(0, 1000), data=st.data())
def test_another_order_of_ecosystems_gives_the_same_in_that_order(seed: int, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(N_ECOSYSTEMS)))
    signals = drawn(seed)
    table, moved = features(signals, told()), features({n: v[:, order] for n, v in signals.items()}, told())
    np.testing.assert_allclose(moved, table[:, order], atol=1e-4)


@given(VALUES)
def test_ranks_against_counting(values: Matrix) -> None:
    table = features(dict.fromkeys(SCALE, values), told())
    largest = np.maximum(np.abs(values).max(axis=1, keepdims=True), 1e-30)
    steady = np.round(values / largest, 5) * largest
    for line, ranks in zip(steady.tolist(), column(table, f"{RANKED[0]}_rank").tolist(), strict=True):
        places = [1 + sum(other > value for other in line) for value in line]
        expected = np.zeros(len(line)) if max(line) - min(line) <= 1e-9 else -np.log2(1 + np.array(places))
        np.testing.assert_allclose(ranks, expected, atol=1e-6)


def test_what_holds_for_a_query_holds_for_all_its_ecosystems() -> None:
    table = features(drawn(1), told())
    assert column(table, "has_text").tolist() == [[1.0] * N_ECOSYSTEMS, [0.0] * N_ECOSYSTEMS, [1.0] * N_ECOSYSTEMS]
    np.testing.assert_allclose(
        column(table, "length"), [[0.0] * N_ECOSYSTEMS, [3.0] * N_ECOSYSTEMS, [1.0] * N_ECOSYSTEMS]
    )


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=30))
def test_odds_are_probabilities_that_follow_the_scores(values: list[float]) -> None:
    scores = np.sort(np.array(values, dtype=np.float64))
    calibration = Calibration(np.tile([1.8, -3.0], (SEGMENTS, 1)))
    odds = calibration.odds(scores, np.zeros((len(scores), len(NAMES)), dtype=np.float32))
    assert ((odds >= 0) & (odds <= 1)).all()
    assert (np.diff(odds) >= 0).all()


def test_what_is_asked_at_once_changes_nothing() -> None:
    signals, context = drawn(2), told()
    silent = {name: values * np.array([[1], [0], [1]], dtype=np.float32) for name, values in signals.items()}
    silent |= {name: signals[name] for name in DEMAND}
    table = features(silent, context)
    for query in range(N_QUERIES):
        part = slice(query, query + 1)
        alone = Context(context.has_text[part], context.has_profile[part], context.is_warm[part], context.words[part])
        found = features({name: values[part] for name, values in silent.items()}, alone)
        assert found.tobytes() == table[part].tobytes()
    assert not column(table, "profile_best")[1].any()
    assert column(table, "popular")[1].any()
