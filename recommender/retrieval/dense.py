"""Candidates from the meaning of texts: cosines with an ecosystem's passages and projects, spread over the graph.

Most past projects have no text of their own. Their place in the space is found by passing vectors from projects to the
organisations in them and back (two steps of feature propagation; Rossi et al. 2022). Vectors are centred first: the
encoder's cosines are squeezed into a narrow band, and what all texts share says nothing.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.sparse import csr_array, diags_array, vstack

from recommender.encoding.alignment import aligned, alignment
from recommender.encoding.base import Vectors
from recommender.retrieval.base import Candidates, QueryBatch, Signals, best
from recommender.retrieval.knowledge import Knowledge

_NO_LENGTH = 1e-9


class DenseConfig(BaseModel):
    """Hyperparameters of meaning.

    ``call`` is the weight of the title of its call beside what a project says itself, ``steps`` how often vectors go
    from projects to organisations and back, ``half_life`` the years in which a near project's vote halves.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    call: float = Field(default=0.5, ge=0)
    steps: int = Field(default=1, ge=0)
    half_life: float = Field(default=4.0, gt=0)


@dataclass(frozen=True)
class Space:
    """Where texts lie: ``centre`` (dim,), in parts of ``widths``, and ``participants`` (n, dim) by their projects.

    A vector may join several encoders' parts, each with a centre of its own. ``bridge`` (widths[0], dim) leads
    from the first part to the others, for texts that the first encoder alone understands; it is zero towards the first
    part, and where too few texts had both to learn from.
    """

    centre: Vectors
    widths: NDArray[np.int64]
    bridge: Vectors
    participants: Vectors

    @classmethod
    def fit(cls, knowledge: Knowledge, config: DenseConfig) -> tuple["Space", Vectors, Vectors]:
        """Centre on the mean of all texts and spread over the graph.

        Returns
        -------
        space
        own, spread : (n_projects, dim), the projects' own vectors and what is left after spreading; of projects with
            one participant, who cannot lead to a partner, the second is zero
        """
        said = (knowledge.project_vectors, knowledge.passage_vectors, knowledge.profile_vectors)
        widths = np.array(knowledge.widths, dtype=np.int64)
        centre = np.concatenate([_mean(part) for part in _parts(np.vstack(said), widths)])
        bridge = np.zeros((widths[0], len(centre)), dtype=np.float32)
        space = cls(centre, widths, bridge, np.zeros((0, len(centre)), dtype=np.float32))
        told = np.unique(np.vstack((knowledge.project_vectors, knowledge.call_vectors)), axis=0)
        space = replace(space, bridge=_bridge(_parts(space.placed(told), widths)))
        own = space.placed(knowledge.project_vectors)
        asked = unit(own + np.float32(config.call) * space.placed(knowledge.call_vectors))
        incidence = knowledge.history.incidence
        participants, spread = unit(incidence.T @ asked), asked
        for _ in range(config.steps):
            spread = unit(spread + unit(incidence @ unit(incidence.T @ spread)))
        joint = knowledge.history.joint[:, None]
        return replace(space, participants=participants), own, np.asarray(spread * joint, dtype=np.float32)

    def placed(self, vectors: Vectors) -> Vectors:
        """Unit rows, each part centred and of the same weight; a text that says nothing stays zero.

        A part that is zero (its encoder did not understand the text) is filled over the bridge, where there is one.
        """
        if not vectors.any():
            return np.zeros(vectors.shape, dtype=np.float32)
        cuts = np.cumsum(self.widths)[:-1]
        given = zip(_parts(vectors, self.widths), np.split(self.centre, cuts), strict=True)
        parts = [unit(np.where(spoken(part), part - centre, np.float32(0))) for part, centre in given]
        meant = [unit(aligned(parts[0], bridge)) for bridge in np.split(self.bridge, cuts, axis=1)]
        return unit(np.hstack([np.where(spoken(part), part, away) for part, away in zip(parts, meant, strict=True)]))

    def first(self, placed: Vectors) -> Vectors:
        """The first part of rows that were placed, at length 1."""
        return unit(placed[:, : self.widths[0]])


