"""The learned ranker: a linear model and a LambdaMART, both additive over features, averaged.

Where there was too little to learn from it is a linear model alone, whose weights were not learned here.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recommender.errors import BundleCorruptError
from recommender.ranking.base import Matrix
from recommender.ranking.features import NAMES
from recommender.ranking.forest import Forest

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class LinearRanker:
    """Weights on standardised features, float64 (n_features,); none below 0: no signal counts against."""

    weights: Floats

    def scores(self, features: Matrix) -> Floats:
        """Weighted sum of each row, shape (n,)."""
        return np.asarray((features * self.weights).sum(axis=1), dtype=np.float64)

    def contributions(self, features: Matrix) -> Floats:
        """Each feature's part, shape (n, n_features + 1); the base value is 0."""
        parts = features * self.weights
        return np.hstack((parts, np.zeros((len(parts), 1))))


@dataclass(frozen=True)
class TreeRanker:
    """A LightGBM LambdaMART (Burges 2010)."""

    forest: Forest

    def scores(self, features: Matrix) -> Floats:
        """Raw score of each row, shape (n,)."""
        return self.forest.scores(features)

    def contributions(self, features: Matrix) -> Floats:
        """Shapley values of each row (Lundberg et al. 2020), shape (n, n_features + 1), the last one the base value."""
        return self.forest.contributions(features)


@dataclass(frozen=True)
class BlendedRanker:
    """Weighted sum of a linear and a tree ranker, each scaled to comparable scores; ``trees`` may be ``None``."""

    linear: LinearRanker
    trees: TreeRanker | None
    linear_weight: float
    tree_weight: float

    def scores(self, features: Matrix) -> Floats:
        """Weighted sum of both scores, shape (n,)."""
        linear = self.linear_weight * self.linear.scores(features)
        return linear if self.trees is None else linear + self.tree_weight * self.trees.scores(features)

    def contributions(self, features: Matrix) -> Floats:
        """Weighted sum of both contributions, shape (n, n_features + 1)."""
        linear = self.linear_weight * self.linear.contributions(features)
        return linear if self.trees is None else linear + self.tree_weight * self.trees.contributions(features)

    def save(self, folder: Path) -> None:
        """Write ``ranker.json`` and, where there are trees, ``trees.txt`` (LightGBM's own text format)."""
        folder.mkdir(parents=True)
        if self.trees is not None:
            (folder / "trees.txt").write_text(self.trees.forest.text, "utf-8")
        record = {
            "features": list(NAMES), "weights": self.linear.weights.tolist(),
            "linear_weight": self.linear_weight, "tree_weight": self.tree_weight, "trees": self.trees is not None,
        }  # fmt: skip
        (folder / "ranker.json").write_text(json.dumps(record, indent=1), "utf-8")

    @classmethod
    def load(cls, folder: Path) -> "BlendedRanker":
        """Inverse of `save`.

        Raises
        ------
        BundleCorruptError
            If the features are not those of this version, or the trees cannot be read.
        """
        record: Mapping[str, object] = json.loads((folder / "ranker.json").read_text("utf-8"))
        if record["features"] != list(NAMES):
            raise BundleCorruptError(f"{folder} was trained on other features; train again with this version.")
        weights = np.array(record["weights"], dtype=np.float64)
        return cls(
            LinearRanker(weights),
            _trees(folder) if record["trees"] else None,
            float(str(record["linear_weight"])),
            float(str(record["tree_weight"])),
        )


def _trees(folder: Path) -> TreeRanker:
    try:
        return TreeRanker(Forest((folder / "trees.txt").read_text("utf-8")))
    except ValueError as error:
        raise BundleCorruptError(f"The trees in {folder} cannot be read ({error}); train again.") from error
