"""SMEs ranked for every ecosystem ahead of time, so that the best of many are looked up and not computed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId
from recommender.errors import QueryError
from recommender.ranking.reciprocal import Asker, Floats, Reciprocal


@dataclass(frozen=True)
class Pool:
    """The best askers of each ecosystem among many queries.

    For `k` up to ``keep`` it gives the very answer of `Recommender.askers`, ties included, at the cost of a look-up. It
    speaks of the bundle and the queries that it was made from: where one of them changes, make it anew.

    ``best`` int64, ``odds`` float64 and ``places`` int64, each (n_ecosystems, min(keep, n_queries)), hold places of
    `query_ids`, best first, of which the first ``counts`` (n_ecosystems,) stand for askers.
    """

    catalogue: Catalogue
    query_ids: tuple[str, ...]
    keep: int
    best: NDArray[np.int64]
    odds: Floats
    places: NDArray[np.int64]
    counts: NDArray[np.int64]

    @classmethod
    def of(
        cls, catalogue: Catalogue, query_ids: Sequence[str], parts: Iterable[Floats], other: Reciprocal, keep: int
    ) -> "Pool":
        """Keep the best of log-odds that come part by part, each (some queries, n_ecosystems), in the order of ids."""
        by_id = np.empty(len(query_ids), dtype=np.int64)
        by_id[sorted(range(len(query_ids)), key=query_ids.__getitem__)] = np.arange(len(query_ids))
        best, places = np.zeros((0, len(catalogue)), dtype=np.int64), np.zeros((0, len(catalogue)), dtype=np.int64)
        seen, log_odds = np.zeros((0, len(catalogue))), np.zeros((0, len(catalogue)))
        start = 0
        for part in parts:
            rows = np.broadcast_to(np.arange(start, start + len(part))[:, None], part.shape)
            start += len(part)
            stood = other.places(part)
            seen = np.vstack((seen, part - np.log(stood)))
            best, places = np.vstack((best, rows)), np.vstack((places, stood))
            log_odds = np.vstack((log_odds, part))
            order = np.lexsort((by_id[best], -seen), axis=0)[:keep]
            best, places = np.take_along_axis(best, order, axis=0), np.take_along_axis(places, order, axis=0)
            seen, log_odds = np.take_along_axis(seen, order, axis=0), np.take_along_axis(log_odds, order, axis=0)
        counts = np.asarray(np.isfinite(seen).sum(axis=0), dtype=np.int64)
        return cls(catalogue, tuple(query_ids), keep, best.T.copy(), expit(log_odds).T.copy(), places.T.copy(), counts)

    def askers(self, ecosystem_id: EcosystemId, *, k: int) -> list[Asker]:
        """Return the `k` best askers, fewer only when fewer qualify.

        Raises
        ------
        UnknownIdError
            If no ecosystem has the id.
        QueryError
            If `k` is below 1 or above what is kept.
        """
        row = self.catalogue.row(ecosystem_id)
        if not 1 <= k <= self.keep:
            raise QueryError(f"k is {k}; this pool keeps the best {self.keep} SMEs, so ask for 1 to {self.keep}.")
        width = min(k, int(self.counts[row]))
        found = zip(*(table[row, :width].tolist() for table in (self.best, self.odds, self.places)), strict=True)
        return [Asker(self.query_ids[i], rank, odds, place) for rank, (i, odds, place) in enumerate(found, start=1)]
