"""Trainings that cannot be, each with advice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from recommender.bundle import load, read_manifest
from recommender.entities import (
    Kind,
    Organisation,
    OrganisationId,
    Participation,
    Project,
    ProjectId,
    Query,
    SizeClass,
    SizeFact,
)
from recommender.errors import BundleError, TrainingError, WorkspaceError
from recommender.manifest import Manifest
from recommender.tables import Tables, organisation_frames, participation_frame, project_frame
from recommender.workspace import Workspace
from tests.worlds import Fitted
from training import experiment
from training.experiment import Places, TrainConfig, Trained, fingerprints, train
from training.fitting.facts import Facts
from training.fitting.world import FitConfig

CONFIG = TrainConfig(encoder="tfidf", fit=FitConfig(windows=2, min_queries=5, max_queries=50, trees=3))


def attempt(workspace: Path, until: date | None = None, config: TrainConfig = CONFIG) -> str:
    before = sorted(workspace.rglob("*"))
    with pytest.raises(TrainingError) as caught:
        train(Places(Workspace(workspace), workspace), until, 0, config, lambda _: None)
    assert sorted(workspace.rglob("*")) == before
    return str(caught.value)


def test_an_empty_workspace_asks_for_files(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="run `kumppani ingest` first"):
        train(Places(Workspace(tmp_path), tmp_path), None, 0, CONFIG, lambda _: None)


def test_tables_without_a_day_ask_for_dated_facts(tmp_path: Path) -> None:
    Workspace(tmp_path).add("layer", Tables.of(projects=project_frame([Project(ProjectId("p"))])))
    assert "no dated project or ecosystem; ingest some first" in attempt(tmp_path)


def test_without_an_ecosystem_a_catalogue_is_asked_for(tmp_path: Path) -> None:
    project = Project(ProjectId("p"), started=date(2020, 1, 1))
    Workspace(tmp_path).add("layer", Tables.of(projects=project_frame([project])))
    assert "No ecosystem was known before 2020-01-02; ingest a catalogue" in attempt(tmp_path)


def test_before_anything_was_known_there_is_no_ecosystem(trained: Path) -> None:
    assert "choose a later day" in attempt(trained, date(2000, 1, 1))


def of_little(trained: Path, folder: Path, **fit: int) -> tuple[Trained, Manifest, list[str]]:
    workspace, told = Workspace(folder), list[str]()
    workspace.add("layer", Workspace(trained).tables())
    config = CONFIG.model_copy(update={"fit": CONFIG.fit.model_copy(update=fit)})
    made = train(Places(workspace, folder), None, 4, config, told.append)
    return made, read_manifest(made.folder), told


def test_with_too_little_history_the_prior_ranks(trained: Path, tmp_path: Path) -> None:
    made, manifest, told = of_little(trained, tmp_path, min_queries=10_000)
    assert (made.ranker, manifest.ranker) == ("prior", "prior")
    assert made.measures == made.importance == manifest.measures == {}
    assert made.odds == made.hits == ()
    (doubt,) = [
        line for line in told if "too little history to learn from: weights are borrowed, odds are rough" in line
    ]
    assert doubt.startswith("0 of the last 2 years hold 10,000 queries or more")
    recommender = load(made.folder, tmp_path)
    assert recommender.odds_are_rough
    (ranking,) = recommender.recommend([Query("q", text="We build a pump for mills.")], k=5, explain=True)
    assert len(ranking.recommendations) == 5
    for found in ranking.recommendations:
        assert sum(reason.value for reason in found.reasons) == pytest.approx(found.score)


def test_one_period_is_learned_from_and_nothing_is_judged(trained: Path, tmp_path: Path) -> None:
    made, manifest, told = of_little(trained, tmp_path, windows=1)
    assert (made.ranker, manifest.ranker) == ("learned", "learned")
    assert made.measures == manifest.measures == {}
    assert made.importance
    assert any(line.endswith("too little history to judge on: nothing was measured, odds are rough") for line in told)
    recommender = load(made.folder, tmp_path)
    assert recommender.odds_are_rough
    (ranking,) = recommender.recommend([Query("q", text="We build a pump for mills.")], k=99)
    odds = [found.odds for found in ranking.recommendations]
    assert 0 < sum(odds) / len(odds) < 0.5


def test_years_before_the_first_project_need_no_encoder(tmp_path: Path) -> None:
    flagship = Organisation(
        OrganisationId("big"), "Big", country="FI", sizes=(SizeFact(SizeClass.LARGE, date(2019, 1, 1)),)
    )
    projects = [Project(ProjectId(f"p{n}"), title=f"Pump {n}", started=date(2020, 1, 1 + n)) for n in range(3)]
    parts = [Participation(p.id, OrganisationId(who)) for p in projects for who in ("big", "s1")]
    tables = Tables.of(
        projects=project_frame(projects), participations=participation_frame(parts), **organisation_frames([flagship])
    )
    Workspace(tmp_path).add("layer", tables)
    made = train(Places(Workspace(tmp_path), tmp_path), None, 0, CONFIG, lambda _: None)
    assert [ecosystem.id for ecosystem in load(made.folder, tmp_path).catalogue] == ["cordis:big"]


def test_odds_are_judged_where_a_third_period_can_fit_them(trained: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.add("layer", Workspace(trained).tables())
    three = CONFIG.model_copy(update={"fit": CONFIG.fit.model_copy(update={"windows": 3})})
    made = train(Places(workspace, tmp_path), None, 4, three, lambda _: None)
    assert len(made.odds) == len(made.hits) > 0
    assert all(0 < odds < 1 for odds in made.odds)
    said, came = np.mean(made.odds), np.mean(made.hits)
    assert abs(said - came) <= made.measures["odds/all/ece"] + 1e-9


def test_a_training_publishes_what_loads_and_tells_what_it_made(trained: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.add("layer", Workspace(trained).tables())
    told: list[str] = []
    made = train(Places(workspace, tmp_path), None, 4, CONFIG, told.append)
    recommender = load(made.folder, tmp_path)
    assert recommender.version == made.bundle == made.folder.name
    assert made.until == date(2023, 12, 23)
    assert made.seed == 4
    assert made.odds == made.hits == ()
    assert "idea/all/ndcg_10" in made.measures
    assert "odds/all/ece" not in made.measures
    assert all(0 <= value <= 1 for value in made.measures.values())
    assert made.data["projects"] == "180"
    assert told[-1] == f"published {made.bundle}"
    assert len([line for line in told if " queries among " in line]) == 2


def test_a_bundle_that_cannot_be_written_leaves_nothing(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, folder: Path, *__: object) -> str:
        (folder / "half").write_text("")
        raise BundleError("The disk is full.")

    workspace = Workspace(tmp_path)
    workspace.add("layer", Workspace(trained).tables())
    monkeypatch.setattr(experiment, "save", full)
    with pytest.raises(BundleError, match="disk is full"):
        train(Places(workspace, tmp_path), None, 4, CONFIG, lambda _: None)
    assert list(workspace.bundles_folder.iterdir()) == []


def _project(facts: Facts, **changes: Any) -> Facts:  # noqa: ANN401 - of any field
    first, *others = facts.history.projects
    return replace(facts, history=replace(facts.history, projects=(replace(first, **changes), *others)))


def _organisation(facts: Facts, **changes: Any) -> Facts:  # noqa: ANN401 - of any field
    who = facts.history.participants[0]
    return replace(facts, statements={**facts.statements, who: [replace(facts.statements[who][0], **changes)]})


def _profile(facts: Facts, **changes: Any) -> Facts:  # noqa: ANN401 - of any field
    first, *others = facts.profiles
    return replace(facts, profiles=[replace(first, **changes), *others])


CHANGES: dict[str, Callable[[Facts], Facts]] = {
    "role": lambda facts: replace(facts, history=replace(facts.history, coordinates=~facts.history.coordinates)),
    "title": lambda facts: _project(facts, title="Other"),
    "programme": lambda facts: _project(facts, programme="Other"),
    "end": lambda facts: _project(facts, ended=date(2023, 1, 1)),
    "kind": lambda facts: _organisation(facts, kind=Kind.UNIVERSITY),
    "country": lambda facts: _organisation(facts, country="NO"),
    "region": lambda facts: _organisation(facts, region="FI1D2"),
    "size": lambda facts: _organisation(facts, sizes=(SizeFact(SizeClass.MICRO, date(2014, 1, 1)),)),
    "day of a size": lambda facts: _organisation(facts, sizes=(SizeFact(SizeClass.LARGE, date(2014, 1, 2)),)),
    "day of an organisation": lambda facts: _organisation(facts, known_on=date(2014, 1, 1)),
    "text of a profile": lambda facts: _profile(facts, texts=("Other",)),
    "day of a profile": lambda facts: _profile(facts, known_on=date(2015, 1, 2)),
    "ecosystem": lambda facts: replace(facts, described=facts.described[1:]),
}


@pytest.mark.parametrize("fact", CHANGES)
def test_the_fingerprint_tells_every_fact_that_is_used(fact: str, small: Fitted) -> None:
    plain = fingerprints(small.facts)
    assert fingerprints(replace(small.facts, profiles=list(small.facts.profiles))) == plain
    assert fingerprints(CHANGES[fact](small.facts))["sha256"] != plain["sha256"]


def test_the_fingerprint_tells_nothing_of_organisations_that_are_not_used(small: Fitted) -> None:
    stranger = Organisation(OrganisationId("stranger"), "Stranger")
    more = replace(small.facts, statements={**small.facts.statements, stranger.id: (stranger,)})
    assert fingerprints(more) == fingerprints(small.facts)
