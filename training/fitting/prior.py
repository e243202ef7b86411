"""What ranks, and states odds, where there is too little history to learn from: borrowed weights and a cautious curve.

The weights keep the shape of those learned on CORDIS (31,475 projects before 2024, sentence encoder). There all
signals of what an SME writes sum to .67, those of the network of past cooperation to .52, those of what it is known for
to .30, home to .04, demand to 0. Without a past nothing can be passed on by projects near a text, so the similarity to
what people wrote of an ecosystem stands for all of what is written, words come next and the profile is worth half of
it. The network and its votes have little weight, and demand less: with few projects they are chance, and standardised
they are large. Ranks are left out, so that the mean score of a query is 0, as the curve wants it; so are trees.
"""

import numpy as np

from recommender.ranking.calibration import SEGMENTS, Calibration, Ground
from recommender.ranking.features import NAMES
from recommender.ranking.learned import BlendedRanker, LinearRanker

WEIGHTS: dict[str, float] = {
    "text_best": 0.25, "text_mean": 0.20, "text_words": 0.15,
    "profile_best": 0.14, "profile_mean": 0.12,
    "walk": 0.06, "home": 0.05, "shared": 0.04, "text_latent": 0.04,
    "together": 0.02, "text_votes": 0.02, "profile_votes": 0.02, "popular_home": 0.02, "popular": 0.02,
}  # fmt: skip
"""Weight of each standardised feature; 0 where none is named."""


def prior_ranker() -> BlendedRanker:
    """Rank by the borrowed weights."""
    weights = np.array([WEIGHTS.get(name, 0.0) for name in NAMES])
    return BlendedRanker(LinearRanker(weights), None, 1.0, 0.0)


def cautious(n_ecosystems: float, centre: float = 0.0) -> tuple[float, float]:
    """Slope and intercept of odds that no history has confirmed.

    An SME that begins a project with some ecosystem does so with one of n at least, so that the odds should be 1 / n on
    average. The slope is 1, as the learned ones on CORDIS are (.9 to 1.1); with scores around `centre` that spread by
    1 at most, ``exp(score)`` is ``exp(centre + 1/2)`` on average, and the intercept makes up for it.
    """
    return 1.0, -float(np.log(max(n_ecosystems, 1.0))) - centre - 0.5


def cautious_calibration(n_ecosystems: int, centre: float = 0.0) -> Calibration:
    """Give the cautious curve to every segment."""
    curves = np.tile(np.array(cautious(n_ecosystems, centre)), (SEGMENTS, 1))
    ground: Ground = "nothing"
    return Calibration(curves, (ground,) * SEGMENTS)
