"""Exact search in numpy: slow, simple, and what every other index is compared with."""

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors
from recommender.indexing.base import Neighbours, require_finite, require_searchable

_BLOCK = 256  # queries at a time, so that scores of all rows fit into memory


class ExactIndex:
    """Index protocol by comparing each query with each row.

    Inner products are summed in float64 and rounded to float32, so that equal rows score alike wherever they stand.
    """

    kind = "exact"

    def __init__(self, vectors: Vectors) -> None:
        require_finite(vectors)
        self._vectors: NDArray[np.float64] = vectors.astype(np.float64)

    def __len__(self) -> int:
        return len(self._vectors)

    def search(self, vectors: Vectors, k: int) -> Neighbours:
        """Return the min(k, len(self)) nearest rows, as the protocol says."""
        require_searchable(vectors, k, self._vectors.shape[1])
        k = min(k, len(self))
        rows = np.empty((len(vectors), k), dtype=np.int64)
        scores = np.empty((len(vectors), k), dtype=np.float32)
        for start in range(0, len(vectors), _BLOCK):
            block = slice(start, start + _BLOCK)
            found = (vectors[block].astype(np.float64) @ self._vectors.T).astype(np.float32)
            rows[block] = np.argsort(-found, axis=1, kind="stable")[:, :k]
            scores[block] = np.take_along_axis(found, rows[block], axis=1)
        return Neighbours(rows, scores)
