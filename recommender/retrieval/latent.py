"""Candidates from words that keep company: latent semantic indexing of past projects, spread over the graph.

Words that stand in the same texts point the same way (Deerwester et al. 1990). Where a text is long this finds what a
sentence encoder passes over. What a text says in words that are not among those kept from past projects, as in another
language, is taken from its meaning, over a map that was learned from the past projects.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from recommender.encoding.alignment import aligned, alignment
from recommender.encoding.base import Vectors, has_words
from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.retrieval.base import Candidates, Near, QueryBatch, Signals, best
from recommender.retrieval.dense import spoken, unit
from recommender.retrieval.knowledge import Knowledge, project_text

CONFIG = TfidfConfig(dim=128, words=20_000, characters=0, stop_words="english")
NEAR = 200
"""Projects that vote."""


@dataclass(frozen=True)
class LatentRetriever:
    """Signal ``text_latent``: the weight of the near projects in which an ecosystem stands, recent ones first.

    ``encoder`` was fitted on the past projects, ``None`` where none has a text; ``projects`` (n_projects, dim) are
    their vectors after spreading; ``bridge`` (width, dim) leads from the first part of a text's place in the space of
    meaning to the difference from ``centre`` (dim,), the mean of the texts; ``recent`` projects × ecosystems, weighed
    by recency.
    """

    encoder: TfidfEncoder | None
    projects: Vectors
    bridge: Vectors
    centre: Vectors
    recent: csr_array

    names = ("text_latent",)

    @classmethod
    def fit(cls, knowledge: Knowledge, meaning: Vectors, recent: csr_array) -> "LatentRetriever":
        """Learn directions from the distinct texts of the past, and spread them over the graph.

        Parameters
        ----------
        meaning : the first part of each project's own place in the space of meaning, (n_projects, width)
        """
        texts = [project_text(project) for project in knowledge.history.projects]
        distinct = sorted(set(texts) - {""})
        if not distinct:
            nothing = np.zeros((0, 1), dtype=np.float32)
            return cls(None, np.zeros((len(texts), 1), dtype=np.float32), nothing, nothing.sum(axis=0), recent)
        encoder = TfidfEncoder.fit(distinct, CONFIG)
        place = {text: row for row, text in enumerate(distinct)}
        told = np.flatnonzero(np.array([text != "" for text in texts]))
        own = np.zeros((len(texts), encoder.dim), dtype=np.float32)
        rows = [place[texts[row]] for row in told]
        directions = encoder.encode(distinct)
        own[told] = directions[rows]
        first = told[np.unique(rows, return_index=True)[1]]
        both = (spoken(meaning[first]) & spoken(directions))[:, 0]
        centre = np.asarray(directions.mean(axis=0), dtype=np.float32)
        bridge = alignment(meaning[first][both], directions[both] - centre)
        incidence = knowledge.history.incidence
        return cls(encoder, unit(own + unit(incidence @ unit(incidence.T @ own))), bridge, centre, recent)

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where nothing is known."""
        n_ecosystems = self.recent.shape[1]
        texts = [query.text for query in batch.queries]
        if self.encoder is None or not any(map(has_words, texts)):
            return {"text_latent": np.zeros((len(batch), n_ecosystems), dtype=np.float32)}
        told = self.encoder.known(texts)[:, None]
        asked = unit(told * self.encoder.encode(texts) + (1 - told) * self._meant(batch.texts))
        return {"text_latent": Near.among(asked, self.projects, NEAR).votes(self.recent)}

    def _meant(self, placed: Vectors) -> Vectors:
        """Where texts would lie by their meaning; zero rows where there is no bridge, or no meaning."""
        away = aligned(unit(placed[:, : len(self.bridge)]), self.bridge)
        return unit(np.where(spoken(away), away + self.centre, np.float32(0)))

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by the votes of near projects."""
        return best(self.preference(batch, self.signals(batch)), k)

    def preference(self, batch: QueryBatch, signals: Signals) -> Vectors:  # noqa: ARG002 (as the seam says)
        """The votes themselves."""
        return signals["text_latent"]
