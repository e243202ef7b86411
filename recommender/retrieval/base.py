"""The seam between queries and candidates."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors
from recommender.entities import Query

Signals = dict[str, NDArray[np.float32]]
"""Named scores of every ecosystem for every query: each array float32 (n_queries, n_ecosystems)."""


@dataclass(frozen=True)
class QueryBatch:
    """Queries with all that retrievers need of them, looked up once.

    ``texts`` float32 (n, dim), a zero row where a query has no text; ``profiles`` the same for what the SME is known
    for (its past projects, else its profile), a zero row where nothing is known; ``rows`` int64 (n,) the SME's
    row in the history, −1 where it has none.
    """

    queries: tuple[Query, ...]
    texts: Vectors
    profiles: Vectors
    rows: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.queries)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of ecosystems, best first: ``rows`` int64 and ``scores`` float32, both (n_queries, k)."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class Retriever(Protocol):
    """Cheap scores for the whole catalogue, and the best rows by one of them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the signals it gives; the first is the one it retrieves by."""
        ...

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where it knows nothing."""
        ...

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Return the min(k, n_ecosystems) best rows by the first signal, ties broken by the lower row."""
        ...


def best(scores: NDArray[np.float32], k: int) -> Candidates:
    """Return the min(k, columns) best columns of each row, best first, ties broken by the lower column.

    Parameters
    ----------
    scores : float32, shape (n_queries, n_ecosystems)
    k : at least 1
    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1")
    order = np.argsort(-scores, axis=1, kind="stable")[:, :k]
    return Candidates(order.astype(np.int64), np.take_along_axis(scores, order, axis=1))
