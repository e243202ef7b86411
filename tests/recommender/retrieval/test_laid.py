"""Weights led through sparse matrices, against the products of scipy."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.retrieval.laid import Laid

N_QUERIES, N_ROWS, N_MIDDLE, N_COLUMNS = 5, 40, 30, 20


def sparse(rng: np.random.Generator, n_rows: int, n_columns: int) -> csr_array:
    values = rng.random((n_rows, n_columns), dtype=np.float32)
    return csr_array(np.where(values < 0.2, values, np.float32(0)))


def drawn(rng: np.random.Generator, width: int) -> tuple[Laid, csr_array]:
    """Return weights on `width` rows for each query, and the same as a matrix."""
    rows: NDArray[np.int64] = rng.integers(N_ROWS, size=(N_QUERIES, width))
    weights = rng.random((N_QUERIES, width), dtype=np.float32)
    laid = Laid(N_QUERIES, np.repeat(np.arange(N_QUERIES), width), rows.ravel(), weights.ravel())
    starts = np.arange(N_QUERIES + 1) * width
    return laid, csr_array((weights.ravel(), rows.ravel(), starts), shape=(N_QUERIES, N_ROWS))


@pytest.mark.parametrize("width", [0, 1, 7])
def test_sums_are_those_of_a_product_bit_by_bit(width: int) -> None:
    rng = np.random.default_rng(width)
    laid, matrix = drawn(rng, width)
    first = sparse(rng, N_ROWS, N_COLUMNS)
    assert (laid.through(first).summed(N_COLUMNS) == (matrix @ first).todense()).all()
    assert (laid.summed(N_ROWS) == matrix.todense()).all()


def test_one_row_each_through_two_matrices_backwards_is_the_product_of_three() -> None:
    rng = np.random.default_rng(3)
    laid, matrix = drawn(rng, 1)
    first, second = sparse(rng, N_ROWS, N_MIDDLE), sparse(rng, N_MIDDLE, N_COLUMNS)
    found = laid.through(first).backwards().through(second).summed(N_COLUMNS)
    assert (found == (matrix @ first @ second).todense()).all()
    assert found.any()
