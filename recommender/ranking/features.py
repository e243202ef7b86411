"""Features of a query and its ecosystems: one function for training and for serving.

Every signal is put on a common scale (square root or logarithm where it is skewed) and standardised within the query
over the whole catalogue, so that it means the same in a large and a small world, early and late. Ranks follow as
``-log2(1 + rank)``. A signal that knows nothing (all zeros) gives zeros. What holds for a whole query (has it a text,
is the SME warm) lets the ranker weigh the signals.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recommender.ordering import descending
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

DEMAND = ("popular", "lately")
"""Signals that are the same for every query, and are worked on once for each model."""

_OF_BOTH = tuple(sorted((name for name in SCALE if name not in DEMAND), key=SCALE.__getitem__))
"""Signals of a query and an ecosystem, by their scale."""

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
    """Turn signals (n_queries, n_ecosystems) into features (n_queries, n_ecosystems, len(NAMES)).

    Signals that are zeros stay zeros, so that only what is known of a query costs time. Few queries at once cost least:
    a processor keeps their numbers near.
    """
    sound = steady(np.stack([signals[name] for name in _OF_BOTH]))
    columns = np.zeros((len(SCALE) + len(RANKED), *sound.shape[1:]), dtype=np.float32)
    names, queries = np.nonzero(sound.any(axis=-1))
    lines, ranks = sound[names, queries], _RANK_PLACE[names]
    ranked = ranks >= 0
    columns[ranks[ranked], queries[ranked]] = _rank(lines[ranked])
    plain, root = np.searchsorted(names, _FIRST_OF_SCALE)
    lines[:plain] = _logarithm(lines[:plain])
    lines[root:] = np.sqrt(np.maximum(lines[root:], 0))
    columns[_PLACE[names], queries] = standardised(lines)
    columns[_PLACE_OF_DEMAND] = _demand(*(signals[name][0].tobytes() for name in DEMAND))[:, None]
    of_query = (context.has_text, context.has_profile, context.is_warm, np.log2(1.0 + context.words))
    table = np.empty((*sound.shape[1:], len(NAMES)), dtype=np.float32)
    table[:, :, : len(columns)] = np.moveaxis(columns, 0, 2)
    table[:, :, len(columns) :] = np.stack(of_query, axis=1)[:, None, :]
    return table


@lru_cache(maxsize=8)
def _demand(*told: bytes) -> Matrix:
    """Standardise the signals of `DEMAND`, (n_names, n_ecosystems); remembered, as only another model tells others."""
    lines = np.stack([np.frombuffer(line, dtype=np.float32) for line in told], axis=1).T  # summed one after the other
    return standardised(_logarithm(steady(lines)))


def _logarithm(values: Matrix) -> Matrix:
    return np.asarray(np.log1p(np.maximum(values, 0)))


def standardised(values: Matrix) -> Matrix:
    """Mean 0 and standard deviation 1 along the last axis; what is constant gives zeros."""
    n = np.float32(values.shape[-1])
    from_mean = values - values.sum(axis=-1, keepdims=True) / n
    deviation = np.sqrt(np.square(from_mean).sum(axis=-1, keepdims=True) / n)
    constant = (np.ptp(values, axis=-1, keepdims=True) <= _CONSTANT) | (deviation <= _CONSTANT)
    from_mean[constant[..., 0]] = 0
    return np.asarray(from_mean / np.where(constant, np.float32(1), deviation))


def steady(values: Matrix) -> Matrix:
    """Round to five digits of the largest in the last axis: what else was asked at once moves the last bits of sums."""
    largest = np.abs(values).max(axis=-1, keepdims=True)
    shares = values / np.where(largest > 0, largest, np.float32(1))
    return np.asarray(np.round(shares, 5, out=shares) * largest, dtype=np.float32)


def _rank(lines: Matrix) -> Matrix:
    """−log2(1 + rank) by value in each line, ties sharing their best rank; what is constant gives zeros."""
    n_lines, n = lines.shape
    order = descending(lines) + n * np.arange(n_lines)[:, None]
    ordered = lines.ravel()[order]
    first = np.ones(lines.shape, dtype=np.bool_)
    np.not_equal(ordered[:, 1:], ordered[:, :-1], out=first[:, 1:])
    ties = np.diff(np.flatnonzero(first), append=first.size)
    moving = ordered[:, :1] - ordered[:, -1:] > _CONSTANT
    worth = np.where(moving, -np.log2(2 + np.arange(n, dtype=np.float32)), np.float32(0))
    ranks = np.empty(lines.size, dtype=np.float32)
    ranks[order.ravel()] = np.repeat(worth[first], ties)
    return ranks.reshape(lines.shape)


_CONSTANT = 1e-9
_FIRST_OF_SCALE = [[SCALE[name] for name in _OF_BOTH].index(scale) for scale in ("plain", "root")]
_PLACE = np.array([NAMES.index(name) for name in _OF_BOTH])
_RANK_PLACE = np.array([NAMES.index(f"{name}_rank") if name in RANKED else -1 for name in _OF_BOTH])
_PLACE_OF_DEMAND = np.array([NAMES.index(name) for name in DEMAND])
