"""Fitting the ranker and the odds."""

from collections.abc import Sequence

import lightgbm
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from sklearn.linear_model import LogisticRegression

from recommender.ranking.base import Matrix, Ranker
from recommender.ranking.calibration import SEGMENTS, Calibration, Ground, segment
from recommender.ranking.features import NAMES, OF_QUERY
from recommender.ranking.forest import Forest
from recommender.ranking.learned import BlendedRanker, LinearRanker, TreeRanker
from training.fitting.examples import Examples
from training.fitting.prior import cautious
from training.fitting.world import FitConfig

Floats = NDArray[np.float64]


def fit_ranker(parts: Sequence[Examples], config: FitConfig, seed: int) -> BlendedRanker:
    """Fit both rankers on the windows' examples and weigh them so that their scores spread alike."""
    table = np.concatenate([part.features for part in parts])
    table[:, [name in config.unused for name in NAMES]] = 0  # constant: no weight, no split
    hits = np.concatenate([part.hits for part in parts])
    sizes = np.concatenate([part.sizes for part in parts])
    linear = fit_linear(table, hits, sizes, config.ridge)
    trees = fit_trees(table, hits, sizes, trees=config.trees, seed=seed)
    spread = [_spread(ranker, table) for ranker in (linear, trees)]
    return BlendedRanker(linear, trees, (1 - config.tree_share) / spread[0], config.tree_share / spread[1])


def importance(ranker: BlendedRanker) -> dict[str, float]:
    """Gain of each feature in the trees; nothing where there are none."""
    if ranker.trees is None:
        return {}
    booster = lightgbm.Booster(model_str=ranker.trees.forest.text)
    return dict(zip(booster.feature_name(), map(float, booster.feature_importance("gain")), strict=True))


def fit_linear(table: Matrix, hits: NDArray[np.bool_], sizes: NDArray[np.int64], ridge: float) -> LinearRanker:
    """Ridge regression of within-query centred hits on features, with no weight below 0 (Lawson & Hanson 1974).

    Each query weighs the same. What is constant in a query cannot order it and weighs 0.
    """
    owner = np.repeat(np.arange(len(sizes)), sizes)
    found = np.maximum(np.bincount(owner, hits, len(sizes)), 1)
    target = hits / found[owner] - (1.0 / sizes)[owner]
    moving = np.array([name not in OF_QUERY for name in NAMES])
    used = table[:, moving].astype(np.float64)
    gram = used.T @ used + ridge * len(used) / 1000 * np.eye(used.shape[1])
    half = np.linalg.cholesky(gram)
    weights = np.zeros(len(NAMES))
    weights[moving] = nnls(half.T, np.linalg.solve(half, used.T @ target))[0]
    return LinearRanker(weights)


MAX_ROWS = 5000
"""Rows of a query that the trees see: LightGBM refuses 10,000, and ecosystems that led to nothing are all alike."""


def fit_trees(table: Matrix, hits: NDArray[np.bool_], sizes: NDArray[np.int64], *, trees: int, seed: int) -> TreeRanker:
    """LambdaMART on nDCG@10, deterministic on one thread; no signal may count against an ecosystem.

    Of a query with more than `MAX_ROWS` rows it sees the hits and as many others, drawn by the seed, as there is room.
    """
    if sizes.max(initial=0) > MAX_ROWS:
        rows, sizes = _drawn(hits, sizes, seed)
        table, hits = table[rows], hits[rows]
    parameters = {
        "objective": "lambdarank", "lambdarank_truncation_level": 20, "learning_rate": 0.05, "num_leaves": 15,
        "min_data_in_leaf": 200, "feature_fraction": 0.5, "bagging_fraction": 0.8, "bagging_freq": 1,
        "bagging_by_query": True, "lambda_l2": 10.0, "max_bin": 63, "seed": seed, "deterministic": True,
        "force_row_wise": True, "num_threads": 1, "verbosity": -1,
        "monotone_constraints": [0 if name in OF_QUERY else 1 for name in NAMES],
    }  # fmt: skip
    data = lightgbm.Dataset(table, hits.astype(np.int8), group=sizes, feature_name=list(NAMES), free_raw_data=True)
    return TreeRanker(Forest(lightgbm.train(parameters, data, num_boost_round=trees).model_to_string()))


def _drawn(hits: NDArray[np.bool_], sizes: NDArray[np.int64], seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows to keep, in order, and how many of each query: hits before others, others by chance."""
    owner = np.repeat(np.arange(len(sizes)), sizes)
    order = np.lexsort((np.random.default_rng(seed).random(len(hits)), ~hits, owner))
    place = np.arange(len(hits)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.sort(order[place < MAX_ROWS]), np.minimum(sizes, MAX_ROWS)


_MIN_HITS = 30
_Curve = tuple[tuple[float, float], Ground]


def fit_calibration(parts: Sequence[tuple[Examples, Floats]]) -> Calibration:
    """Platt scaling of scores on examples whose ranker had not seen them.

    All segments share a curve where one is thin, and the cautious one where all together are.

    Parameters
    ----------
    parts : examples, and for each a score a row
    """
    part = np.concatenate([segment(examples.features) for examples, _ in parts])
    hits = np.concatenate([examples.hits for examples, _ in parts])
    scores = np.concatenate([scores for _, scores in parts])
    n_ecosystems = float(np.mean(np.concatenate([examples.sizes for examples, _ in parts])))
    guess: _Curve = (cautious(n_ecosystems, float(scores.mean())), "nothing")
    shared = _curve(scores, hits, "all") or guess
    curves = [_curve(scores[part == p], hits[part == p], "segment") or shared for p in range(SEGMENTS)]
    return Calibration(np.array([curve for curve, _ in curves]), tuple(ground for _, ground in curves))


def _curve(scores: Floats, hits: NDArray[np.bool_], ground: Ground) -> _Curve | None:
    """Slope and intercept, ``None`` where hits are too few or scores mislead."""
    if min(int(hits.sum()), int((~hits).sum())) < _MIN_HITS:
        return None
    model = LogisticRegression(C=1e6, max_iter=200).fit(scores[:, None], hits)
    slope, intercept = float(model.coef_[0, 0]), float(model.intercept_[0])
    return ((slope, intercept), ground) if slope > 0 else None


def _spread(ranker: Ranker, table: Matrix) -> float:
    return max(float(np.std(ranker.scores(table))), 1e-9)
