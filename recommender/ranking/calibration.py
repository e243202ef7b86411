"""Scores to odds: Platt scaling (Platt 1999), one curve for each segment of queries.

The odds answer: of SMEs that ask like this and do start a project with some ecosystem within a year, what share starts
one with this ecosystem?
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from recommender.ranking.base import Matrix
from recommender.ranking.learned import segment

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Calibration:
    """``curves`` float64 (SEGMENTS, 2): slope (above 0, so that odds keep the order of scores) and intercept."""

    curves: Floats

    def odds(self, scores: Floats, features: Matrix) -> Floats:
        """Probability of each score, shape (n,)."""
        slope, intercept = self.curves[segment(features)].T
        return np.asarray(expit(slope * scores + intercept), dtype=np.float64)

    def save(self, folder: Path) -> None:
        """Write ``calibration.json``."""
        (folder / "calibration.json").write_text(json.dumps({"curves": self.curves.tolist()}), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Calibration":
        """Inverse of `save`."""
        return cls(np.array(json.loads((folder / "calibration.json").read_text("utf-8"))["curves"], dtype=np.float64))
