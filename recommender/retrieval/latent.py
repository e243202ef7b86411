"""Candidates from words that keep company: latent semantic indexing of past projects, spread over the graph.

Words that stand in the same texts point the same way (Deerwester et al. 1990). Where a text is long this finds what a
sentence encoder passes over; in a language that the past projects do not speak it knows nothing and gives zeros.
"""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from recommender.encoding.base import Vectors
from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.retrieval.base import Candidates, Near, QueryBatch, Signals, best
from recommender.retrieval.dense import unit
from recommender.retrieval.knowledge import Knowledge, project_text

CONFIG = TfidfConfig(dim=128, words=20_000, characters=0, stop_words="english")
NEAR = 200
"""Projects that vote."""


@dataclass(frozen=True)
class LatentRetriever:
    """Signal ``text_latent``: the weight of the near projects in which an ecosystem stands, recent ones first.

    ``encoder`` was fitted on the past projects, ``None`` where none has a text; ``projects`` (n_projects, dim) are
    their vectors after spreading; ``recent`` projects × ecosystems, weighed by recency.
    """

    encoder: TfidfEncoder | None
    projects: Vectors
    recent: csr_array

    names = ("text_latent",)

    @classmethod
    def fit(cls, knowledge: Knowledge, recent: csr_array) -> "LatentRetriever":
        """Learn directions from the distinct texts of the past, and spread them over the graph."""
        texts = [project_text(project) for project in knowledge.history.projects]
        distinct = sorted(set(texts) - {""})
        if not distinct:
            return cls(None, np.zeros((len(texts), 1), dtype=np.float32), recent)
        encoder = TfidfEncoder.fit(distinct, CONFIG)
        place = {text: row for row, text in enumerate(distinct)}
        told = np.flatnonzero(np.array([text != "" for text in texts]))
        own = np.zeros((len(texts), encoder.dim), dtype=np.float32)
        own[told] = encoder.encode(distinct)[[place[texts[row]] for row in told]]
        incidence = knowledge.history.incidence
        return cls(encoder, unit(own + unit(incidence @ unit(incidence.T @ own))), recent)

    def signals(self, batch: QueryBatch) -> Signals:
        """Score every ecosystem for every query; 0 where no word is known."""
        n_ecosystems = self.recent.shape[1]
        if self.encoder is None:
            return {"text_latent": np.zeros((len(batch), n_ecosystems), dtype=np.float32)}
        asked = self.encoder.encode([query.text for query in batch.queries])
        votes = Near.among(asked, self.projects, NEAR).weights(len(self.projects))
        return {"text_latent": np.asarray((votes @ self.recent).todense(), dtype=np.float32)}

    def retrieve(self, batch: QueryBatch, k: int) -> Candidates:
        """Best rows by the votes of near projects."""
        return best(self.signals(batch)["text_latent"], k)
