"""Candidates from the graph of past cooperation: random walks with restart, shared partners, projects together.

A walk goes participant → project (recent projects first) → participant and restarts with a fixed chance at each
participant (personalised PageRank; Haveliwala 2002). PageRank is linear in its seeds, so the expected visits at every
ecosystem from every node are solved once, and a query is answered by looking up the rows of its seeds.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import csr_array, diags_array

from recommender.retrieval.base import Candidates, QueryBatch, Signals, best
from recommender.retrieval.knowledge import Knowledge

Dense = NDArray[np.float32]


class GraphConfig(BaseModel):
    """Hyperparameters of the walk: chance to restart, half-life of a project in years, steps of the solution."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    restart: float = Field(default=0.4, gt=0, lt=1)
    half_life: float = Field(default=3.0, gt=0)
    steps: int = Field(default=12, ge=1)


@dataclass(frozen=True)
class GraphRetriever:
    """Signals ``walk``, ``walk_text``, ``walk_profile``, ``shared`` and ``together``.

    ``from_participants`` (n_participants, n_ecosystems) and ``from_projects`` (n_projects, n_ecosystems) are the
    expected visits; ``partners`` the participants' co-participation, 0/1; ``common`` (n_participants, n_ecosystems)
    what a shared partner adds: 1 / its number of partners where it has worked with the ecosystem (resource allocation;
    Zhou et al. 2009); ``pairs`` (n_participants, n_ecosystems) recent projects together.
    """

    from_participants: Dense
    from_projects: Dense
    partners: csr_array
    common: csr_array
    pairs: csr_array

    names = ("walk", "walk_text", "walk_profile", "shared", "together")

    @classmethod
    def fit(cls, knowledge: Knowledge, config: GraphConfig) -> "GraphRetriever":
        """Solve the walk for every node and count what is shared."""
        history = knowledge.history
        joint = csr_array(diags_array(history.joint.astype(np.float32)) @ history.incidence)
        recency = np.exp2(-history.age(knowledge.day) / np.float32(config.half_life)).astype(np.float32)
        recent = csr_array(diags_array(recency) @ joint)
        to_project, to_participant = _rows_to_one(csr_array(recent.T)), _rows_to_one(joint)
        present = np.flatnonzero(knowledge.hosts >= 0)
        at_host = np.zeros((len(history.participants), len(knowledge.catalogue)), dtype=np.float32)
        at_host[knowledge.hosts[present], present] = 1.0
        from_participants = config.restart * at_host
        from_projects = np.zeros((len(history.projects), len(knowledge.catalogue)), dtype=np.float32)
        for _ in range(config.steps):
            from_projects = to_participant @ from_participants
            from_participants = config.restart * at_host + (1 - config.restart) * (to_project @ from_projects)
        partners, common = _shared(joint, knowledge)
        pairs = csr_array(recent.T @ csr_array(diags_array(history.joint.astype(np.float32)) @ knowledge.stands))
        return cls(from_participants, from_projects, partners, common, pairs)

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where the SME, or what it writes, has no place in the graph."""
        n, seats = self.common.shape[1], batch.seats
        walk = np.zeros((len(batch), n), dtype=np.float32)
        walk[seats.queries] = self.from_participants[seats.rows]
        partners = seats.through(self.partners).backwards()  # so `scipy.sparse` would sum them
        return {
            "walk": walk,
            "walk_text": batch.near_text.visits(self.from_projects),
            "walk_profile": batch.near_profile.visits(self.from_projects),
            "shared": partners.through(self.common).summed(n),
            "together": batch.seat(self.pairs),
        }

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by the walk from the SME and from the projects near what it writes."""
        return best(self.preference(batch, self.signals(batch)), k)

    def preference(self, batch: QueryBatch, signals: Signals) -> Dense:  # noqa: ARG002 (needs no more than the signals)
        """Expected visits of both walks."""
        return np.asarray(signals["walk"] + signals["walk_text"], dtype=np.float32)


def _rows_to_one(matrix: csr_array) -> csr_array:
    sums = np.asarray(matrix.sum(axis=1), dtype=np.float32)
    return csr_array(diags_array(np.divide(1.0, sums, out=np.zeros_like(sums), where=sums > 0)) @ matrix)


def _shared(joint: csr_array, knowledge: Knowledge) -> tuple[csr_array, csr_array]:
    """Co-participation without oneself, and what each shared partner adds for each ecosystem."""
    partners = csr_array(joint.T @ joint)
    partners.setdiag(0)
    partners.eliminate_zeros()
    partners.data = np.ones_like(partners.data)
    degree = np.asarray(partners.sum(axis=1), dtype=np.float32)
    present = np.flatnonzero(knowledge.hosts >= 0)
    inverse = np.divide(1.0, degree, out=np.zeros_like(degree), where=degree > 0)
    toward = csr_array(diags_array(inverse) @ partners[:, knowledge.hosts[present]])
    common = toward.tocoo()
    columns = present[common.coords[1]]
    shape = (partners.shape[0], len(knowledge.catalogue))
    return partners, csr_array((common.data, (common.coords[0], columns)), shape=shape)
