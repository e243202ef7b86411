"""The other direction: whether the flagship would want the SME, and its ecosystem has room for one more.

The share P(e|q) of an SME's interest that an ecosystem has is the softmax of its log-odds over the catalogue. Read the
other way round, of all the interest that an ecosystem meets P(q|e) = P(e|q) / demand(e) is this SME's, where demand
sums the shares over SMEs that asked before. An ecosystem that takes in ``capacity`` of them, in proportion to their
interest, takes this one with capacity · P(q|e). Both directions are combined as a weighted geometric mean:

    (1 − w) · log P(e|q) + w · log(capacity(e) · P(q|e)) = log P(e|q) − w · log(demand(e) / capacity(e))

so that a two-sided score is the one-sided score less a price of each ecosystem, in units of log-odds. The price is the
first half-step of Sinkhorn's algorithm for transport with capacities (Cuturi 2013).

An ecosystem that looks for SMEs sees odds of each, and that the SME will hardly get to an offer far down its own list:
where the ecosystem stands at place r of that list, the SME counts as odds / r.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.special import logsumexp

Floats = NDArray[np.float64]


class ReciprocalConfig(BaseModel):
    """Hyperparameters of the other direction.

    ``weight`` of the other side against the SME's own; ``equal``, the part of all capacity that ecosystems share alike,
    so that one without partners has room too; ``askers``, past queries that demand is taken from, at most.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    weight: float = Field(default=0.05, ge=0, le=1)
    equal: float = Field(default=0.5, gt=0, le=1)
    askers: int = Field(default=800, ge=1)


@dataclass(frozen=True, slots=True)
class Asker:
    """A query as an ecosystem sees it: its odds, and the ``place`` of the ecosystem among all in its order."""

    query_id: str
    rank: int
    odds: float
    place: int


@dataclass(frozen=True)
class Reciprocal:
    """Demand and capacity of each ecosystem, float64 (n,), above 0 and about 1 on average; the other side's weight."""

    demand: Floats
    capacity: Floats
    weight: float

    @classmethod
    def fit(cls, log_odds: Floats, partners: NDArray[np.int64], config: ReciprocalConfig) -> "Reciprocal":
        """Take demand from past queries' log-odds (n_queries, n) and capacity from past partners (n,).

        One asker more, interested in all alike, keeps demand above 0. Where nobody asked, nothing is known of demand,
        and no ecosystem is dearer than another.
        """
        n_queries, n = log_odds.shape
        if not n_queries:
            return cls(np.ones(n), np.ones(n), config.weight)
        demand = (n * np.exp(log_shares(log_odds)).sum(axis=0) + 1) / (n_queries + 1)
        taken = partners / partners.mean() if partners.any() else np.ones(n)
        return cls(demand, config.equal + (1 - config.equal) * taken, config.weight)

    @property
    def prices(self) -> Floats:
        """What each ecosystem costs in log-odds, shape (n,); below 0 where there is more room than demand."""
        return np.asarray(self.weight * np.log(self.demand / self.capacity), dtype=np.float64)

    def places(self, log_odds: Floats) -> NDArray[np.int64]:
        """Places from 1 in the two-sided list of each query, ties by row, shape (n_queries, n)."""
        order = np.argsort(self.prices - log_odds, axis=1, kind="stable")
        places = np.empty_like(order)
        np.put_along_axis(places, order, np.arange(1, log_odds.shape[1] + 1)[None, :], axis=1)
        return places

    def seen(self, log_odds: Floats) -> Floats:
        """Logarithm of odds / place: how much each query counts for each ecosystem, shape (n_queries, n)."""
        return np.asarray(log_odds - np.log(self.places(log_odds)), dtype=np.float64)


def log_shares(log_odds: Floats) -> Floats:
    """Logarithm of the share of each query's interest that each ecosystem has, shape (n_queries, n); −inf stays."""
    total = logsumexp(log_odds, axis=1, keepdims=True)
    return np.subtract(log_odds, total, out=np.full_like(log_odds, -np.inf), where=np.isfinite(log_odds))


def best_askers(values: Floats, query_ids: Sequence[str], k: int) -> list[int]:
    """Places of the `k` queries with the highest values (n_queries,), best first, ties by id; none that is −inf."""
    places = np.flatnonzero(np.isfinite(values)).tolist()
    return sorted(places, key=lambda place: (-values[place], query_ids[place]))[:k]
