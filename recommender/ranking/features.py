"""Features of a query and its ecosystems: one function for training and for serving.

Every signal is put on a common scale (square root or logarithm where it is skewed) and standardised within the query
over the whole catalogue, so that it means the same in a large and a small world, early and late. Ranks follow as
``-log2(1 + rank)``. A signal that knows nothing (all zeros) gives zeros. What holds for a whole query (has it a text,
is the SME warm) lets the ranker weigh the signals.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.ranking.base import Matrix

SCALE: dict[str, str] = {
    "text_best": "plain", "text_mean": "plain", "text_spread": "plain", "text_votes": "root",
    "text_lately": "root", "text_words": "root", "text_latent": "root",
    "profile_best": "plain", "profile_mean": "plain", "profile_spread": "plain", "profile_votes": "root",
    "profile_lately": "root",
    "walk": "root", "walk_text": "root", "walk_profile": "root", "shared": "root", "together": "root",
    "popular": "log", "lately": "log", "popular_home": "log", "home": "plain",
}  # fmt: skip
"""How each signal is scaled before it is standardised."""

RANKED = (
    "text_best", "text_mean", "text_votes", "text_lately", "text_words", "text_latent", "profile_best",
    "profile_lately", "walk", "walk_text", "walk_profile", "shared",
)  # fmt: skip
"""Signals whose rank within the query is a feature too."""

OF_QUERY = ("has_text", "has_profile", "is_warm", "length")
"""Features of the query alone: text present, profile or past present, in the graph, log2(1 + words)."""

NAMES: tuple[str, ...] = (*SCALE, *(f"{name}_rank" for name in RANKED), *OF_QUERY)
"""All features, in order."""


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for each query: arrays (n_queries,) of bool, and the number of words asked."""

    has_text: NDArray[np.bool_]
    has_profile: NDArray[np.bool_]
    is_warm: NDArray[np.bool_]
    words: NDArray[np.int64]


def features(signals: dict[str, Matrix], context: Context) -> Matrix:
    """Turn signals (n_queries, n_ecosystems) into features (n_queries, n_ecosystems, len(NAMES))."""
    shape = next(iter(signals.values())).shape
    sound = {name: steady(signals[name]) for name in SCALE}
    columns = [standardised(_SCALES[scale](sound[name])) for name, scale in SCALE.items()]
    columns += [_rank(sound[name]) for name in RANKED]
    of_query = (context.has_text, context.has_profile, context.is_warm, np.log2(1.0 + context.words))
    columns += [np.broadcast_to(np.asarray(value, dtype=np.float32)[:, None], shape) for value in of_query]
    return np.stack(columns, axis=2).astype(np.float32)


def standardised(values: Matrix) -> Matrix:
    """Mean 0 and standard deviation 1 in each row; a constant row gives zeros."""
    from_mean = values - values.mean(axis=1, keepdims=True)
    deviation = values.std(axis=1, keepdims=True)
    moving = (np.ptp(values, axis=1, keepdims=True) > _CONSTANT) & (deviation > _CONSTANT)
    return np.asarray(np.divide(from_mean, deviation, out=np.zeros_like(from_mean), where=moving))


_CONSTANT = 1e-9


def steady(values: Matrix) -> Matrix:
    """Round to five digits of each row's largest value: what else was asked at once moves the last bits of a sum."""
    largest = np.abs(values).max(axis=1, keepdims=True)
    shares = np.divide(values, largest, out=np.zeros_like(values), where=largest > 0)
    return np.asarray(np.round(shares, 5) * largest, dtype=np.float32)


def _rank(values: Matrix) -> Matrix:
    """−log2(1 + rank) by value, ties sharing their best rank; a constant row gives zeros."""
    ordered = -np.sort(-values, axis=1)
    ranks = np.empty_like(values)
    for row, (line, descending) in enumerate(zip(values, ordered, strict=True)):
        ranks[row] = np.searchsorted(-descending, -line, side="left") + 1
    constant = (ordered[:, :1] - ordered[:, -1:]) <= _CONSTANT
    return np.where(constant, np.float32(0), -np.log2(1 + ranks)).astype(np.float32)


def _plain(values: Matrix) -> Matrix:
    return values


def _root(values: Matrix) -> Matrix:
    return np.sqrt(np.maximum(values, 0))


def _log(values: Matrix) -> Matrix:
    return np.log1p(np.maximum(values, 0))


_SCALES = {"plain": _plain, "root": _root, "log": _log}
