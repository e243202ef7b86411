"""Features of a query and its ecosystems: one function for training and for serving.

Every signal is put on a common scale (square root or logarithm where it is skewed) and standardised within the query
over the whole catalogue, so that it means the same in a large and a small world, early and late. Ranks follow as
``-log2(1 + rank)``. A signal that knows nothing (all zeros) gives zeros. What holds for a whole query (has it a text,
is the SME warm) lets the ranker weigh the signals.
"""

from dataclasses import dataclass
from itertools import pairwise

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
"""Signals that are the same for every query, and are worked on apart: in a batch they repeat one row."""

_OF_BOTH = tuple(name for name in SCALE if name not in DEMAND)

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
    n_queries, n = next(iter(signals.values())).shape
    table = np.empty((n_queries, n, len(NAMES)), dtype=np.float32)
    of_query = (context.has_text, context.has_profile, context.is_warm, np.log2(1.0 + context.words))
    table[:, :, -len(OF_QUERY) :] = np.stack(of_query, axis=1)[:, None, :]
    for start, end in pairwise(np.linspace(0, n_queries, 1 + -(-n_queries // _BLOCK), dtype=np.int64)):
        columns = _of_signals({name: signals[name][start:end] for name in SCALE})
        table[start:end, :, : len(columns)] = np.moveaxis(columns, 0, 2)
    return table


def _of_signals(signals: dict[str, Matrix]) -> Matrix:
    """Standardised signals and their ranks, in the order of `NAMES`: (n_names, n_queries, n_ecosystems)."""
    sound = steady(np.stack([signals[name] for name in _OF_BOTH]))
    ranks = _rank(sound[[_OF_BOTH.index(name) for name in RANKED]])
    for scale, how in _SCALES.items():
        places = [place for place, name in enumerate(_OF_BOTH) if SCALE[name] == scale]
        sound[places] = how(np.maximum(sound[places], 0))
    columns = dict(zip(_OF_BOTH, standardised(sound), strict=True))
    for name in DEMAND:
        columns[name] = standardised(_SCALES[SCALE[name]](np.maximum(steady(signals[name]), 0)))
    return np.stack([*(columns[name] for name in SCALE), *ranks])


def standardised(values: Matrix) -> Matrix:
    """Mean 0 and standard deviation 1 along the last axis; what is constant gives zeros."""
    n = np.float32(values.shape[-1])
    from_mean = values - values.sum(axis=-1, keepdims=True) / n
    deviation = np.sqrt(np.square(from_mean).sum(axis=-1, keepdims=True) / n)
    moving = (np.ptp(values, axis=-1, keepdims=True) > _CONSTANT) & (deviation > _CONSTANT)
    return np.asarray(np.divide(from_mean, deviation, out=np.zeros_like(from_mean), where=moving))


def steady(values: Matrix) -> Matrix:
    """Round to five digits of the largest in the last axis: what else was asked at once moves the last bits of sums."""
    largest = np.abs(values).max(axis=-1, keepdims=True)
    shares = values / np.where(largest > 0, largest, np.float32(1))
    return np.asarray(np.round(shares, 5, out=shares) * largest, dtype=np.float32)


def _rank(values: Matrix) -> Matrix:
    """−log2(1 + rank) by value along the last axis, ties sharing their best rank; what is constant gives zeros."""
    lines = values.reshape(-1, values.shape[-1])
    n_lines, n = lines.shape
    order = descending(lines) + n * np.arange(n_lines)[:, None]
    ordered = lines.ravel()[order]
    first = np.tile(np.arange(n), (n_lines, 1))
    first[:, 1:][ordered[:, 1:] == ordered[:, :-1]] = 0
    np.maximum.accumulate(first, axis=1, out=first)
    worth = -np.log2(2 + np.arange(n, dtype=np.float32))[first]
    worth[ordered[:, 0] - ordered[:, -1] <= _CONSTANT] = 0
    ranks = np.empty(lines.size, dtype=np.float32)
    ranks[order] = worth
    return ranks.reshape(values.shape)


_BLOCK = 8
"""Queries worked on at once: few enough that a processor keeps their numbers near, which nothing else depends on."""
_CONSTANT = 1e-9
_SCALES = {"root": np.sqrt, "log": np.log1p}
