"""The seam between vectors and their nearest rows."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.encoding.base import Vectors

_LARGEST = 1e15  # its square times any dimension fits into float32


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


def require_finite(vectors: Vectors) -> None:
    """Raise ValueError unless `vectors` is a matrix of numbers whose products float32 can hold.

    One NaN or overflow would silently spoil a ranking.
    """
    if vectors.ndim != 2:  # noqa: PLR2004 (rows and columns)
        raise ValueError(f"Vectors of shape {vectors.shape}; expected (rows, dim).")
    usable = (np.abs(vectors) < _LARGEST).all(axis=1)  # false for NaN too
    if not usable.all():
        row = int(np.argmin(usable))
        raise ValueError(f"The vector in row {row} is not finite or holds values beyond {_LARGEST:g}.")


def require_searchable(vectors: Vectors, k: int, dim: int) -> None:
    """Raise ValueError unless `vectors` are finite queries of dimension `dim` and `k` is at least 1."""
    if k < 1:
        raise ValueError(f"k is {k}; ask for at least 1.")
    require_finite(vectors)
    if vectors.shape[1] != dim:
        raise ValueError(f"The queries have dimension {vectors.shape[1]} and the index {dim}.")
