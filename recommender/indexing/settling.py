"""From rows that a search engine proposes in its own float32 sums to the very rows and scores of an exact search."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors
from recommender.indexing.base import Neighbours, require_searchable
from recommender.ordering import descending

_SPARE = 8  # rows fetched beyond k, so that ties at the cut are seen
_BLOCK = 64  # queries at a time, since their candidates' vectors are compared again
_EPSILON = float(np.finfo(np.float32).eps)


@dataclass(frozen=True, slots=True)
class Proposed:
    """Rows nearest to each query in an engine's view, in any order.

    ``rows`` int64 (n_queries, fetch), never −1; their ``vectors`` float32 (n_queries, fetch, dim); the engine's score
    of the last of them, ``lowest`` (n_queries,).
    """

    rows: NDArray[np.int64]
    vectors: Vectors
    lowest: NDArray[np.floating]


Propose = Callable[[Vectors, int], Proposed]
"""Return this many rows for each query."""


@dataclass(frozen=True, slots=True)
class Extent:
    """What an index holds: so many ``rows`` of dimension ``dim``, the ``longest`` of this length."""

    rows: int
    dim: int
    longest: float


def settled(vectors: Vectors, k: int, extent: Extent, propose: Propose) -> Neighbours:
    """Search as `Index.search` says: inner products are summed anew in float64 and rounded, ties go to the lower row.

    Raises
    ------
    ValueError
        If `k` is below 1 or the dimension differs from the index's.
    """
    require_searchable(vectors, k, extent.dim)
    k = min(k, extent.rows)
    rows = np.empty((len(vectors), k), dtype=np.int64)
    scores = np.empty((len(vectors), k), dtype=np.float32)
    queries = np.ascontiguousarray(vectors, dtype=np.float32)
    for start in range(0, len(queries) if k else 0, _BLOCK):
        block = slice(start, start + _BLOCK)
        rows[block], scores[block] = _best(queries[block], k, extent, propose)
    return Neighbours(rows, scores)


def _best(queries: Vectors, k: int, extent: Extent, propose: Propose) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Fetch more and more rows until none that was left out can tie with the k-th."""
    rows = np.empty((len(queries), k), dtype=np.int64)
    scores = np.empty((len(queries), k), dtype=np.float32)
    margin = 2 * extent.dim * _EPSILON * extent.longest * np.linalg.norm(queries, axis=1)  # of float32 sums
    open_ = np.arange(len(queries))
    fetch = min(extent.rows, k + _SPARE)
    while len(open_):
        proposed = propose(queries[open_], fetch)
        rows[open_], scores[open_] = _ordered(queries[open_], proposed, k)
        safe = (proposed.lowest < scores[open_, -1] - margin[open_]) | (fetch == extent.rows)
        open_ = open_[~safe]
        fetch = min(extent.rows, 4 * fetch)
    return rows, scores


def _ordered(queries: Vectors, proposed: Proposed, k: int) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the best k of the rows proposed, scored in float64, ties by the lower row."""
    asked = queries.astype(np.float64)
    products = [vectors.astype(np.float64) @ query for vectors, query in zip(proposed.vectors, asked, strict=True)]
    scores = np.stack(products).astype(np.float32)
    return descending(scores, proposed.rows)[:, :k], -np.sort(-scores)[:, :k]
