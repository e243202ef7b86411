"""Several retrievers' candidates as one list: reciprocal-rank fusion (Cormack et al. 2009)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

SMOOTHING = 60.0
"""The constant of the method; the larger, the less the first ranks stand out."""


def fuse(orders: Sequence[NDArray[np.int64]], allowed: NDArray[np.bool_], depth: int) -> list[NDArray[np.int64]]:
    """Give each query its `depth` best allowed rows, ascending; what is not allowed never takes a place.

    Parameters
    ----------
    orders : from each retriever, every row of the catalogue, best first, int64 of shape (n_queries, n_ecosystems)
    allowed : bool, shape (n_queries, n_ecosystems)
    depth : at least 1
    """
    n_queries, n = allowed.shape
    total = np.zeros(allowed.size, dtype=np.float64)
    for order in orders:
        places = order + n * np.arange(n_queries)[:, None]
        admitted = allowed.ravel()[places]
        total[places] += np.where(admitted, 1.0 / (SMOOTHING + np.cumsum(admitted, axis=1)), 0.0)
    lines = np.where(allowed, total.reshape(allowed.shape), -1.0)
    return [_highest(line, min(depth, int(count))) for line, count in zip(lines, allowed.sum(axis=1), strict=True)]


def _highest(values: NDArray[np.float64], k: int) -> NDArray[np.int64]:
    """Places of the `k` highest values, ascending; of those that tie at the cut the first."""
    if k == 0:
        return np.zeros(0, dtype=np.int64)
    cut = np.partition(values, len(values) - k)[-k]
    taken = values > cut
    taken[np.flatnonzero(values == cut)[: k - int(taken.sum())]] = True
    return np.flatnonzero(taken)
