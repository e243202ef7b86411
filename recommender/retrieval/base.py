"""The seam between queries and candidates."""

from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.encoding.base import Vectors
from recommender.entities import Query
from recommender.indexing.base import Index, Neighbours
from recommender.ordering import descending
from recommender.retrieval.laid import Laid

Signals = dict[str, NDArray[np.float32]]
"""Named scores of all ecosystems for all queries: each array float32 (n_queries, n_ecosystems)."""


@dataclass(frozen=True)
class Near:
    """Projects near each query, with their cosines; nothing is near a query that has no vector."""

    neighbours: Neighbours
    known: NDArray[np.bool_]

    @classmethod
    def to(cls, vectors: Vectors, index: Index, k: int) -> "Near":
        """Search for the rows that have a vector only: to a zero row everything is equally far."""
        known = np.asarray(vectors.any(axis=1))
        width = min(k, len(index))
        rows = np.zeros((len(known), width), dtype=np.int64)
        scores = np.zeros((len(known), width), dtype=np.float32)
        if known.any() and width:
            found = index.search(vectors[known], k)
            rows[known], scores[known] = found.rows, found.scores
        return cls(Neighbours(rows, scores), known)

    @classmethod
    def among(cls, vectors: Vectors, rows: Vectors, k: int) -> "Near":
        """Compare with every one of `rows`, for vectors that no index holds; ties broken by the lower row."""
        cosines = vectors @ rows.T
        found = best(np.asarray(cosines, dtype=np.float32), k)
        return cls(Neighbours(found.rows, found.scores), np.asarray(vectors.any(axis=1)))

    def __getitem__(self, part: slice) -> "Near":
        return Near(Neighbours(self.neighbours.rows[part], self.neighbours.scores[part]), self.known[part])

    def among_rows(self, rows: NDArray[np.int64]) -> "Near":
        """Return the same with the rows of an index translated: its row i is project ``rows[i]``."""
        found = self.neighbours
        return Near(Neighbours(rows[found.rows] if len(rows) else found.rows, found.scores), self.known)

    @cached_property
    def shares(self) -> NDArray[np.float32]:
        """Closeness above the farthest of the near projects, each row summing to 1 (or to 0); as ``neighbours``."""
        scores = self.neighbours.scores
        above = np.maximum(scores - scores[:, -1:], 0) * self.known[:, None]
        sums = above.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(above, sums, out=np.zeros_like(above), where=sums > 0), dtype=np.float32)

    def weights(self, n_projects: int) -> csr_array:
        """Give the shares as a matrix, queries × projects."""
        rows, shares = self.neighbours.rows, self.shares
        if not self.known.any():
            rows, shares = rows[:, :0], shares[:, :0]
        starts = np.arange(len(rows) + 1) * rows.shape[1]
        return csr_array((shares.ravel(), rows.ravel(), starts), shape=(len(rows), n_projects))

    def visits(self, projects: NDArray[np.float32]) -> NDArray[np.float32]:
        """Average the rows of `projects` (n_projects, columns) by the shares: shape (n_queries, columns)."""
        if not self.known.any():
            return np.zeros((len(self.known), projects.shape[1]), dtype=np.float32)
        return np.asarray(self.weights(len(projects)) @ projects, dtype=np.float32)

    def votes(self, stands: csr_array) -> NDArray[np.float32]:
        """Let the near projects vote for the columns of `stands` (projects × columns): shape (n_queries, columns)."""
        n, width = self.shares.shape
        if not self.known.any():
            return np.zeros((n, stands.shape[1]), dtype=np.float32)
        queries = np.repeat(np.arange(n), width)
        return (
            Laid(n, queries, self.neighbours.rows.ravel(), self.shares.ravel()).through(stands).summed(stands.shape[1])
        )


@dataclass(frozen=True)
class QueryBatch:
    """Queries with all that retrievers need of them, looked up once.

    ``texts`` float32 (n, dim), centred unit rows, zero where a query has no text; ``profiles`` the same for what the
    SME is known for (its past projects and its profile), zero where nothing is known; ``rows`` int64 (n,) the SME's
    row in the history, −1 where it has none; ``near_text`` and ``near_profile`` the past projects nearest to either.
    """

    queries: tuple[Query, ...]
    texts: Vectors
    profiles: Vectors
    rows: NDArray[np.int64]
    near_text: Near
    near_profile: Near

    def __len__(self) -> int:
        return len(self.queries)

    def __getitem__(self, part: slice) -> "QueryBatch":
        return QueryBatch(
            self.queries[part], self.texts[part], self.profiles[part], self.rows[part], self.near_text[part],
            self.near_profile[part],
        )  # fmt: skip

    @property
    def seats(self) -> Laid:
        """The SMEs' rows in the history, each with weight 1; nothing where an SME has none."""
        warm = np.flatnonzero(self.rows >= 0)
        return Laid(len(self), warm, self.rows[warm], np.ones(len(warm), dtype=np.float32))

    def seat(self, of_participants: csr_array) -> NDArray[np.float32]:
        """Rows of a matrix (n_participants, columns) where the SMEs stand, else zeros: shape (n_queries, columns)."""
        found = np.zeros((len(self), of_participants.shape[1]), dtype=np.float32)
        indptr, indices, data = of_participants.indptr, of_participants.indices, of_participants.data
        for line, row in zip(found, self.rows.tolist(), strict=True):
            if row >= 0:
                line[indices[indptr[row] : indptr[row + 1]]] = data[indptr[row] : indptr[row + 1]]
        return found

    def seated(self, n_participants: int) -> csr_array:
        """Queries × participants: 1 at the SME's row in the history, nothing where it has none; float32."""
        warm = np.flatnonzero(self.rows >= 0)
        shape = (len(self), n_participants)
        return csr_array((np.ones(len(warm), dtype=np.float32), (warm, self.rows[warm])), shape=shape)


@dataclass(frozen=True, slots=True)
class Candidates:
    """Rows of ecosystems, best first: ``rows`` int64 and ``scores`` float32, both (n_queries, k)."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class Retriever(Protocol):
    """Cheap scores for the whole catalogue, and the best rows by one of them."""

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the signals it gives."""
        ...

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where it knows nothing."""
        ...

    def preference(self, batch: QueryBatch, signals: Signals) -> NDArray[np.float32]:
        """What candidates are chosen by, from the signals that it gave: shape (n_queries, n_ecosystems)."""
        ...

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Return the min(k, n_ecosystems) best rows, ties broken by the lower row.

        Raises
        ------
        ValueError
            If `k` is below 1.
        """
        ...


def best(scores: NDArray[np.float32], k: int) -> Candidates:
    """Return the min(k, columns) best columns of each row, best first, ties broken by the lower column.

    Parameters
    ----------
    scores : float32, shape (n_queries, n_ecosystems)
    k : at least 1

    Raises
    ------
    ValueError
        If `k` is below 1.
    """
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1")
    order = descending(scores)[:, :k]
    return Candidates(order, np.take_along_axis(scores, order, axis=1))
