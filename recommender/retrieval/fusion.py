"""Several retrievers' candidates as one list: reciprocal-rank fusion (Cormack et al. 2009)."""

import numpy as np
from numpy.typing import NDArray

from recommender.ordering import descending

SMOOTHING = 60.0
"""The constant of the method; the larger, the less the first ranks stand out."""
_LAST = np.float32(-np.inf)


def fuse(wanted: NDArray[np.float32], allowed: NDArray[np.bool_], depth: int) -> NDArray[np.bool_]:
    """Mark the `depth` best allowed rows of each query; what is not allowed never takes a place, ties go by row.

    Parameters
    ----------
    wanted : what each retriever chooses by, higher is better, float32 of shape (n_retrievers, n_queries, n_ecosystems)
    allowed : bool, shape (n_queries, n_ecosystems), as what is returned
    depth : at least 1
    """
    n_queries, n = allowed.shape
    starts = n * np.arange(n_queries)[:, None]
    worth = 1.0 / (SMOOTHING + np.arange(1, n + 1))
    total = np.zeros(allowed.size, dtype=np.float64)
    for order in descending(np.where(allowed, wanted, _LAST)):
        total[order + starts] += worth
    lines = np.where(allowed, total.reshape(allowed.shape), 0.0)
    room = np.minimum(depth, allowed.sum(axis=1, keepdims=True))
    cut = np.take_along_axis(np.sort(lines, axis=1), np.minimum(n - room, n - 1), axis=1)
    above, level = lines > cut, lines == cut
    first = np.cumsum(level, axis=1) <= room - above.sum(axis=1, keepdims=True)
    return np.asarray(above | (level & first), dtype=np.bool_)
