"""Each method against what a hand reckons."""

from dataclasses import replace
from math import log, sqrt

import numpy as np
import pytest
from scipy.sparse import csr_array

from recommender.entities import OrganisationId, Participation, ProjectId, Query
from recommender.history import History
from tests.training.peers.conftest import Year
from tests.training.peers.graphs import PROJECTS, ROWS, given
from training.peers.base import Given, Scores, Scoring
from training.peers.factors import ImplicitFactors, als
from training.peers.fused import fusion, reciprocal
from training.peers.interactions import interactions, joint
from training.peers.items import cosine_neighbours, ease, ease_weights, shrunk_cosines
from training.peers.links import adamic_adar, resource_allocation
from training.peers.popularity import at_home, everywhere
from training.peers.walks import from_sme, links_of, near_text, pagerank

WHOLE = 1e9
"""A half-life that leaves everything as it is."""


@pytest.fixture(scope="module")
def by_hand(year: Year) -> Given:
    return given(year.given.world)


def scores_of(scoring: Scoring, known: Given, *smes: str, country: str = "") -> Scores:
    queries = [Query(sme, OrganisationId(sme), country) for sme in smes]
    silence = np.zeros((len(queries), len(known.world.space.centre)), dtype=np.float32)
    return scoring(known.world.batch(queries, silence, 5))


def without(known: Given, *projects: str) -> History:
    kept = [project for project in known.world.history.projects if project.id not in projects]
    parts = [
        Participation(ProjectId(name), OrganisationId(who)) for name, (_, all_) in PROJECTS.items() for who in all_
    ]
    return History.of(kept, parts)


def test_partnerships_are_those_of_joint_projects_with_others(by_hand: Given) -> None:
    expected = {"F": [0, 1, 0], "G": [1, 0, 0], "lonely": [0, 0, 0], "x": [1, 0, 0], "y": [1, 1, 0], "z": [1, 1, 0]}
    assert dict(zip(ROWS, interactions(by_hand).toarray().tolist(), strict=True)) == expected


def test_a_project_halves_with_age(by_hand: Given) -> None:
    left = joint(by_hand, half_life=1).max(axis=1).toarray()
    assert left == pytest.approx([1 / 8, 1 / 2, 1 / 2, 0], rel=2e-3)
    assert interactions(by_hand, half_life=1).toarray()[ROWS.index("z")] == pytest.approx([0.5, 0.5, 0], rel=2e-3)


def test_popularity_counts_joint_projects(by_hand: Given) -> None:
    assert scores_of(everywhere(by_hand, {}), by_hand, "x", "nobody").tolist() == [[2, 2, 0], [2, 2, 0]]
    lately = [1 / 2 + 1 / 8, 1 / 2 + 1 / 8, 0]
    assert scores_of(everywhere(by_hand, {"half_life": 1}), by_hand, "x")[0] == pytest.approx(lately, rel=2e-3)


def test_popularity_at_home_is_drawn_towards_that_of_all(by_hand: Given) -> None:
    scoring = at_home(by_hand, {"half_life": 1, "pull": 0.75})
    whole = 0.75 * 0.5
    assert scores_of(scoring, by_hand, "new", country="SE")[0] == pytest.approx(
        [(1 / 8 + whole), (1 / 8 + whole), 0], rel=2e-3
    )
    assert scores_of(scoring, by_hand, "new", country="ZZ")[0] == pytest.approx([1 / 2, 1 / 2, 0])


def test_popularity_at_home_knows_its_own(by_hand: Given) -> None:
    small = replace(by_hand, world=replace(by_hand.world, history=without(by_hand, "p2")))
    counted = at_home(small, {"half_life": WHOLE, "pull": 3})
    assert scores_of(counted, small, "x")[0] == pytest.approx([(1 + 3 * 2 / 3) / 4, (0 + 3 / 3) / 4, 0])
    assert scores_of(counted, small, "y")[0] == pytest.approx([(1 + 2) / 5, (1 + 1) / 5, 0])


