"""Contests: values are chosen on the period before, by task, and each is fitted once."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from recommender.retrieval.base import QueryBatch
from tests.training.evaluation.settings import setting
from tests.worlds import Fitted
from training.evaluation.contest import chosen, contest
from training.evaluation.measures import means
from training.evaluation.runs import Setting, peer_run
from training.peers.base import Given, PeerKind, Scores, Scoring, Values, grid

FITTED: list[tuple[date, float, int]] = []


def shifted(given: Given, values: Values) -> Scoring:
    """Prefer one row of the catalogue."""
    FITTED.append((given.day, values["row"], len(given.examples)))

    def scores(batch: QueryBatch) -> Scores:
        line = np.ones(len(given.world.catalogue), dtype=np.float32)
        line[int(values["row"])] = 2
        return np.tile(line, (len(batch), 1))

    return scores


def nothing(given: Given) -> Scoring:
    return lambda batch: np.zeros((len(batch), len(given.world.catalogue)), dtype=np.float32)


def kind(rows: Sequence[float], *, learns: bool = False) -> PeerKind:
    return PeerKind("shifted", shifted, nothing, grid(row=rows), learns=learns)


@pytest.fixture(scope="module")
def years(small: Fitted) -> tuple[Setting, Setting]:
    return setting(small, 2022), setting(small, 2023)


@pytest.fixture(autouse=True)
def forgotten() -> None:
    FITTED.clear()


def test_the_best_values_of_the_period_before_are_chosen_by_task(years: tuple[Setting, Setting]) -> None:
    before, _ = years
    values = kind(range(len(before.world.catalogue)))
    best = chosen(values, before)
    for task in before.tasks:
        found = []
        for point in values.grid:
            peer = values.fit(before.world, before.window.start, point)
            found.append(means(peer_run(peer, before, task).rankings, task.qrels)["ndcg_10"])
        assert found[int(best[task.name]["row"])] == max(found) > min(found)


def test_what_is_told_is_never_chosen_on(years: tuple[Setting, Setting]) -> None:
    before, now = years
    rows = range(6)
    told: list[str] = []
    found = contest({"shifted": kind(rows)}, [before], now, told.append)
    assert told == ["peer shifted"]
    assert [day for day, *_ in FITTED[:6]] == [before.window.start] * 6
    later = [row for day, row, _ in FITTED if day == now.window.start]
    assert sorted(later) == sorted({values["row"] for values in found.choices["shifted"].values()})
    for task in now.tasks:
        assert found.choices["shifted"][task.name] == chosen(kind(rows), before)[task.name]
        assert set(found.runs["shifted"][task.name].rankings) == set(task.qrels)


def test_a_task_that_was_not_asked_before_takes_the_first_values(years: tuple[Setting, Setting]) -> None:
    before, now = years
    empty = Setting(before.window, (), before.facts, before.world, before.encoder, before.near, before.examples)
    found = contest({"shifted": kind([4, 5])}, [empty], now, lambda _: None)
    assert all(values == {"row": 4} for values in found.choices["shifted"].values())


def test_learners_get_the_examples_of_earlier_periods_and_others_none(years: tuple[Setting, Setting]) -> None:
    before, now = years
    contest({"learner": kind([1, 2], learns=True)}, [before], now, lambda _: None)
    assert {count for *_, count in FITTED} == {1}
    FITTED.clear()
    contest({"other": kind([1, 2])}, [before], now, lambda _: None)
    assert {count for *_, count in FITTED} == {0}


def test_a_learner_without_earlier_examples_takes_the_first_values(years: tuple[Setting, Setting]) -> None:
    before, now = years
    bare = Setting(before.window, before.tasks, before.facts, before.world, before.encoder, before.near)
    found = contest({"learner": kind([3, 2], learns=True)}, [bare], now, lambda _: None)
    assert {values["row"] for values in found.choices["learner"].values()} == {3}


def test_a_learner_that_has_nothing_to_learn_from_is_left_out_and_told(years: tuple[Setting, Setting]) -> None:
    before, now = years
    bare = Setting(now.window, now.tasks, now.facts, now.world, now.encoder, now.near)
    told: list[str] = []
    found = contest({"learner": kind([3], learns=True), "other": kind([3])}, [before], bare, told.append)
    assert list(found.runs) == list(found.choices) == ["other"]
    assert told[0] == "left out peer learner: there is no earlier period to learn from"


def test_one_point_needs_no_choice(years: tuple[Setting, Setting]) -> None:
    before, _ = years
    assert chosen(kind([7]), before) == {task.name: {"row": 7} for task in before.tasks}
    assert not FITTED
