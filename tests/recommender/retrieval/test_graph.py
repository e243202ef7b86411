"""The walk against a plain power iteration, and what is shared against counting."""

from collections import defaultdict

import numpy as np
import pytest
from numpy.typing import NDArray

from recommender.entities import Query
from recommender.retrieval.graph import GraphConfig, GraphRetriever
from recommender.retrieval.knowledge import Knowledge
from tests.worlds import SMES, UNTIL, Fitted, sme

Floats = NDArray[np.float64]


def visits(knowledge: Knowledge, config: GraphConfig, start: int) -> Floats:
    """Expected visits at each participant of a walk that restarts at `start`, by plain power iteration."""
    history = knowledge.history
    incidence = history.incidence.toarray().astype(np.float64)
    incidence[incidence.sum(axis=1) < 2] = 0
    years = [(UNTIL - (p.started or UNTIL)).days / 365.25 for p in history.projects]
    recent = incidence * 2 ** (-np.array(years) / config.half_life)[:, None]
    to_project = np.nan_to_num(recent / recent.sum(axis=0)).T
    to_participant = np.nan_to_num(incidence / np.maximum(incidence.sum(axis=1, keepdims=True), 1))
    here = np.zeros(len(history.participants))
    here[start] = 1.0
    total = np.zeros_like(here)
    for step in range(config.steps + 1):
        total += config.restart * (1 - config.restart) ** step * here
        here = here @ to_project @ to_participant
    return total


@pytest.mark.parametrize("config", [GraphConfig(), GraphConfig(restart=0.15, half_life=1.0, steps=30)])
def test_the_walk_against_power_iteration(small: Fitted, config: GraphConfig) -> None:
    knowledge = small.knowledge()
    graph = GraphRetriever.fit(knowledge, config)
    for start in range(0, len(knowledge.history.participants), 9):
        expected = visits(knowledge, config, start)
        at_hosts = np.where(knowledge.hosts >= 0, expected[knowledge.hosts], 0)
        np.testing.assert_allclose(graph.from_participants[start], at_hosts, atol=1e-5)


def test_a_walk_from_a_project_is_the_mean_of_its_members(small: Fitted) -> None:
    graph, history = small.recommender.world.graph, small.recommender.world.history
    longer = GraphRetriever.fit(small.knowledge(), GraphConfig(steps=60))
    for row in range(0, len(history.projects), 11):
        members = history.participant_rows[history.project_rows == row]
        np.testing.assert_allclose(longer.from_projects[row], longer.from_participants[members].mean(axis=0), atol=1e-5)
        assert graph.from_projects[row].sum() == pytest.approx(longer.from_projects[row].sum(), abs=0.05)


def test_partners_shared_and_projects_together_against_counting(small: Fitted) -> None:
    world = small.recommender.world
    members: dict[int, set[int]] = defaultdict(set)
    for place, row in zip(world.history.project_rows.tolist(), world.history.participant_rows.tolist(), strict=True):
        members[place].add(row)
    partners: dict[int, set[int]] = defaultdict(set)
    for together in members.values():
        for one in together:
            partners[one] |= together - {one}
    queries = [Query(str(n), sme(n)) for n in range(SMES)]
    batch = world.batch(queries, small.encoder.encode(["" for _ in queries]), 5)
    signals = world.graph.signals(batch)
    for place, asker in enumerate(batch.rows.tolist()):
        for row, ecosystem_ in enumerate(world.catalogue):
            host = world.history.row(ecosystem_.participant_id)
            both = partners[asker] & partners[host] if host is not None and asker >= 0 else set()
            expected = sum(1 / len(partners[partner]) for partner in both)
            assert signals["shared"][place, row] == pytest.approx(expected, abs=1e-5)
            met = asker >= 0 and any(asker in m and host in m and len(m) > 1 for m in members.values())
            assert bool(signals["together"][place, row] > 0) == met