def test_adamic_adar_sums_over_shared_partners(by_hand: Given) -> None:
    found = scores_of(adamic_adar(by_hand, {}), by_hand, "x", "lonely")
    assert found[0] == pytest.approx([1 / log(3), 1 / log(3) + 1 / log(4), 0])
    assert not found[1].any()


def test_resource_allocation_sums_over_shared_partners(by_hand: Given) -> None:
    found = scores_of(resource_allocation(by_hand, {}), by_hand, "x", "y")
    assert found[0] == pytest.approx([1 / 3, 1 / 3 + 1 / 4, 0])
    assert found[1] == pytest.approx([1 / 3, 1 / 4, 0])


def test_cosines_of_columns_shrink(by_hand: Given) -> None:
    scoring = cosine_neighbours(by_hand, {"shrinkage": 10, "neighbours": 50})
    assert scores_of(scoring, by_hand, "x")[0] == pytest.approx([0, 2 / (2 * sqrt(3) + 10), 0])


def test_a_column_keeps_its_nearest() -> None:
    gram = np.array([[1, 0.5, 0.2], [0.5, 1, 0.4], [0.2, 0.4, 1]])
    expected = np.array([[0, 0.5, 0], [0.5, 0, 0.4], [0, 0, 0]])
    assert shrunk_cosines(gram, 0, 1) == pytest.approx(expected)


def test_ease_rebuilds_a_column_from_the_other(by_hand: Given) -> None:
    assert ease_weights(np.array([[2.0, 1], [1, 2]]), 1) == pytest.approx(np.array([[0, 1 / 3], [1 / 3, 0]]))
    assert scores_of(ease(by_hand, {"ridge": 1}), by_hand, "x")[0] == pytest.approx([0, 2 / 5, 0])


def test_own_partners_weigh_as_much_as_is_said(by_hand: Given) -> None:
    found = scores_of(ease(by_hand, {"ridge": 1, "own": 0.3}), by_hand, "x")[0]
    assert found == pytest.approx([0.3, 2 / 5, 0])
    near = scores_of(cosine_neighbours(by_hand, {"shrinkage": 0, "neighbours": 50, "own": 1}), by_hand, "x")[0]
    assert near == pytest.approx([1, 1 / sqrt(3), 0])


def test_each_half_step_of_als_lowers_its_loss() -> None:
    counts = csr_array(np.random.default_rng(3).poisson(0.4, (12, 7)).astype(np.float32))
    model = ImplicitFactors(counts, alpha=4, ridge=0.5)
    columns = np.random.default_rng(0).normal(size=(7, 3))
    rows = model.solved(counts, columns)
    losses = [model.loss(rows, columns)]
    for _ in range(4):
        columns = model.solved(csr_array(counts.T), rows)
        losses.append(model.loss(rows, columns))
        rows = model.solved(counts, columns)
        losses.append(model.loss(rows, columns))
    assert losses == sorted(losses, reverse=True)
    assert losses[-1] < 0.9 * losses[0]
    assert model.loss(*model.fitted(3, rounds=12)) < model.loss(*model.fitted(3, rounds=0))


def test_the_loss_of_als_is_summed_over_all_pairs() -> None:
    counts = np.array([[2.0, 0], [0, 1]], dtype=np.float32)
    rows, columns = np.array([[1.0], [2.0]]), np.array([[0.5], [0.25]])
    pairs = (1 + 3 * counts) * ((counts > 0) - rows @ columns.T) ** 2
    expected = pairs.sum() + 0.1 * (rows**2).sum() + 0.1 * (columns**2).sum()
    assert ImplicitFactors(csr_array(counts), 3, 0.1).loss(rows, columns) == pytest.approx(expected)


def test_a_row_of_als_is_the_best_there_is() -> None:
    counts, other = csr_array(np.array([[2, 0], [0, 0]], dtype=np.float32)), np.array([[0.5], [0.25]])
    rows = ImplicitFactors(counts, 3, 0.1).solved(counts, other)
    assert rows[:, 0] == pytest.approx([7 * 0.5 / (7 * 0.25 + 0.0625 + 0.1), 0])


