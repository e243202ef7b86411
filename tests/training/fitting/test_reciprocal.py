"""Demand and capacity are taken from what was known before a day, from some askers where there are many."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from recommender.entities import Participation, Project, ProjectId
from recommender.history import History
from recommender.ranking.reciprocal import ReciprocalConfig
from tests.worlds import CONFIG, SEED, UNTIL, Fitted, sme
from training.fitting.examples import Examples, computed, examples_in
from training.fitting.facts import Facts
from training.fitting.reciprocal import fit_reciprocal
from training.fitting.world import world_at
from training.splitting.windows import years_before


def examples(small: Fitted, facts: Facts) -> Examples:
    window = years_before(UNTIL, 1)[0]
    world = world_at(window.start, facts, small.encoder, CONFIG)
    return computed(examples_in(window, facts, world), world, small.encoder, CONFIG.pipeline.near)


@pytest.fixture(scope="module")
def learned(small: Fitted) -> Examples:
    return examples(small, small.facts)


def test_demand_is_what_past_askers_would_ask_now(small: Fitted, learned: Examples) -> None:
    recommender, config = small.recommender, ReciprocalConfig()
    found = fit_reciprocal(recommender, [learned], config, seed=0)
    total = np.zeros(len(recommender.catalogue))
    for example in learned.asked:
        odds = np.exp(recommender.log_odds([example.query], exclude_known=example.exclude_known)[0])
        total += odds / odds.sum()
    n = len(learned.asked)
    assert found.demand.tolist() == pytest.approx(((total * len(total) + 1) / (n + 1)).tolist(), rel=1e-6)
    partners = recommender.world.partners
    assert found.capacity.tolist() == pytest.approx((0.5 + 0.5 * partners / partners.mean()).tolist())
    assert found.weight == config.weight


def test_of_many_askers_some_are_drawn_by_the_seed(small: Fitted, learned: Examples) -> None:
    few = ReciprocalConfig(askers=3)
    first, again, other = (fit_reciprocal(small.recommender, [learned], few, seed) for seed in (1, 1, 2))
    assert first.demand.tolist() == again.demand.tolist() != other.demand.tolist()


def test_without_a_past_period_nothing_is_known_of_demand(small: Fitted) -> None:
    found = fit_reciprocal(small.recommender, [], ReciprocalConfig(), seed=0)
    assert not found.prices.any()


def test_a_later_partnership_changes_nothing(small: Fitted, learned: Examples) -> None:
    history = small.facts.history
    late = ProjectId("late")
    projects = [*history.projects, Project(late, "Late", "All of it", started=UNTIL + timedelta(days=1))]
    parts = [
        Participation(history.projects[p].id, history.participants[o], "coordinator" if lead else "participant")
        for p, o, lead in zip(history.project_rows, history.participant_rows, history.coordinates, strict=True)
    ]
    host = small.recommender.catalogue[0].participant_id
    parts += [Participation(late, sme(n)) for n in range(30)] + [Participation(late, host)]
    facts = replace(small.facts, until=UNTIL + timedelta(days=9), history=History.of(projects, parts))
    again = examples(small, facts)
    assert [e.query for e in again.asked] == [e.query for e in learned.asked]
    moved = replace(small.recommender, world=world_at(UNTIL, facts, small.encoder, CONFIG))
    ours, theirs = (
        fit_reciprocal(recommender, [part], CONFIG.reciprocal, SEED)
        for recommender, part in ((small.recommender, learned), (moved, again))
    )
    assert ours.demand.tolist() == theirs.demand.tolist()
    assert ours.capacity.tolist() == theirs.capacity.tolist()
