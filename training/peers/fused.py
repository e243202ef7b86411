"""Several methods' rankings as one: reciprocal-rank fusion (Cormack, Clarke & Büttcher 2009)."""

from collections.abc import Callable, Mapping

import numpy as np

from recommender.retrieval.base import QueryBatch
from training.peers.base import Given, Scores, Scoring, Values

Parts = Mapping[Callable[[Given, Values], Scoring], Values]
"""Methods, each with its hyperparameters."""


def fusion(parts: Parts) -> Callable[[Given, Values], Scoring]:
    """Fuse methods with the constant ``smoothing``; what a method knows nothing of stands in no list of its."""

    def build(given: Given, values: Values) -> Scoring:
        methods = [part(given, chosen) for part, chosen in parts.items()]

        def scores(batch: QueryBatch) -> Scores:
            lists = [reciprocal(method(batch), values["smoothing"]) for method in methods]
            return np.asarray(np.sum(lists, axis=0), dtype=np.float32)

        return scores

    return build


def reciprocal(scores: Scores, smoothing: float) -> Scores:
    """1 / (smoothing + rank) in each row, ties broken by the lower column; 0 where a score is 0.

    Scores alike to five digits of the row's largest are ties: the last bits depend on what else was asked at once.
    """
    known = scores != 0
    largest = np.maximum(np.abs(scores).max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
    order = np.argsort(np.where(known, -np.round(scores / largest, 5), np.inf), axis=1, kind="stable")
    ranks = np.argsort(order, axis=1, kind="stable") + 1
    return np.where(known, 1 / (smoothing + ranks), 0).astype(np.float32)
