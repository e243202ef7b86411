"""The seam between vectors and their nearest rows."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Nearest rows, best first: ``rows`` int64 and ``scores`` float32, both (n_queries, k); rows are never −1."""

    rows: NDArray[np.int64]
    scores: NDArray[np.float32]


class Index(Protocol):
    """Vectors in a fixed row order, searched by inner product (cosine on unit rows)."""

    @property
    def kind(self) -> str:
        """Type of the index as written into the manifest, e.g. ``exact`` or ``faiss:Flat``."""
        ...

    def __len__(self) -> int:
        """Return the number of rows."""
        ...

    def search(self, vectors: Vectors, k: int) -> Neighbours:
        """Return the min(k, len(self)) rows nearest to each vector, ties broken by the lower row.

        Parameters
        ----------
        vectors : float32, shape (n_queries, dim)
        k : at least 1

        Raises
        ------
        ValueError
            If `k` is below 1 or the dimension differs from the index's.
        """
        ...
