"""Learning to rank on the product's own features: logistic regression and LambdaMART, off the shelf."""

from collections.abc import Callable

import lightgbm
import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from recommender.describing import context
from recommender.ranking.base import Matrix
from recommender.ranking.features import features
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.world import World
from training.peers.base import Given, Scores, Scoring, Values

_SEED = 0
_PER_HIT = 50
"""Rows without a hit that the regression sees for each hit; leaving some out moves its intercept, not its order."""


def regression(given: Given, values: Values) -> Scoring:
    """Logistic regression: is this one of the ecosystems that the query led to? ``C`` is the inverse of its ridge."""
    table, hits = _told(given)
    misses = np.flatnonzero(~hits)
    drawn = np.random.default_rng(_SEED).permutation(misses)[: _PER_HIT * int(hits.sum())]
    rows = np.sort(np.concatenate((np.flatnonzero(hits), drawn)))
    model = LogisticRegression(C=values["C"], max_iter=1000).fit(table[rows], hits[rows])
    return _scoring(given.world, lambda columns: np.asarray(model.decision_function(columns)))


def lambdamart(given: Given, values: Values) -> Scoring:
    """LambdaMART (Burges 2010) by LightGBM with its usual settings, on every row of the examples."""
    table, hits = _told(given)
    sizes = np.concatenate([part.sizes for part in given.examples])
    parameters = {
        "objective": "lambdarank", "learning_rate": values["rate"], "num_leaves": int(values["leaves"]),
        "min_data_in_leaf": int(values["least"]), "lambdarank_truncation_level": 20, "feature_fraction": 0.7,
        "bagging_fraction": 0.8, "bagging_freq": 1, "bagging_by_query": True, "max_bin": 63, "seed": _SEED,
        "deterministic": True, "force_row_wise": True, "num_threads": 1, "verbosity": -1,
    }  # fmt: skip
    data = lightgbm.Dataset(table, hits.astype(np.int8), group=sizes)
    model = lightgbm.train(parameters, data, num_boost_round=int(values["trees"]))
    return _scoring(given.world, lambda columns: np.asarray(model.predict(columns, num_threads=1)))


def _told(given: Given) -> tuple[Matrix, NDArray[np.bool_]]:
    """Features and hits of all examples."""
    parts = given.examples
    return np.concatenate([part.features for part in parts]), np.concatenate([part.hits for part in parts])


def _scoring(world: World, model: Callable[[Matrix], NDArray[np.float64]]) -> Scoring:
    def scores(batch: QueryBatch) -> Scores:
        table = features(world.signals(batch), context(batch))
        flat = table.reshape(-1, table.shape[2])
        return model(flat).reshape(table.shape[:2]).astype(np.float32)

    return scores
