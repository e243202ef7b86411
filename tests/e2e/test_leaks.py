"""Nothing that is dated on or after the day changes a byte of a bundle or a run; the same a day earlier does."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from recommender.tables import COLUMNS
from recommender.workspace import Workspace
from tests.e2e.leaks import FACTS, NO_SOURCES, UNTOLD, Fact, Files, Place
from tests.tiny import DAY, SUBJECTS, Tiny, content, run
from training import sources
from training.commands import ingest
from training.experiment import Places, TrainConfig, train
from training.fitting.world import FitConfig

BEFORE, LATER = (DAY - timedelta(days=1)).isoformat(), (DAY + timedelta(days=150)).isoformat()
CONFIG = TrainConfig(encoder="tfidf", fit=FitConfig(windows=2, min_queries=5, max_queries=50, trees=3))
CASES = [(fact, place) for fact in FACTS for place in fact.places]
EARLY = pytest.mark.parametrize("early", [True, False], ids=["day given at ingest", "day given at training"])


Known = Mapping[str, list[tuple[str, ...]]]
Bundle = dict[str, bytes]
Order = Callable[[list[bool], np.random.Generator], list[int]]


@dataclass(frozen=True)
class Answered:
    """Files of a bundle by path, its name among them, and its answers to a file of queries."""

    bundle: Bundle
    run: bytes


def ingested(
    files: Files, folder: Path, *, only: str = "", early: bool = False, second_first: bool = False
) -> Workspace:
    """Read the files, or those of one source, into a workspace; `early` gives the day to each ingest."""
    until = ["--until", DAY.isoformat()] if early else []
    for told in files.write(folder, second_first=second_first):
        if only in {"", told[0]}:
            result = run("ingest", *told, "--workspace", folder / "workspace", *until)
            assert result.exit_code == 0, result.output
    return Workspace(folder / "workspace")


def known(workspace: Workspace) -> Known:
    """All that a training until the day takes from a workspace; it looks at nothing else."""
    tables = workspace.tables(DAY)
    return {
        name: list(getattr(tables, name).itertuples(index=False, name=None)) for name in COLUMNS if name != "quarantine"
    }


def trained(workspace: Workspace) -> Bundle:
    """Train until the day, untracked."""
    train(Places(workspace, workspace.folder), DAY, 3, CONFIG, lambda _: None)
    return content(workspace.bundles_folder)


def answered(workspace: Workspace) -> Answered:
    """Train, and answer a file of queries."""
    bundle, folder = trained(workspace), workspace.folder.parent
    askers = [f"s{number}" for number in range(18)] + ["new", "newcomer", "late", "big1", ""]
    lines = (f"q{n},{who},,{'' if n % 3 else f'We sell a {SUBJECTS[n % 6]}.'}" for n, who in enumerate(askers))
    asked, output = folder / "queries.csv", folder / "run.csv"
    asked.write_text("\n".join(["query_id,sme_id,country,text", *lines]), "utf-8")
    result = run("recommend", "--workspace", workspace.folder, "--queries", asked, "--output", output)
    assert result.exit_code == 0, result.output
    return Answered(bundle, output.read_bytes())


@pytest.fixture(scope="module")
def past(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return ingested(Files(), tmp_path_factory.mktemp("past"))


@pytest.fixture(scope="module")
def plain(past: Workspace) -> Answered:
    return answered(past)


@pytest.fixture(scope="module")
def past_of(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Known]:
    """What each source tells of the days before."""
    sources_told = sorted({fact.source for fact in FACTS})
    return {name: known(ingested(Files(), tmp_path_factory.mktemp(name), only=name)) for name in sources_told}


def all_planted(day: str) -> Files:
    files = Files()
    for fact, place in CASES:
        files.plant(fact, place, day)
    return files


def differing(one: Answered, other: Answered) -> list[str]:
    """Names of the files that are not the same bytes in both."""
    names = {*one.bundle, *other.bundle}
    files = sorted(name for name in names if one.bundle.get(name) != other.bundle.get(name))
    return [*files, "the run"] if one.run != other.run else files


@pytest.mark.parametrize(("fact", "place"), CASES, ids=[f"{f.source}: {f.name}, {place}" for f, place in CASES])
def test_what_came_on_the_day_is_not_known_and_a_day_earlier_it_is(
    fact: Fact, place: Place, past_of: Mapping[str, Known], tmp_path: Path
) -> None:
    for day, is_known in ((DAY.isoformat(), False), (BEFORE, True)):
        planted = ingested(Files().plant(fact, place, day), tmp_path / day, only=fact.source)
        assert (known(planted) != past_of[fact.source]) is is_known


@pytest.mark.parametrize("fact", FACTS, ids=[f"{fact.source}: {fact.name}" for fact in FACTS])
def test_a_day_earlier_it_changes_the_bundle(fact: Fact, plain: Answered, tmp_path: Path) -> None:
    planted = trained(ingested(Files().plant(fact, fact.places[-1], BEFORE), tmp_path))
    assert planted.keys() != plain.bundle.keys()  # the name of a bundle derives from its content


@pytest.mark.parametrize("second_first", [True, False], ids=["later files first", "later files last"])
@pytest.mark.parametrize("early", [True, False], ids=["day given at ingest", "day given at training"])
def test_nothing_of_all_that_came_later_changes_a_byte(
    *, early: bool, second_first: bool, plain: Answered, tmp_path: Path
) -> None:
    later = ingested(all_planted(LATER), tmp_path, early=early, second_first=second_first)
    assert differing(answered(later), plain) == []


def test_all_of_it_a_day_earlier_changes_the_run(plain: Answered, tmp_path: Path) -> None:
    assert "the run" in differing(answered(ingested(all_planted(BEFORE), tmp_path)), plain)


def among(*, early: bool) -> Order:
    """Only what came before the day, or only what came later, in another order."""

    def order(is_early: list[bool], chance: np.random.Generator) -> list[int]:
        places = [place for place, known in enumerate(is_early) if known is early]
        moved = dict(zip(places, chance.permutation(places).tolist(), strict=True))
        return [moved.get(place, place) for place in range(len(is_early))]

    return order


ORDERS: dict[str, Order] = {
    "what came later": among(early=False),
    "what came before": among(early=True),
    "all": lambda is_early, chance: chance.permutation(len(is_early)).tolist(),
    "what came later first": lambda is_early, _: sorted(range(len(is_early)), key=lambda place: is_early[place]),
}


@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS)
def test_the_order_of_rows_changes_no_byte(order: Order, plain: Answered, tmp_path: Path) -> None:
    chance, files, world = np.random.default_rng(5), all_planted(LATER), Tiny()
    for name, rows in files.first.rows.items():
        places = order([row in world.rows[name] for row in rows], chance)
        files.first.rows[name] = [rows[place] for place in places]
    places = order([entry in world.entries for entry in files.first.entries], chance)
    files.first.entries = [files.first.entries[place] for place in places]
    assert files.first != all_planted(LATER).first
    assert differing(answered(ingested(files, tmp_path)), plain) == []


def test_every_source_of_knowledge_has_facts_to_plant() -> None:
    modules = {module.name for module in pkgutil.iter_modules(sources.__path__)}
    told = {fact.source for fact in FACTS}
    assert modules == told | NO_SOURCES
    assert {command.name for command in ingest.registered_commands} == told
    for name in modules:
        read = getattr(importlib.import_module(f"{sources.__name__}.{name}"), "read", None)
        cuts = read is not None and "until" in inspect.signature(read).parameters
        assert cuts is (name in told), f"{name} reads up to a day, or has no facts to plant"


def test_every_column_of_the_tables_is_told_something_new(past: Workspace, tmp_path: Path) -> None:
    before, after = known(past), known(ingested(all_planted(BEFORE), tmp_path))
    untold = {
        f"{table}.{column}"
        for table, columns in COLUMNS.items()
        for place, column in enumerate(columns)
        if {row[place] for row in after.get(table, ())} <= {row[place] for row in before.get(table, ())}
    }
    assert untold == UNTOLD.keys()
