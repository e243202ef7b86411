"""No ranking that is judged sees what came after its cutoff, and nothing at all what came after the period's end."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from recommender.pipeline import Recommender
from recommender.workspace import Workspace
from tests.e2e.leaks import FACTS, Files
from tests.tiny import run
from training.evaluation.findings import PRODUCT
from training.evaluation.runs import Run, peer_run, product_run
from training.evaluation.tasks import Task
from training.experiment import Places, TrainConfig, encoders, fitted
from training.fitting.facts import Facts
from training.fitting.materials import Materials
from training.fitting.world import FitConfig
from training.peers.registry import PEERS
from training.trial import Plan, Trial, trial

CONFIG = TrainConfig(encoder="tfidf", fit=FitConfig(windows=2, min_queries=5, max_queries=50, trees=3))
CUTOFF, END, SEED = date(2022, 6, 1), date(2023, 6, 1), 2
Runs = Mapping[str, Mapping[str, Run]]
CHOOSING = "popularity-lately"
KINDS = {name: replace(kind, grid=kind.grid[: 3 if name == CHOOSING else 1]) for name, kind in PEERS.items()}
"""All peers: one that is quick chooses among values, the others take their first."""


@dataclass(frozen=True)
class Judged:
    """A workspace, and a trial in it of the product and every peer on the year after the cutoff."""

    places: Places
    made: Trial

    @property
    def tasks(self) -> list[Task]:
        return [part.task for part in self.made.judged]

    @property
    def choices(self) -> dict[str, dict[str, dict[str, float]]]:
        """Values of each peer by task."""
        return self.made.findings.periods[0].choices

    def runs(self) -> Runs:
        """What was answered, by method and task."""
        parts = self.made.judged
        return {name: {part.task.name: part.runs[name] for part in parts} for name in (PRODUCT, *PEERS)}

    def answers(self, other: "Judged") -> Runs:
        """Answer the tasks of another, with the values chosen there, by what stood at the cutoff here."""
        setting = self.made.judged[0].setting
        runs: dict[str, dict[str, Run]] = {}
        for name, kind in KINDS.items():
            examples = setting.examples if kind.learns else ()
            fit = partial(kind.fit, setting.world, CUTOFF, examples=examples)
            peers = [fit(values) for values in kind.grid]
            chosen = other.choices[name]
            runs[name] = {
                task.name: peer_run(peers[kind.grid.index(chosen[task.name])], setting, task) for task in other.tasks
            }
        product = self._product()
        return {PRODUCT: {task.name: product_run(product, task) for task in other.tasks}, **runs}

    def _product(self) -> Recommender:
        past = Facts.of(self.places.workspace.tables(CUTOFF), CUTOFF)
        materials = Materials(past, encoders(self.places, past, CONFIG), SEED)
        return fitted(materials, CUTOFF, CONFIG, lambda _: None).recommender


def judged(folder: Path, day: str = "") -> Judged:
    """Judge with every fact planted on a day."""
    files = Files()
    for fact in FACTS if day else ():
        for place in fact.places:
            files.plant(fact, place, day)
    for told in files.write(folder):
        result = run("ingest", *told, "--workspace", folder / "workspace")
        assert result.exit_code == 0, result.output
    places = Places(Workspace(folder / "workspace"), folder)
    return Judged(places, trial(places, CONFIG, Plan((CUTOFF,), SEED, most=500, kinds=KINDS), lambda _: None))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return judged(tmp_path_factory.mktemp("plain"))


@pytest.mark.slow
def test_what_comes_from_the_end_of_the_period_on_changes_nothing(plain: Judged, tmp_path: Path) -> None:
    later = judged(tmp_path, END.isoformat())
    assert later.made.findings == plain.made.findings
    assert later.runs() == plain.runs()


@pytest.mark.slow
def test_what_comes_in_the_period_changes_what_is_asked_and_no_ranking(plain: Judged, tmp_path: Path) -> None:
    later = judged(tmp_path, "2022-09-01")
    asked, asked_later = ({query for task in of.tasks for query in task.queries} for of in (plain, later))
    assert asked_later - asked
    assert later.answers(plain) == plain.runs()
    assert plain.answers(later) == later.runs()
    assert later.made.findings.periods[0].data == plain.made.findings.periods[0].data
    for task in set(later.choices[CHOOSING]) & set(plain.choices[CHOOSING]):
        assert later.choices[CHOOSING][task] == plain.choices[CHOOSING][task]


@pytest.mark.slow
def test_what_comes_the_day_before_the_cutoff_changes_the_rankings_of_all(plain: Judged, tmp_path: Path) -> None:
    answers, runs = judged(tmp_path, "2022-05-31").answers(plain), plain.runs()
    assert [name for name in answers if answers[name] == runs[name]] == []
