"""Cosines of a sentence encoder: with the mean of an ecosystem's texts, or with the nearest of them."""

from itertools import pairwise

import numpy as np

from recommender.encoding.base import Vectors
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.dense import spoken
from training.peers.base import Given, Scores, Scoring, Values

_CHUNK = 128


def dense_mean(given: Given, _: Values) -> Scoring:
    """Cosine with the mean of an ecosystem's passages and past projects."""
    means = given.world.dense.means

    def scores(batch: QueryBatch) -> Scores:
        return np.asarray(_asked(batch) @ means.T, dtype=np.float32)

    return scores


def dense_best(given: Given, _: Values) -> Scoring:
    """Highest cosine with any passage or past project of an ecosystem (max-sim); 0 where it has no text."""
    passages, owners = given.world.dense.passages, given.world.dense.owners
    bounds = owners.indptr.tolist()
    owned = [owners.indices[start:end] for start, end in pairwise(bounds)]

    def scores(batch: QueryBatch) -> Scores:
        vectors = _asked(batch)
        result = np.zeros((len(vectors), len(owned)), dtype=np.float32)
        for start in range(0, len(vectors), _CHUNK):
            cosines = vectors[start : start + _CHUNK] @ passages.T
            for column, mine in enumerate(owned):
                if len(mine):
                    result[start : start + _CHUNK, column] = cosines[:, mine].max(axis=1)
        return result

    return scores


def _asked(batch: QueryBatch) -> Vectors:
    """What the query says, else what the SME is known for: (n_queries, dim)."""
    return np.where(spoken(batch.texts), batch.texts, batch.profiles).astype(np.float32)
