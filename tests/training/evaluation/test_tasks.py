"""Tasks: from facts, with truths by id, what is excluded, and whole clusters."""

from dataclasses import replace
from datetime import date

import pytest

from recommender.entities import EcosystemId, Query
from recommender.retrieval.world import World
from tests.worlds import CONFIG, UNTIL, Fitted
from training.evaluation.tasks import DEVELOPMENT, NAMES, ROLLING, Task, drawn, tasks_in
from training.fitting.examples import Example, examples_in
from training.fitting.world import world_at
from training.splitting.windows import Window

START = date(2023, 1, 1)
WINDOW = Window(START, UNTIL)


@pytest.fixture(scope="module")
def world(small: Fitted) -> World:
    return world_at(START, small.facts, small.encoder, CONFIG)


@pytest.fixture(scope="module")
def tasks(small: Fitted, world: World) -> list[Task]:
    return tasks_in(WINDOW, small.facts, world, most=1000, seed=1)


def test_every_way_to_ask_is_a_task_with_all_its_examples(tasks: list[Task], small: Fitted, world: World) -> None:
    examples = {example.query.id: example for example in examples_in(WINDOW, small.facts, world)}
    assert {"alone", "idea"} <= {task.name for task in tasks} <= set(NAMES)
    assert sorted(query.id for task in tasks for query in task.queries) == sorted(examples)
    for task in tasks:
        assert task.day == START
        ids = [query.id for query in task.queries]
        assert ids == list(task.qrels) == list(task.excluded) == list(task.clusters)
        for name, truths in task.qrels.items():
            assert truths == {world.catalogue[row].id for row in examples[name].truths}
            assert task.clusters[name] == examples[name].project


def test_known_partners_are_excluded_where_one_asks_alone(tasks: list[Task], small: Fitted) -> None:
    alone, *others = sorted(tasks, key=lambda task: not task.exclude_known)
    assert alone.name == "alone"
    assert any(alone.excluded.values())
    for query in alone.queries:
        assert alone.excluded[query.id].isdisjoint(alone.qrels[query.id])
        met = {
            other
            for row in small.facts.history.before(START).incidence.tolil().rows
            if query.sme_id in (members := [small.facts.history.before(START).participants[place] for place in row])
            for other in members
        }
        known = {e.id for e in small.facts.catalogue(START) if e.participant_id in met or e.flagship_id in met}
        assert alone.excluded[query.id] == known
    assert not any(ids for task in others for ids in task.excluded.values())


def test_a_draw_keeps_clusters_whole_and_is_repeated_by_its_seed(small: Fitted, world: World) -> None:
    whole = {task.name: task for task in tasks_in(WINDOW, small.facts, world, most=1000, seed=1)}
    part = tasks_in(WINDOW, small.facts, world, most=12, seed=1)
    assert part == tasks_in(WINDOW, small.facts, world, most=12, seed=1)
    assert part != tasks_in(WINDOW, small.facts, world, most=12, seed=2)
    for task in part:
        assert 0 < len(task.queries) <= 12
        chosen = set(task.clusters.values())
        every = [query for query in whole[task.name].queries if whole[task.name].clusters[query.id] in chosen]
        assert list(task.queries) == every


def test_a_cluster_that_does_not_fit_is_passed_over() -> None:
    examples = [
        Example(Query(f"{cluster}{n}"), frozenset({1}), cluster, exclude_known=False)
        for cluster, size in (("large", 5), ("small", 1), ("other", 1))
        for n in range(size)
    ]
    for seed in range(5):
        assert {example.project for example in drawn(examples, 2, seed)} == {"small", "other"}
    assert drawn(examples, 7, 0) == examples


def test_a_fingerprint_tells_queries_and_truths_but_not_their_order(tasks: list[Task]) -> None:
    task = tasks[0]
    turned = replace(task, queries=task.queries[::-1])
    assert task.fingerprint == turned.fingerprint
    other = {**task.qrels, task.queries[0].id: frozenset({EcosystemId("other")})}
    assert replace(task, qrels=other).fingerprint != task.fingerprint


def test_the_periods_are_those_agreed() -> None:
    assert [window.start.year for window in ROLLING] == [2017, 2018, 2019, 2020]
    assert all(window.end == window.start.replace(year=window.start.year + 1) for window in ROLLING)
    assert (DEVELOPMENT.start, DEVELOPMENT.end) == (date(2024, 1, 1), date(2024, 9, 1))
