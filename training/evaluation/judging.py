"""Judging a ranker on the examples of a window it has not seen: by way of asking, warm and cold apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recommender.ranking.features import NAMES
from training.evaluation.measures import means
from training.fitting.examples import Examples


@dataclass(frozen=True)
class Judged:
    """``measures`` by name: ``<way of asking>/<all, warm or cold>/<measure>``, and ``queries`` judged."""

    measures: dict[str, float]
    queries: int


def judge(examples: Examples, scores: NDArray[np.float64]) -> Judged:
    """Rank each example's rows by `scores` (n,) and measure them against its truths."""
    runs: dict[str, dict[str, list[str]]] = {}
    qrels: dict[str, dict[str, frozenset[str]]] = {}
    ends = np.cumsum(examples.sizes)
    warm = examples.features[:, NAMES.index("is_warm")] > 0
    for example, end, size in zip(examples.asked, ends.tolist(), examples.sizes.tolist(), strict=True):
        span = slice(end - size, end)
        ranked = examples.rows[span][np.argsort(-scores[span], kind="stable")]
        way = example.query.id.rsplit("/", 1)[-1]
        for part in ("all", "warm" if warm[end - 1] else "cold"):
            runs.setdefault(f"{way}/{part}", {})[example.query.id] = [str(row) for row in ranked[:50]]
            qrels.setdefault(f"{way}/{part}", {})[example.query.id] = frozenset(map(str, example.truths))
    measured = {
        f"{part}/{name}": value for part in sorted(qrels) for name, value in means(runs[part], qrels[part]).items()
    }
    return Judged(measured, len(examples.asked))
