"""Ecosystems that share partners: item–item neighbours, and the linear model EASE.

Both leave out what the SME has worked with itself. Where known partners count too, ``own`` says how much that weighs.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from training.peers.base import Given, Scoring, Values
from training.peers.interactions import from_past, interactions


def cosine_neighbours(given: Given, values: Values) -> Scoring:
    """Score by the cosines of an ecosystem with those that the SME has worked with (Sarwar et al. 2001)."""
    past = interactions(given, values.get("half_life"))
    gram = np.asarray((past.T @ past).toarray(), dtype=np.float64)
    return _from_past(past, shrunk_cosines(gram, values["shrinkage"], int(values["neighbours"])), values)


def shrunk_cosines(gram: NDArray[np.float64], shrinkage: float, neighbours: int) -> NDArray[np.float32]:
    """Cosines of columns from their products (n, n), each column keeping its nearest; 0 on the diagonal.

    ``shrinkage`` is added to the product of lengths, so that few shared partners count for less.
    """
    lengths = np.sqrt(np.diag(gram))
    scale = np.outer(lengths, lengths) + shrinkage
    cosines = np.divide(gram, scale, out=np.zeros_like(gram), where=scale > 0)
    np.fill_diagonal(cosines, 0)
    if neighbours < len(cosines):
        cosines[cosines < -np.sort(-cosines, axis=0)[neighbours - 1]] = 0
    return cosines.astype(np.float32)


def ease(given: Given, values: Values) -> Scoring:
    """Embarrassingly shallow autoencoder (Steck 2019) on who has worked with which ecosystem."""
    past = interactions(given, values.get("half_life"))
    gram = np.asarray((past.T @ past).toarray(), dtype=np.float64)
    return _from_past(past, ease_weights(gram, values["ridge"]), values)


def ease_weights(gram: NDArray[np.float64], ridge: float) -> NDArray[np.float32]:
    """Weights that best rebuild each column from the others: −P / diag(P), P = (gram + ridge·I)⁻¹, diagonal 0."""
    inverse = np.linalg.inv(gram + ridge * np.eye(len(gram)))
    weights = -inverse / np.diag(inverse)
    np.fill_diagonal(weights, 0)
    return weights.astype(np.float32)


def _from_past(past: csr_array, weights: NDArray[np.float32], values: Values) -> Scoring:
    return from_past(past, weights + np.float32(values.get("own", 0)) * np.eye(len(weights), dtype=np.float32))
