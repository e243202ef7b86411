"""Several retrievers' candidates as one list: reciprocal-rank fusion (Cormack et al. 2009)."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from recommender.retrieval.base import Candidates

SMOOTHING = 60.0
"""The constant of the method; the larger, the less the first ranks stand out."""


def fuse(lists: Sequence[Candidates], allowed: NDArray[np.bool_], depth: int) -> list[NDArray[np.int64]]:
    """Give each query its `depth` best allowed rows, ascending; what is not allowed never takes a place.

    Parameters
    ----------
    lists : from each retriever, every row of the catalogue
    allowed : bool, shape (n_queries, n_ecosystems)
    depth : at least 1
    """
    total = np.zeros(allowed.shape, dtype=np.float64)
    for candidates in lists:
        admitted = np.take_along_axis(allowed, candidates.rows, axis=1)
        place = np.cumsum(admitted, axis=1)
        worth = np.where(admitted, 1.0 / (SMOOTHING + place), 0.0)
        total += _scattered(worth, candidates.rows, allowed.shape)
    total[~allowed] = -np.inf
    order = np.argsort(-total, axis=1, kind="stable")[:, :depth]
    return [np.sort(rows[allowed[query, rows]]) for query, rows in enumerate(order)]


def _scattered(values: NDArray[np.float64], rows: NDArray[np.int64], shape: tuple[int, ...]) -> NDArray[np.float64]:
    scattered = np.zeros(shape, dtype=np.float64)
    np.put_along_axis(scattered, rows, values, axis=1)
    return scattered
