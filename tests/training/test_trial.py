"""Trials: periods, what is known when, peers, and trials that cannot be."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import InputError, TrainingError, WorkspaceError
from recommender.retrieval.world import World
from recommender.tables import Tables
from recommender.workspace import Workspace
from training import trial as trials
from training.evaluation.contest import Contest
from training.evaluation.findings import PRODUCT
from training.evaluation.runs import Setting
from training.evaluation.tasks import ROLLING, Task, tasks_in
from training.experiment import Places, TrainConfig
from training.fitting.facts import Facts
from training.fitting.world import FitConfig
from training.peers.registry import PEERS
from training.splitting.windows import Window
from training.trial import Plan, trial

CONFIG = TrainConfig(encoder="tfidf", fit=FitConfig(windows=2, min_queries=5, max_queries=50, trees=3))
KINDS = {name: PEERS[name] for name in ("popularity", "ease", "regression")}
CUTOFF = date(2023, 1, 1)
PLAN = Plan((CUTOFF,), seed=2, most=12, kinds=KINDS)


def quiet(_: str) -> None:
    pass


@pytest.fixture
def places(trained: Path, tmp_path: Path) -> Places:
    workspace = Workspace(tmp_path / "w")
    workspace.add("layer", Workspace(trained).tables())
    return Places(workspace, tmp_path)


@pytest.mark.slow
def test_product_and_peers_are_judged_on_the_year_after(places: Places) -> None:
    made = trial(places, CONFIG, PLAN, quiet)
    (period,) = made.findings.periods
    assert (period.cutoff, period.end) == (CUTOFF, date(2023, 12, 23))  # the data end before the year does
    assert set(period.tasks) <= {"alone", "call", "idea", "newcomer"}
    for task in period.tasks.values():
        assert list(task.standings) == [PRODUCT, *KINDS]
        assert list(task.differences) == list(KINDS)
        assert 0 < task.queries <= 12
    assert set(period.choices["ease"]) == set(period.tasks)
    assert all(values in KINDS["ease"].grid for values in period.choices["ease"].values())
    assert list(made.findings.pooled.measures) == [PRODUCT, *KINDS]
    assert not list(places.workspace.folder.rglob("manifest.json"))
    assert trial(places, CONFIG, PLAN, quiet).findings == made.findings


@pytest.mark.slow
def test_what_comes_after_the_cutoff_changes_no_ranking(places: Places, tmp_path: Path) -> None:
    made = trial(places, CONFIG, replace(PLAN, kinds={}), quiet)
    tables = places.workspace.tables()
    projects = tables.projects.copy()
    late = projects["started"].fillna("") >= CUTOFF.isoformat()
    projects.loc[late, ["title", "objective"]] = "Another title"
    other = Workspace(tmp_path / "other")
    other.add("layer", replace(tables, projects=projects))
    again = trial(Places(other, tmp_path), CONFIG, replace(PLAN, kinds={}), quiet)
    assert [made.findings.periods[0].data] == [again.findings.periods[0].data]
    for ours, theirs in zip(made.judged, again.judged, strict=True):
        if ours.task.name == "call":  # its texts were not changed
            assert ours.runs[PRODUCT] == theirs.runs[PRODUCT]
    texts = [{query.text for part in found.judged for query in part.task.queries} for found in (made, again)]
    assert texts[0] != texts[1]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[Setting]:
    """Settings that a contest was given: the one that is told, then those to choose on, the latest first."""
    found: list[Setting] = []

    def watched(_: object, before: Sequence[Setting], now: Setting, __: object) -> Contest:
        found.extend((now, *before))
        return Contest({}, {})

    monkeypatch.setattr(trials, "contest", watched)
    return found


def test_peers_choose_on_the_year_before_and_learn_from_what_came_earlier(places: Places, seen: list[Setting]) -> None:
    trial(places, CONFIG, PLAN, quiet)
    now, before, *_ = seen
    assert before.window == Window(date(2022, 1, 1), CUTOFF)
    assert before.facts.until == CUTOFF
    assert before.tasks
    assert max(before.world.history.started) < np.datetime64(before.window.start)
    assert len(now.examples) == 2
    assert list(before.examples) == list(now.examples[:1])


def test_peers_choose_on_an_earlier_year_what_was_asked_too_seldom_in_the_last(
    places: Places, seen: list[Setting], monkeypatch: pytest.MonkeyPatch
) -> None:
    def seldom(window: Window, facts: Facts, world: World, *, most: int, seed: int) -> list[Task]:
        thin = "call" if window.start == date(2022, 1, 1) else ""
        return [
            replace(t, queries=t.queries[:4] if t.name == thin else t.queries)
            for t in tasks_in(window, facts, world, most=most, seed=seed)
        ]

    monkeypatch.setattr(trials, "tasks_in", seldom)
    trial(places, CONFIG, PLAN, quiet)
    now, last, earlier = seen
    assert {task.name for task in last.tasks} == {task.name for task in now.tasks} - {"call"}
    assert [task.name for task in earlier.tasks] == ["call"]
    assert earlier.window == Window(date(2021, 1, 1), date(2022, 1, 1))
    assert earlier.examples == []


@pytest.mark.slow
def test_the_usual_periods_are_those_that_the_data_hold(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "ROLLING", ROLLING[-1:])
    told: list[str] = []
    made = trial(places, CONFIG, Plan(most=8), told.append)
    assert [period.cutoff for period in made.findings.periods] == [date(2020, 1, 1)]
    assert made.findings.periods[0].end == date(2021, 1, 1)


def test_the_development_period_ends_where_the_last_judgement_begins() -> None:
    (window,) = trials.periods_after((date(2024, 1, 1),), date(2026, 1, 1))
    assert window.end == date(2024, 9, 1)
    usual = list(trials.periods_after((), date(2019, 6, 1)))
    assert [(w.start.year, w.end) for w in usual][-1] == (2019, date(2019, 6, 1))
    assert len(usual) == 3
    twice = list(trials.periods_after((date(2023, 5, 1), date(2022, 5, 1), date(2023, 5, 1)), date(2024, 1, 1)))
    assert [(w.start, w.end) for w in twice] == [
        (date(2022, 5, 1), date(2023, 5, 1)),
        (date(2023, 5, 1), date(2024, 1, 1)),
    ]


def test_a_cutoff_after_the_data_is_refused(places: Places) -> None:
    with pytest.raises(
        InputError, match=r"Nothing is known from the cutoff 2030-01-01 on; the data end before 2023-12-23"
    ):
        trial(places, CONFIG, Plan((date(2030, 1, 1),)), quiet)


def test_a_cutoff_before_anything_was_known_is_told(places: Places) -> None:
    with pytest.raises(TrainingError, match="No ecosystem was known before 2000-01-01"):
        trial(places, CONFIG, Plan((date(2000, 1, 1),)), quiet)


def test_a_period_in_which_nobody_asked_is_told(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trials, "tasks_in", lambda *_, **__: [])
    with pytest.raises(TrainingError, match="No SME found an ecosystem from 2023-12-01 to 2023-12-23"):
        trial(places, CONFIG, Plan((date(2023, 12, 1),)), quiet)


def test_usual_periods_that_cannot_be_judged_are_left_out_and_told(
    places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> Iterator[None]:
        raise TrainingError("too little")

    monkeypatch.setattr(trials, "fitted", none)
    told: list[str] = []
    with pytest.raises(TrainingError, match=r"None of the usual periods can be judged .* name a day with --cutoff"):
        trial(places, CONFIG, Plan(), told.append)
    assert told[0] == "left out 2017-01-01: too little"


def test_an_empty_workspace_asks_for_files(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="run `kumppani ingest` first"):
        trial(Places(Workspace(tmp_path), tmp_path), CONFIG, PLAN, quiet)


def test_tables_without_a_day_ask_for_dated_facts(tmp_path: Path) -> None:
    Workspace(tmp_path).add("layer", Tables.of())
    with pytest.raises(TrainingError, match="no dated project or ecosystem"):
        trial(Places(Workspace(tmp_path), tmp_path), CONFIG, PLAN, quiet)
