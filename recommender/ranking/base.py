"""The seam between features and scores."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import repeat
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue import Catalogue
from recommender.entities import Ecosystem, Evidence, Ranking, Reason, Recommendation

Matrix = NDArray[np.float32]

Told = tuple[tuple[Reason, ...], tuple[Evidence, ...]]
"""Why an ecosystem stands in a ranking."""


@dataclass(frozen=True, slots=True)
class Best:
    """A ranking in numbers, best first: ``rows`` of the catalogue int64, ``scores`` and ``odds`` float64, each (k,)."""

    query_id: str
    rows: NDArray[np.int64]
    scores: NDArray[np.float64]
    odds: NDArray[np.float64]

    def named(self, catalogue: Catalogue) -> Iterator[tuple[Ecosystem, int, float, float]]:
        """Each ecosystem with its rank from 1, score and odds."""
        ecosystems = map(catalogue.__getitem__, self.rows.tolist())
        ranks = range(1, len(self.rows) + 1)
        return zip(ecosystems, ranks, self.scores.tolist(), self.odds.tolist(), strict=True)

    def ranking(self, catalogue: Catalogue, why: Iterable[Told] | None = None) -> Ranking:
        """Return the same as a ranking, with what is told of each ecosystem."""
        nothing: Told = ((), ())
        lines = zip(self.named(catalogue), repeat(nothing, len(self.rows)) if why is None else why, strict=True)
        return Ranking(self.query_id, tuple(
            Recommendation(each.id, each.flagship_id, rank, score, odds, *told)
            for (each, rank, score, odds), told in lines
        ))  # fmt: skip


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
