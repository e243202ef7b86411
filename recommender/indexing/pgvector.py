"""Search in PostgreSQL with pgvector: exact, and with no vectors in the memory of the process."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Self

import numpy as np

from recommender.encoding.base import Vectors
from recommender.indexing.base import Neighbours, require_finite
from recommender.indexing.faiss import FaissIndex, described
from recommender.indexing.settling import Extent, Proposed, settled
from recommender.store.vectors import Copy, VectorDatabase


class PgvectorIndex:
    """Index protocol over a copy of the vectors in a database.

    The database proposes rows by its float32 sums; `settled` makes the rows and scores of the exact index of them,
    ties included.

    Parameters
    ----------
    database : shared, and not closed here
    vectors : gives what the copy is of; called only where the database has none
    """

    kind = "pgvector:exact"

    def __init__(self, database: VectorDatabase, copy: Copy, vectors: Callable[[], Vectors]) -> None:
        self._database, self._copy = database, copy
        self._extent = Extent(copy.rows, copy.dim, database.publish(copy, vectors))

    @classmethod
    def build(cls, vectors: Vectors, database: VectorDatabase) -> Self:
        """Copy `vectors`, float32 of shape (rows, dim), where the database has them not yet.

        Raises
        ------
        ValueError
            If the vectors are no matrix of finite numbers, or have no columns.
        StoreError
            If the database fails.
        """
        require_finite(vectors)
        rows, dim = vectors.shape
        if dim == 0:
            raise ValueError("The vectors have no columns; there is nothing to search by.")
        exact = np.ascontiguousarray(vectors, dtype=np.float32)
        digest = hashlib.sha256(f"{rows} {dim} ".encode() + exact.tobytes()).hexdigest()
        return cls(database, Copy(digest, rows, dim), lambda: exact)

    @classmethod
    def load(cls, folder: Path, database: VectorDatabase) -> Self:
        """Search what `FaissIndex.save` wrote; the file is read only where the database has no copy of it yet.

        Raises
        ------
        BundleCorruptError
            If a file is missing, truncated or edited.
        StoreError
            If the database fails.
        """
        said = described(folder)
        return cls(database, Copy(said.sha256, said.rows, said.dim), lambda: FaissIndex.load(folder).vectors)

    def __len__(self) -> int:
        return self._copy.rows

    def search(self, vectors: Vectors, k: int) -> Neighbours:
        """Return the min(k, len(self)) nearest rows, as the protocol says.

        Raises
        ------
        StoreError
            If the database fails, or the copy was thrown away meanwhile.
        """
        return settled(vectors, k, self._extent, self._propose)

    def _propose(self, queries: Vectors, fetch: int) -> Proposed:
        found = self._database.nearest(self._copy, queries, fetch)
        return Proposed(found.rows, found.vectors, -found.distances[:, -1])
