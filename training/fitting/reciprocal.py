"""Demand and capacity of ecosystems: what SMEs that asked in the last period would ask of the world as it is now."""

from collections.abc import Sequence

import numpy as np

from recommender.pipeline import Recommender
from recommender.ranking.reciprocal import Reciprocal, ReciprocalConfig
from training.fitting.examples import Examples


def fit_reciprocal(
    recommender: Recommender, learned: Sequence[Examples], config: ReciprocalConfig, seed: int
) -> Reciprocal:
    """Ask `recommender` what the examples of the last period asked, some drawn by `seed` where there are many.

    Capacity goes by the partners that each ecosystem has had. Without examples nothing is known of demand.
    """
    asked = learned[-1].asked if learned else ()
    if len(asked) > config.askers:
        chosen = np.random.default_rng(seed).choice(len(asked), config.askers, replace=False)
        asked = tuple(asked[place] for place in sorted(chosen.tolist()))
    log_odds = [
        recommender.log_odds([e.query for e in asked if e.exclude_known == known], exclude_known=known)
        for known in (False, True)
    ]
    return Reciprocal.fit(np.concatenate(log_odds), recommender.world.partners, config)
