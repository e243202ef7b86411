"""Linear maps from one encoder's vectors to another's, learned from texts that both understand.

A text that only the first understands gets a place in the second's space too: where a text in English with the same
meaning would lie (linear alignment of embeddings; Mikolov et al. 2013). The strength of the ridge is chosen by leaving
each text out in turn.
"""

import numpy as np

from recommender.encoding.base import Vectors

RIDGES = (0.1, 0.3, 1.0, 3.0, 10.0)
"""Ridges tried."""

LEAST = 200
"""Fewer texts than this teach nothing."""


def aligned(source: Vectors, bridge: Vectors) -> Vectors:
    """Take rows over a map, to six digits: what else is asked at once shall not move the last bits."""
    return np.round(source.astype(np.float64) @ bridge, 6).astype(np.float32)


def alignment(source: Vectors, target: Vectors) -> Vectors:
    """Learn a map: ``source @ map`` lies where `target` does.

    Parameters
    ----------
    source, target : centred rows of the same texts, shapes (n, width) and (n, other_width)

    Returns
    -------
    float32 of shape (width, other_width); all zeros where there are fewer than `LEAST` texts
    """
    if len(source) < LEAST:
        return np.zeros((source.shape[1], target.shape[1]), dtype=np.float32)
    from sklearn.linear_model import RidgeCV  # noqa: PLC0415 - learning needs it, answering does not

    model = RidgeCV(alphas=RIDGES, fit_intercept=False).fit(source.astype(np.float64), target.astype(np.float64))
    return np.ascontiguousarray(model.coef_.reshape(target.shape[1], -1).T, dtype=np.float32)
