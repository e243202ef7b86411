"""Scores to odds: Platt scaling (Platt 1999), one curve for each segment of queries.

The odds answer: of SMEs that ask like this and do start a project with some ecosystem within a year, what share starts
one with this ecosystem?
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from recommender.ranking.base import Matrix
from recommender.ranking.features import NAMES

Floats = NDArray[np.float64]

LONG = 5.0
"""From here on, in log2(1 + words), a text tells an idea; below, it is rather the title of a call."""

SEGMENTS = 6
"""Queries with no text, a short or a long one × cold or warm: each has a curve of its own."""


def segment(features: Matrix) -> NDArray[np.int64]:
    """Segment of each row: 2 × (0 no text, 1 short, 2 long) + is warm, shape (n,)."""
    said = features[:, NAMES.index("has_text")] > 0
    long = said & (features[:, NAMES.index("length")] >= LONG)
    warm = features[:, NAMES.index("is_warm")] > 0
    return np.asarray(2 * (said.astype(np.int64) + long) + warm, dtype=np.int64)


Ground = Literal["segment", "all", "nothing"]
"""What a curve was fitted on: queries of its segment, of all segments, or nothing, as it is a cautious guess."""

_OWN: Ground = "segment"


@dataclass(frozen=True)
class Calibration:
    """``curves`` float64 (SEGMENTS, 2): slope (above 0, so that odds keep the order of scores) and intercept.

    ``grounds`` tells what each was fitted on.
    """

    curves: Floats
    grounds: tuple[Ground, ...] = (_OWN,) * SEGMENTS

    @property
    def rough(self) -> bool:
        """Whether odds may be a guess that no history has confirmed."""
        return "nothing" in self.grounds

    def odds(self, scores: Floats, features: Matrix) -> Floats:
        """Probability of each score, shape (n,)."""
        return np.asarray(expit(self.log_odds(scores, features)), dtype=np.float64)

    def log_odds(self, scores: Floats, features: Matrix) -> Floats:
        """Natural logarithm of p / (1 − p) of each score, shape (n,)."""
        slope, intercept = self.curves[segment(features)].T
        return np.asarray(slope * scores + intercept, dtype=np.float64)

    def slopes(self, features: Matrix) -> Floats:
        """What a unit of score adds to the log-odds, shape (n,)."""
        return np.asarray(self.curves[segment(features), 0], dtype=np.float64)

    def save(self, folder: Path) -> None:
        """Write ``calibration.json``."""
        record = {"curves": self.curves.tolist(), "grounds": self.grounds}
        (folder / "calibration.json").write_text(json.dumps(record), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "Calibration":
        """Inverse of `save`."""
        record = json.loads((folder / "calibration.json").read_text("utf-8"))
        return cls(np.array(record["curves"], dtype=np.float64), tuple(record["grounds"]))
