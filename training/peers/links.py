"""Link prediction by shared partners: Adamic–Adar and resource allocation."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

from training.peers.base import Given, Scoring, Values
from training.peers.interactions import from_past, joint, seats


def adamic_adar(given: Given, _: Values) -> Scoring:
    """Sum of 1 / log(degree) over the partners shared with an ecosystem (Adamic & Adar 2003)."""
    graph = partners(joint(given))
    degree = np.maximum(_degree(graph), 2)
    return from_past(graph, common(graph, 1 / np.log(degree), seats(given)))


def resource_allocation(given: Given, _: Values) -> Scoring:
    """Sum of 1 / degree over the partners shared with an ecosystem (Zhou, Lü & Zhang 2009)."""
    graph = partners(joint(given))
    degree = np.maximum(_degree(graph), 1)
    return from_past(graph, common(graph, 1 / degree, seats(given)))


def partners(projects: csr_array) -> csr_array:
    """Participants × participants: 1 where two stand in one project, 0 on the diagonal."""
    graph = csr_array(projects.T @ projects)
    graph.setdiag(0)
    graph.eliminate_zeros()
    graph.data[:] = 1
    return graph


def common(graph: csr_array, worth: NDArray[np.float64], place: csr_array) -> csr_array:
    """Participants × ecosystems: what each adds as a shared partner."""
    return csr_array(diags_array(worth.astype(np.float32)) @ (graph @ place))


def _degree(graph: csr_array) -> NDArray[np.float64]:
    return np.diff(graph.indptr).astype(np.float64)
