"""What is popular: everywhere, lately, or in the asker's country."""

import numpy as np
from scipy.sparse import csr_array

from recommender.retrieval.base import QueryBatch
from training.peers.base import Given, Scores, Scoring, Values
from training.peers.interactions import joint, seats

STANDARD: Values = {"half_life": 1.0, "pull": 300.0}


def everywhere(given: Given, values: Values) -> Scoring:
    """Joint projects of each ecosystem, decayed where a ``half_life`` is given."""
    counts = np.asarray((joint(given, values.get("half_life")) @ seats(given)).sum(axis=0), dtype=np.float32)

    def scores(batch: QueryBatch) -> Scores:
        return np.tile(counts, (len(batch), 1))

    return scores


def at_home(given: Given, values: Values) -> Scoring:
    """Share of the joint projects with somebody from a country, drawn towards the share of all joint projects.

    The more so the larger ``pull``, as if that many more had been shared out like all (smoothing with a Dirichlet
    prior; Zhai & Lafferty 2004). An unknown country gets the share of all.
    """
    world = given.world
    homes = [world.organisations.get(participant) for participant in world.history.participants]
    countries = np.array([home.country if home else "" for home in homes], dtype=np.str_)
    names, rows = np.unique(countries, return_inverse=True)
    ones = np.ones(len(homes), dtype=np.float32)
    belongs = csr_array((ones, (np.arange(len(homes)), rows)), shape=(len(homes), len(names)))
    present = csr_array(world.history.incidence @ belongs)
    present.data[:] = 1
    stands = csr_array(joint(given, values["half_life"]) @ seats(given))
    counts, total = (present.T @ stands).toarray(), stands.sum(axis=0)
    share = total / max(float(total.sum()), 1e-9)
    smooth = (counts + values["pull"] * share) / (counts.sum(axis=1, keepdims=True) + values["pull"])
    of_country = {name: line for name, line in zip(names.tolist(), smooth, strict=True) if name}

    def scores(batch: QueryBatch) -> Scores:
        return np.stack([of_country.get(query.country, share) for query in batch.queries]).astype(np.float32)

    return scores


def fallback(given: Given) -> Scoring:
    """What stands in where a method knows nothing."""
    return at_home(given, STANDARD)