def test_als_knows_nothing_of_who_has_no_partner_or_was_none(by_hand: Given) -> None:
    scoring = als(by_hand, {"factors": 2, "alpha": 5, "ridge": 0.1, "half_life": 4})
    found = scores_of(scoring, by_hand, "y", "lonely", "nobody")
    assert found[0, :2] == pytest.approx([1, 1], abs=0.2)
    assert not found[:, 2].any()
    assert not found[1:].any()


def test_a_walk_between_two_in_one_project() -> None:
    links = links_of(csr_array(np.ones((1, 2), dtype=np.float32)))
    visits = pagerank(links, np.array([[1.0], [0], [0]], dtype=np.float32), 0.5)
    assert visits[:, 0] == pytest.approx([7 / 12, 1 / 12, 4 / 12], abs=1e-4)


@pytest.mark.parametrize("restart", [0.15, 0.5])
def test_visits_sum_to_one_wherever_a_walk_starts_and_solve_their_equation(by_hand: Given, restart: float) -> None:
    links = links_of(joint(by_hand, half_life=2))
    seeds = np.eye(links.shape[0], dtype=np.float32)
    visits = pagerank(links, seeds, restart)
    assert visits.sum(axis=0) == pytest.approx(np.ones(len(seeds)), abs=1e-5)
    joined = links.sum(axis=0) > 0
    solved = restart * np.linalg.inv(np.eye(len(seeds)) - (1 - restart) * links.toarray())
    assert visits[:, joined] == pytest.approx(solved[:, joined], abs=3e-4)
    assert (visits[:, ~joined] == seeds[:, ~joined]).all()


def test_a_walk_prefers_recent_projects(by_hand: Given) -> None:
    old = scores_of(from_sme(by_hand, {"restart": 0.3}), by_hand, "F")[0]
    new = scores_of(from_sme(by_hand, {"restart": 0.3, "half_life": 0.5}), by_hand, "F")[0]
    assert new[1] < old[1]
    found = scores_of(from_sme(by_hand, {"restart": 0.3}), by_hand, "x", "lonely", "x", "nobody")
    assert found[0, 0] > found[0, 1] > 0
    assert (found[0] == found[2]).all()
    assert not found[[1, 3]].any()


def test_a_walk_from_a_text_starts_at_the_projects_near_it(year: Year) -> None:
    batch, world = year.batch([Query("q", None, "", "Ore and mineral drill."), Query("silent")]), year.given.world
    found = near_text(year.given, {"restart": 0.999})(batch)
    near = batch.near_text.weights(len(world.history.projects))
    hosts = [world.history.row(ecosystem.participant_id) for ecosystem in world.catalogue]
    fair = world.history.incidence / world.history.incidence.sum(axis=1)[:, None]
    onto = np.asarray((near @ csr_array(fair)).toarray())
    expected = np.array([0 if host is None else onto[0, host] for host in hosts]) * 0.001
    assert found[0] == pytest.approx(expected, rel=0.02, abs=1e-6)
    assert not found[1].any()


def test_fused_ranks_count_only_where_something_is_known(by_hand: Given) -> None:
    ranks = reciprocal(np.array([[3, 0, 5], [0, 0, 0], [-1, 2, 2]], dtype=np.float32), 10)
    assert ranks == pytest.approx(np.array([[1 / 12, 0, 1 / 11], [0, 0, 0], [1 / 13, 1 / 11, 1 / 12]]))
    both = fusion({everywhere: {}, adamic_adar: {}})(by_hand, {"smoothing": 10})
    assert scores_of(both, by_hand, "x", "nobody") == pytest.approx(
        np.array([[1 / 11 + 1 / 12, 1 / 12 + 1 / 11, 0], [1 / 11, 1 / 12, 0]])
    )
