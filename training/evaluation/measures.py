"""Measures of one ranking against its truths; means are taken over the qrels, so that a missing query counts 0."""

from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Measure = Callable[[Sequence[str], Collection[str]], float]


def ndcg_at_10(ranked: Sequence[str], truths: Collection[str]) -> float:
    """NDCG at 10 with binary gains (Järvelin & Kekäläinen 2002); 0 for an empty ranking."""
    discounts = 1.0 / np.log2(np.arange(2, 12))
    hits = np.array([item in truths for item in ranked[:10]], dtype=np.float64)
    ideal = float(discounts[: min(10, len(truths))].sum())
    return float((hits * discounts[: len(hits)]).sum()) / ideal if ideal else 0.0


def recall_at_10(ranked: Sequence[str], truths: Collection[str]) -> float:
    """Share of the truths among the first 10; 0 where there are none."""
    return _recall(ranked[:10], truths)


def recall_at_50(ranked: Sequence[str], truths: Collection[str]) -> float:
    """Share of the truths among the first 50; 0 where there are none."""
    return _recall(ranked[:50], truths)


def reciprocal_rank(ranked: Sequence[str], truths: Collection[str]) -> float:
    """1 / rank of the first truth among the first 50, else 0; its mean is the MRR."""
    return next((1.0 / rank for rank, item in enumerate(ranked[:50], start=1) if item in truths), 0.0)


def hit_at_10(ranked: Sequence[str], truths: Collection[str]) -> float:
    """1 where a truth is among the first 10, else 0."""
    return float(any(item in truths for item in ranked[:10]))


def precision_at_10(ranked: Sequence[str], truths: Collection[str]) -> float:
    """Share of the first 10 places that hold a truth; a place that is empty holds none."""
    return sum(item in truths for item in ranked[:10]) / 10


def average_precision(ranked: Sequence[str], truths: Collection[str]) -> float:
    """Area under the curve of precision and recall, cut at 50 (average precision); 0 where there are no truths."""
    ranks = [rank for rank, item in enumerate(ranked[:50], start=1) if item in truths]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(truths) if truths else 0.0


def _recall(ranked: Sequence[str], truths: Collection[str]) -> float:
    return sum(item in truths for item in ranked) / len(truths) if truths else 0.0


MEASURES: Mapping[str, Measure] = {"ndcg_10": ndcg_at_10, "recall_50": recall_at_50, "mrr": reciprocal_rank}
"""What every training tells, and the manifest of its bundle keeps."""

ACCURACY: Mapping[str, Measure] = {
    **MEASURES,
    "recall_10": recall_at_10,
    "hit_10": hit_at_10,
    "precision_10": precision_at_10,
    "auprc": average_precision,
}
"""What an evaluation tells."""


def means(
    run: Mapping[str, Sequence[str]],
    qrels: Mapping[str, Collection[str]],
    measures: Mapping[str, Measure] = MEASURES,
) -> dict[str, float]:
    """Mean of each measure over the qrels."""
    if not qrels:
        return dict.fromkeys(measures, 0.0)
    return {name: float(np.mean(values)) for name, values in per_query(run, qrels, measures).items()}


def per_query(
    run: Mapping[str, Sequence[str]], qrels: Mapping[str, Collection[str]], measures: Mapping[str, Measure] = ACCURACY
) -> dict[str, NDArray[np.float64]]:
    """Values of each measure in the order of the qrels, each (n_queries,)."""
    return {
        name: np.array([measure(run.get(query, ()), truths) for query, truths in qrels.items()], dtype=np.float64)
        for name, measure in measures.items()
    }


def calibration_error(odds: Sequence[float], hits: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error over `bins` equally filled bins (Naeini et al. 2015); 0 for no odds."""
    order = np.argsort(odds, kind="stable")
    parts = [part for part in np.array_split(order, bins) if len(part)]
    said, came = np.asarray(odds, dtype=np.float64), np.asarray(hits, dtype=np.float64)
    return float(sum(len(part) * abs(said[part].mean() - came[part].mean()) for part in parts) / max(len(order), 1))
