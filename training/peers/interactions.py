"""What peers learn from: who stood in which joint project, and with which ecosystem, recent projects first."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from recommender.retrieval.base import QueryBatch
from training.peers.base import Given, Scores, Scoring


def joint(given: Given, half_life: float | None = None) -> csr_array:
    """Projects × participants: 1 where a participant stands in a joint project, or what is left of it by age.

    Parameters
    ----------
    half_life : in years; ``None`` keeps old projects whole
    """
    history = given.world.history
    weight = history.joint.astype(np.float32)
    if half_life is not None:
        weight *= np.exp2(-history.age(given.day) / np.float32(half_life))
    weighed = csr_array(diags_array(weight) @ history.incidence)
    weighed.eliminate_zeros()
    return weighed


def seats(given: Given) -> csr_array:
    """Participants × ecosystems: 1 at the participant that stands for an ecosystem."""
    history, catalogue = given.world.history, given.world.catalogue
    rows = [history.row(ecosystem.participant_id) for ecosystem in catalogue]
    present = [(row, column) for column, row in enumerate(rows) if row is not None]
    where = np.array(present, dtype=np.int64).reshape(-1, 2).T
    ones = np.ones(where.shape[1], dtype=np.float32)
    return csr_array((ones, (where[0], where[1])), shape=(len(history.participants), len(catalogue)))


def interactions(given: Given, half_life: float | None = None) -> csr_array:
    """Participants × ecosystems: joint projects, each counted by its age; nobody is a partner of itself."""
    place = seats(given)
    together = csr_array(joint(given, half_life).T @ (joint(given) @ place))
    others = csr_array(together - together.multiply(place))
    others.eliminate_zeros()
    return others


def from_past(past: csr_array, onto: csr_array | NDArray[np.float32]) -> Scoring:
    """Score by the asker's row of `past` (n_participants, n), carried over by `onto` (n, n_ecosystems)."""

    def scores(batch: QueryBatch) -> Scores:
        result = batch.seated(past.shape[0]) @ past @ onto
        return np.asarray(result.toarray() if isinstance(result, csr_array) else result, dtype=np.float32)

    return scores
