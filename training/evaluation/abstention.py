"""Abstention: how wrong what is still shown is when rankings with low odds are withheld."""

from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel, ConfigDict

POINTS = 50
"""Points of a curve that are kept at most; the area is taken over all."""


class Point(BaseModel):
    """With rankings below ``threshold`` withheld, ``coverage`` of the queries are answered at ``risk``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    threshold: float
    coverage: float
    risk: float


class Abstention(BaseModel):
    """Risk–coverage curve (El-Yaniv & Wiener 2010), from the most certain ranking to all of them.

    ``area`` is the mean risk over all coverages, to be held against ``risk``, that of showing everything: odds that
    tell nothing give the same.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    area: float
    risk: float
    curve: tuple[Point, ...]


def abstention(best_odds: Sequence[float], errors: Sequence[float]) -> Abstention | None:
    """Withhold by the best odds of each ranking; rankings with equal odds are withheld together.

    Parameters
    ----------
    errors : of each ranking, from 0 to 1
    """
    if not len(errors):
        return None
    odds, error = np.asarray(best_odds, dtype=np.float64), np.asarray(errors, dtype=np.float64)
    thresholds, place, counts = np.unique(-odds, return_inverse=True, return_counts=True)
    shown = np.cumsum(counts)
    risks = np.cumsum(np.bincount(place, error)) / shown
    kept = np.unique(np.linspace(0, len(shown) - 1, min(POINTS, len(shown))).astype(np.int64))
    return Abstention(
        area=float((risks * counts).sum() / len(error)),
        risk=float(error.mean()),
        curve=tuple(
            Point(threshold=-float(thresholds[p]), coverage=float(shown[p]) / len(error), risk=float(risks[p]))
            for p in kept
        ),
    )
