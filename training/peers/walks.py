"""Personalised PageRank over participants and projects, seeded by the SME or by the projects near its text.

The distribution is followed from each seed by power iteration (Page et al. 1999; Haveliwala 2002).
"""

import math

import numpy as np
from scipy.sparse import csr_array, diags_array

from recommender.retrieval.base import QueryBatch
from training.peers.base import Given, Scores, Scoring, Values
from training.peers.interactions import joint, seats

_CHUNK = 64
"""Seeds followed at once; bounds memory."""

_ENOUGH = 1e-4
"""Share of the walks that have never restarted when the iteration ends."""


def from_sme(given: Given, values: Values) -> Scoring:
    """Visits at each ecosystem of a walk from the SME; one that asks several times is followed once."""
    links, place = links_of(joint(given, values.get("half_life"))), seats(given)

    def scores(batch: QueryBatch) -> Scores:
        askers, back = np.unique(batch.rows, return_inverse=True)
        warm = np.flatnonzero(askers >= 0)
        where = (np.arange(len(warm)), askers[warm])
        seeds = csr_array((np.ones(len(warm), dtype=np.float32), where), shape=(len(warm), links.shape[0]))
        visits = np.zeros((len(askers), place.shape[1]), dtype=np.float32)
        visits[warm] = _visits(links, seeds, values["restart"], place)
        return visits[back]

    return scores


def near_text(given: Given, values: Values) -> Scoring:
    """Visits of a walk from the projects near the text, else near what the SME is known for."""
    links, place = links_of(joint(given, values.get("half_life"))), seats(given)
    n_participants, n_projects = place.shape[0], links.shape[0] - place.shape[0]

    def scores(batch: QueryBatch) -> Scores:
        said, known = (near.weights(n_projects) for near in (batch.near_text, batch.near_profile))
        silent = csr_array(diags_array((~batch.near_text.known).astype(np.float32)))
        near = csr_array(said + silent @ known)
        seeds = csr_array((near.data, near.indices + n_participants, near.indptr), shape=(len(batch), links.shape[0]))
        return _visits(links, seeds, values["restart"], place)

    return scores


def links_of(projects: csr_array) -> csr_array:
    """Chance to go from each node (column) to each other: participants first, then projects; a column sums to 1 or 0.

    Parameters
    ----------
    projects : projects × participants, larger where a participant rather goes on
    """
    parts, shift = projects.tocoo(), projects.shape[1]
    ahead, behind = parts.coords[0] + shift, parts.coords[1]
    where = np.concatenate((ahead, behind)), np.concatenate((behind, ahead))
    size = sum(projects.shape)
    links = csr_array((np.concatenate((parts.data, parts.data)), where), shape=(size, size))
    out = np.asarray(links.sum(axis=0), dtype=np.float32)
    return csr_array(links @ diags_array(np.divide(1, out, out=np.zeros_like(out), where=out > 0)))


def pagerank(links: csr_array, seeds: Scores, restart: float) -> Scores:
    """Share of visits at each node, (n_nodes, n): each column sums to 1 as its seeds do.

    Parameters
    ----------
    links : chances to go from column to row
    seeds : float32 (n_nodes, n), where the walks start and restart
    restart : chance to do so at each step; a walk that cannot go on restarts too
    """
    visits, start = seeds, seeds.sum(axis=0)
    for _ in range(math.ceil(math.log(_ENOUGH) / math.log(1 - restart))):
        moved = (1 - restart) * (links @ visits)
        visits = moved + seeds * (start - moved.sum(axis=0))
    return np.asarray(visits, dtype=np.float32)


def _visits(links: csr_array, seeds: csr_array, restart: float, place: csr_array) -> Scores:
    """Visits at the participant of each ecosystem, (n_seeds, n_ecosystems)."""
    lines = [np.zeros((0, place.shape[1]), dtype=np.float32)]
    for start in range(0, seeds.shape[0], _CHUNK):
        nodes = pagerank(links, seeds[start : start + _CHUNK].toarray().T, restart)
        lines.append((place.T @ nodes[: place.shape[0]]).T)
    return np.concatenate(lines)