@dataclass(frozen=True)
class DenseRetriever:
    """Signals ``text_*`` for what the query says and ``profile_*`` for what the SME is known for.

    ``*_best`` is the highest cosine (`compared`) with a passage or project of the ecosystem, ``*_mean`` the cosine with
    their mean, ``*_spread`` with the vector that its partners' projects give it, ``*_votes`` the weight of the near
    projects in which it stands, ``*_lately`` the same with recent projects first.

    ``passages`` (n_passages, dim) are the ecosystems' own passages and, after them, the projects ``told`` (those with a
    text); ``owners`` ecosystems × passages; ``means`` and ``spread`` (n_ecosystems, dim); ``stands`` projects ×
    ecosystems, ``recent`` the same weighed by recency.
    """

    passages: Vectors
    widths: NDArray[np.int64]
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
    def fit(cls, knowledge: Knowledge, placed: tuple[Space, Vectors, Vectors], config: DenseConfig) -> "DenseRetriever":
        """Collect each ecosystem's passages and projects, `placed` as `Space.fit` gives them."""
        space, own, spread = placed
        n_passages, n = len(knowledge.passage_owners), len(knowledge.catalogue)
        told = np.flatnonzero(spoken(own)[:, 0]).astype(np.int64)
        ones = np.ones(n_passages, dtype=np.float32)
        described = csr_array((ones, (np.arange(n_passages), knowledge.passage_owners)), shape=(n_passages, n))
        passages = np.vstack((space.placed(knowledge.passage_vectors), own[told]))
        owners = csr_array(csr_array(vstack((described, knowledge.stands[told]))).T)
        owners.sort_indices()
        towards = np.zeros((n, passages.shape[1]), dtype=np.float32)
        present = np.flatnonzero(knowledge.hosts >= 0)
        around = unit(knowledge.history.incidence.T @ spread)
        towards[present] = around[knowledge.hosts[present]]
        recency = np.exp2(-knowledge.history.age(knowledge.day) / np.float32(config.half_life)).astype(np.float32)
        recent = csr_array(diags_array(recency) @ knowledge.stands)
        return cls(passages, space.widths, told, owners, unit(owners @ passages), towards, knowledge.stands, recent)

    def used(self) -> "DenseRetriever":
        """Return the same without the projects in which no ecosystem stands: nothing is compared with them."""
        kept = np.unique(self.owners.indices)
        n_described = len(self.passages) - len(self.told)
        told = self.told[kept[kept >= n_described] - n_described]
        return replace(self, passages=self.passages[kept], told=told, owners=csr_array(self.owners[:, kept]))

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where there is nothing to compare."""
        nothing = np.zeros((len(batch), len(self.means)), dtype=np.float32)
        signals: Signals = dict.fromkeys(self.names, nothing)
        for side, asked, near in (
            ("text", batch.texts, batch.near_text),
            ("profile", batch.profiles, batch.near_profile),
        ):
            if asked.any():
                signals[f"{side}_best"] = self.closest(asked)
                signals[f"{side}_mean"] = asked @ self.means.T
                signals[f"{side}_spread"] = asked @ self.spread.T
                signals[f"{side}_votes"] = near.votes(self.stands)
                signals[f"{side}_lately"] = near.votes(self.recent)
        return signals

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by the cosine with what the query says, else with what the SME is known for."""
        return best(self.preference(batch, self.signals(batch)), k)

    def preference(self, batch: QueryBatch, signals: Signals) -> Vectors:
        """Closeness to a passage and to the partners' projects."""
        said, known = (signals[f"{side}_best"] + signals[f"{side}_spread"] for side in ("text", "profile"))
        return np.asarray(np.where(spoken(batch.texts), said, known), dtype=np.float32)

    def compared(self, asked: Vectors, passages: slice | NDArray[np.integer] = slice(None)) -> Vectors:
        """Cosines of rows with passages over the parts that both have, shape (n, n_passages).

        A text that one encoder does not understand, where there is no bridge to its part, is compared by the others
        alone; over all parts it would seem farther from texts that have them all than from those that lack the same.
        """
        cosines = np.asarray(asked @ self.passages[passages].T, dtype=np.float32)
        heard, said = _heard(asked, self.widths), self._heard[passages]
        if self._whole and _is_whole(heard):  # as nearly always: nothing to correct
            return cosines
        shared = np.maximum(heard @ said.T, 1)
        return np.asarray(cosines * (np.sqrt(heard.sum(axis=1)[:, None] * said.sum(axis=1)) / shared), dtype=np.float32)

    @cached_property
    def _heard(self) -> Vectors:
        return _heard(self.passages, self.widths)

    @cached_property
    def _whole(self) -> bool:
        return _is_whole(self._heard)

    def closest(self, asked: Vectors) -> Vectors:
        """Highest closeness to any passage of each ecosystem, shape (n_queries, n_ecosystems)."""
        highest = np.zeros((len(asked), self.owners.shape[0]), dtype=np.float32)
        filled = np.flatnonzero(np.diff(self.owners.indptr))
        if len(filled) and asked.any():
            cosines = self.compared(asked).take(self.owners.indices, axis=1)
            highest[:, filled] = np.maximum.reduceat(cosines, self.owners.indptr[filled], axis=1)
        return highest


def unit(vectors: Vectors) -> Vectors:
    """Scale rows to length 1; zero rows stay zero."""
    dense = np.asarray(vectors, dtype=np.float32)
    lengths = np.linalg.norm(dense, axis=1, keepdims=True)
    return np.asarray(np.divide(dense, lengths, out=np.zeros_like(dense), where=lengths > _NO_LENGTH), dtype=np.float32)


def _parts(vectors: Vectors, widths: NDArray[np.int64]) -> list[Vectors]:
    """Split rows into the encoders' parts, each as long as its encoder gave it: 1, or 0 where it knew nothing."""
    return [unit(part) for part in np.split(vectors, np.cumsum(widths)[:-1], axis=1)]


def _bridge(parts: list[Vectors]) -> Vectors:
    """Maps from the first part to each part, side by side, learned from the rows that have both; none to itself."""
    first, *others = parts
    both = [np.flatnonzero(spoken(first) & spoken(part)) for part in others]
    maps = [alignment(first[rows], part[rows]) for rows, part in zip(both, others, strict=True)]
    return np.hstack([np.zeros((first.shape[1], first.shape[1]), dtype=np.float32), *maps])


def _heard(vectors: Vectors, widths: NDArray[np.int64]) -> Vectors:
    """Which parts of each row say something, as 0 and 1, shape (n, n_parts)."""
    return np.hstack([spoken(part) for part in _parts(vectors, widths)]).astype(np.float32)


def _is_whole(heard: Vectors) -> bool:
    """Whether every row says something in all of its parts, or in none."""
    return bool((heard == heard[:, :1]).all())


def _mean(vectors: Vectors) -> Vectors:
    """Mean of the rows that say something, shape (width,)."""
    said = vectors[spoken(vectors)[:, 0]]
    return np.asarray(said.mean(axis=0) if len(said) else np.zeros(vectors.shape[1]), dtype=np.float32)


def spoken(vectors: Vectors) -> NDArray[np.bool_]:
    """Which rows have a text: (n, 1)."""
    return np.asarray(np.abs(vectors).sum(axis=1, keepdims=True) > 0)
