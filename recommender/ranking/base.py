"""The seam between features and scores."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]


@dataclass(frozen=True)
class Candidate:
    """Features of one query's candidates.

    ``rows`` int64 (n,) rows of the catalogue, ``features`` float32 (n, n_features) in the order of ``features.NAMES``.
    """

    rows: NDArray[np.int64]
    features: Matrix


class Ranker(Protocol):
    """Re-scores candidates, adds none."""

    def scores(self, features: Matrix) -> NDArray[np.float64]:
        """Return a score for each row of features, shape (n,); higher is better within one query."""
        ...

    def contributions(self, features: Matrix) -> NDArray[np.float64]:
        """Split each score over the features.

        Returns
        -------
        float64, shape (n, n_features + 1)
            The last column is the base value; each row sums to `scores` within 1e-6.
        """
        ...
