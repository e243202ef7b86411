"""Weights on rows, led through sparse matrices: what their products give, without making a matrix for a few queries."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Laid:
    """Weights that queries lay on rows of something.

    ``queries`` and ``rows`` int64 and ``weights`` float32 are of one length, in the order in which weights are summed;
    a query may lay several on one row. Sums are float32, one after the other, as those of `scipy.sparse` are.
    """

    n_queries: int
    queries: Ints
    rows: Ints
    weights: NDArray[np.float32]

    def through(self, matrix: csr_array) -> "Laid":
        """Lead each weight on to the columns of its row, times what stands there."""
        starts = matrix.indptr[self.rows]
        counts = matrix.indptr[self.rows + 1] - starts
        places = np.repeat(starts - np.cumsum(counts) + counts, counts)
        places += np.arange(len(places))
        return Laid(
            self.n_queries,
            np.repeat(self.queries, counts),
            matrix.indices[places].astype(np.int64),
            np.repeat(self.weights, counts) * matrix.data[places],
        )

    def backwards(self) -> "Laid":
        """Return the same in reverse order."""
        return Laid(self.n_queries, self.queries[::-1], self.rows[::-1], self.weights[::-1])

    def summed(self, n_rows: int) -> NDArray[np.float32]:
        """Sum what lies on each row, shape (n_queries, n_rows)."""
        sums = np.zeros(self.n_queries * n_rows, dtype=np.float32)
        np.add.at(sums, self.queries * n_rows + self.rows, self.weights)
        return sums.reshape(self.n_queries, n_rows)
