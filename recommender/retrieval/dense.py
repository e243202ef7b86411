"""Candidates from the meaning of texts: cosines with an ecosystem's passages and projects, spread over the graph.

Most past projects have no text of their own. Their place in the space is found by passing vectors from projects to the
organisations in them and back (two steps of feature propagation; Rossi et al. 2022). Vectors are centred first: the
encoder's cosines are squeezed into a narrow band, and what all texts share says nothing.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array, vstack

from recommender.encoding.base import Vectors
from recommender.retrieval.base import Candidates, QueryBatch, Signals, best
from recommender.retrieval.knowledge import Knowledge

_NO_LENGTH = 1e-9

HALF_LIFE = 4.0
"""Years in which a near project's vote halves."""


@dataclass(frozen=True)
class Space:
    """Centred vectors: ``centre`` (dim,); ``projects`` and ``participants`` (n, dim) after spreading."""

    centre: Vectors
    projects: Vectors
    participants: Vectors

    @classmethod
    def fit(cls, knowledge: Knowledge) -> "Space":
        """Centre on the mean of all texts and spread over the graph."""
        texts = np.vstack((knowledge.project_vectors, knowledge.passage_vectors, knowledge.profile_vectors))
        said = texts[spoken(texts)[:, 0]]
        centre = np.asarray(said.mean(axis=0) if len(said) else np.zeros(texts.shape[1]), dtype=np.float32)
        own = centred(knowledge.project_vectors, centre)
        incidence = knowledge.history.incidence
        participants = unit(incidence.T @ own)
        passed = unit(incidence @ participants)
        return cls(centre, unit(own + passed), participants)


@dataclass(frozen=True)
class DenseRetriever:
    """Signals ``text_*`` for what the query says and ``profile_*`` for what the SME is known for.

    ``*_best`` is the highest cosine with a passage or project of the ecosystem, ``*_mean`` the cosine with their mean,
    ``*_spread`` with the vector that its partners' projects give it, ``*_votes`` the weight of the near projects in
    which it stands, ``*_lately`` the same with recent projects first.

    ``passages`` (n_passages, dim) are the ecosystems' own passages and, after them, the projects ``told`` (those with a
    text); ``owners`` ecosystems × passages; ``means`` and ``spread`` (n_ecosystems, dim); ``stands`` projects ×
    ecosystems, ``recent`` the same weighed by recency.
    """

    passages: Vectors
    told: NDArray[np.int64]
    owners: csr_array
    means: Vectors
    spread: Vectors
    stands: csr_array
    recent: csr_array

    names = (
        "text_best", "text_mean", "text_spread", "text_votes", "text_lately",
        "profile_best", "profile_mean", "profile_spread", "profile_votes", "profile_lately",
    )  # fmt: skip

    @classmethod
    def fit(cls, knowledge: Knowledge, space: Space) -> "DenseRetriever":
        """Collect each ecosystem's passages and projects."""
        n_passages, n = len(knowledge.passage_owners), len(knowledge.catalogue)
        own = centred(knowledge.project_vectors, space.centre)
        told = np.flatnonzero(spoken(own)[:, 0]).astype(np.int64)
        ones = np.ones(n_passages, dtype=np.float32)
        described = csr_array((ones, (np.arange(n_passages), knowledge.passage_owners)), shape=(n_passages, n))
        passages = np.vstack((centred(knowledge.passage_vectors, space.centre), own[told]))
        owners = csr_array(csr_array(vstack((described, knowledge.stands[told]))).T)
        owners.sort_indices()
        spread = np.zeros((n, passages.shape[1]), dtype=np.float32)
        present = np.flatnonzero(knowledge.hosts >= 0)
        around = unit(knowledge.history.incidence.T @ space.projects)
        spread[present] = around[knowledge.hosts[present]]
        recency = np.exp2(-knowledge.history.age(knowledge.day) / np.float32(HALF_LIFE)).astype(np.float32)
        recent = csr_array(diags_array(recency) @ knowledge.stands)
        return cls(passages, told, owners, unit(owners @ passages), spread, knowledge.stands, recent)

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where there is nothing to compare."""
        n_projects = self.stands.shape[0]
        signals: Signals = {}
        for side, asked, near in (
            ("text", batch.texts, batch.near_text),
            ("profile", batch.profiles, batch.near_profile),
        ):
            signals[f"{side}_best"] = self._best(asked)
            signals[f"{side}_mean"] = asked @ self.means.T
            signals[f"{side}_spread"] = asked @ self.spread.T
            votes = near.weights(n_projects)
            signals[f"{side}_votes"] = np.asarray((votes @ self.stands).todense(), dtype=np.float32)
            signals[f"{side}_lately"] = np.asarray((votes @ self.recent).todense(), dtype=np.float32)
        return signals

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by the cosine with what the query says, else with what the SME is known for."""
        asked = np.where(spoken(batch.texts), batch.texts, batch.profiles).astype(np.float32)
        return best(self._best(asked) + asked @ self.spread.T, k)

    def _best(self, asked: Vectors) -> Vectors:
        """Highest cosine with any passage of each ecosystem, shape (n_queries, n_ecosystems)."""
        cosines = asked @ self.passages.T
        highest = np.zeros((len(asked), self.owners.shape[0]), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.owners.indptr))
        if len(filled):
            highest[:, filled] = np.maximum.reduceat(
                cosines[:, self.owners.indices], self.owners.indptr[filled], axis=1
            )
        return highest


def unit(vectors: Vectors) -> Vectors:
    """Scale rows to length 1; zero rows stay zero."""
    dense = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return np.asarray(np.divide(dense, lengths, out=np.zeros_like(dense), where=lengths > _NO_LENGTH), dtype=np.float32)


def centred(vectors: Vectors, centre: Vectors) -> Vectors:
    """Unit rows after taking the centre away; zero rows (no text) stay zero."""
    return unit(np.where(spoken(vectors), vectors - centre, np.float32(0)))


def spoken(vectors: Vectors) -> NDArray[np.bool_]:
    """Which rows have a text: (n, 1)."""
    return np.asarray(np.abs(vectors).sum(axis=1, keepdims=True) > 0)
