"""Candidates from demand: how often an ecosystem's participant takes partners, lately and near home."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import csr_array, diags_array

from recommender.retrieval.base import Candidates, QueryBatch, Signals, best
from recommender.retrieval.knowledge import Knowledge


class PopularConfig(BaseModel):
    """Hyperparameter of demand: half-life of a project in years."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    half_life: float = Field(default=2.0, gt=0)


@dataclass(frozen=True)
class PopularRetriever:
    """Signals ``popular``, ``lately``, ``popular_home`` and ``home``.

    ``popular`` and ``lately`` (n_ecosystems,) count joint projects, ``lately`` with recent ones first; ``by_country``
    (n_countries, n_ecosystems) partners from a country, recent ones first; ``seat`` (n_ecosystems,) each one's country.
    """

    popular: NDArray[np.float32]
    lately: NDArray[np.float32]
    by_country: NDArray[np.float32]
    countries: tuple[str, ...]
    seat: NDArray[np.str_]

    names = ("popular", "lately", "popular_home", "home")

    @classmethod
    def fit(cls, knowledge: Knowledge, config: PopularConfig) -> "PopularRetriever":
        """Count joint projects."""
        history = knowledge.history
        joint = history.joint.astype(np.float32)
        recent = joint * np.exp2(-history.age(knowledge.day) / np.float32(config.half_life))
        popular = np.asarray(knowledge.stands.T @ joint, dtype=np.float32)
        lately = np.asarray(knowledge.stands.T @ recent, dtype=np.float32)
        countries, place = np.unique(knowledge.countries, return_inverse=True)
        n = len(history.participants)
        belongs = csr_array((np.ones(n, dtype=np.float32), (place, np.arange(n))), shape=(len(countries), n))
        with_partners = csr_array(diags_array(recent) @ history.incidence)
        by_country = np.asarray((belongs @ (with_partners.T @ knowledge.stands)).todense(), dtype=np.float32)
        seat = np.array([ecosystem.country for ecosystem in knowledge.catalogue], dtype=np.str_)
        return cls(popular, lately, by_country, tuple(countries.tolist()), seat)

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query."""
        shape = (len(batch), len(self.popular))
        near_home, at_home = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        for place, query in enumerate(batch.queries):
            if query.country in self._row:
                near_home[place] = self.by_country[self._row[query.country]]
            if query.country:
                at_home[place] = self.seat == query.country
        return {
            "popular": np.broadcast_to(self.popular, shape).astype(np.float32),
            "lately": np.broadcast_to(self.lately, shape).astype(np.float32),
            "popular_home": near_home,
            "home": at_home,
        }

    @cached_property
    def _row(self) -> dict[str, int]:
        return {country: row for row, country in enumerate(self.countries) if country}

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by demand near home, then by demand anywhere."""
        return best(self.preference(batch, self.signals(batch)), k)

    def preference(self, batch: QueryBatch, signals: Signals) -> NDArray[np.float32]:  # noqa: ARG002 (as the seam says)
        """Demand near home, and demand anywhere in shares of the highest."""
        everywhere = signals["lately"] / max(float(self.lately.max(initial=0.0)), 1.0)
        return np.asarray(np.log1p(signals["popular_home"]) + signals["home"] + everywhere, dtype=np.float32)
