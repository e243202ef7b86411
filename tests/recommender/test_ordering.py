"""The order of values against a stable sort."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from recommender.ordering import descending

SHAPES = st.tuples(st.integers(0, 4), st.integers(1, 40))
FEW = st.sampled_from([-1.5, -0.0, 0.0, 1e-45, 0.25, 3.0])
ANY = st.floats(width=32, allow_nan=False)


@given(arrays(np.float32, SHAPES, elements=FEW) | arrays(np.float32, SHAPES, elements=ANY))
def test_largest_first_and_ties_by_column(values: NDArray[np.float32]) -> None:
    expected = np.argsort(-values, axis=1, kind="stable")
    found = descending(values)
    assert found.dtype.name == "int64"
    assert found.tolist() == expected.tolist()


@given(arrays(np.float32, st.just((2, 9)), elements=FEW), st.permutations(range(2**32 - 9, 2**32)))
def test_columns_that_stand_for_the_values(values: NDArray[np.float32], names: list[int]) -> None:
    columns = np.array([names, names[::-1]])
    expected = np.take_along_axis(columns, np.lexsort((columns, -values), axis=1), axis=1)
    assert descending(values, columns).tolist() == expected.tolist()
