"""Experiments: variants on equal terms, what they share is made once, and what cannot be run."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from recommender.encoding.base import Encoder
from recommender.errors import FileMissingError, InputError, InvalidRecordError
from recommender.retrieval.world import World
from recommender.workspace import Workspace
from tests.tiny import run
from training.experiment import Places
from training.experiments import ExperimentConfig, ExperimentResult, read_experiment, run_experiment, write_result
from training.fitting import materials
from training.fitting.facts import Facts
from training.fitting.world import FitConfig, world_at

FIT = {"windows": 2, "min_queries": 5, "max_queries": 50, "trees": 3}
VARIANTS: Mapping[str, Mapping[str, object]] = {
    "plain": {},
    "far": {"pipeline": {"near": 3}},
    "linear": {"tree_share": 0},
    "wordless": {"leave_out": ["words"]},
    "short": {"windows": 1, "pipeline": {"depth": 5}},
}
QUESTION = "Does a variant beat the plain one?"


def quiet(_: str) -> None:
    pass


def config(
    variants: Mapping[str, Mapping[str, object]] = VARIANTS, cutoffs: tuple[str, ...] = ("2023-01-01",)
) -> ExperimentConfig:
    return ExperimentConfig.model_validate({
        "question": QUESTION, "cutoffs": cutoffs, "queries": 8, "seed": 3,
        "variants": {name: {"encoder": "tfidf", "fit": {**FIT, **fit}} for name, fit in variants.items()},
    })  # fmt: skip


@pytest.fixture(scope="module")
def places(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Places:
    folder = tmp_path_factory.mktemp("experiments")
    workspace = Workspace(folder / "w")
    workspace.add("layer", Workspace(trained).tables())
    return Places(workspace, folder)


@pytest.fixture(scope="module")
def result(places: Places) -> ExperimentResult:
    return run_experiment(places, config(), quiet)


def test_all_variants_answer_the_same_queries(result: ExperimentResult) -> None:
    (period,) = result.periods
    assert (period.cutoff, period.end) == (date(2023, 1, 1), date(2023, 12, 23))
    assert set(period.tasks) == set(result.tasks) <= {"alone", "call", "idea", "newcomer"}
    for found in result.parts.values():
        assert list(found.measures) == list(VARIANTS)
        assert list(found.differences) == [name for name in VARIANTS if name != "plain"]
        for name, differences in found.differences.items():
            for measure, gain in differences.items():
                means = [found.measures[variant][measure].mean for variant in (name, "plain")]
                assert gain.mean == pytest.approx(means[0] - means[1])
                assert gain.low <= gain.mean <= gain.high
    assert all(0 < found.queries <= 8 for found in period.tasks.values())
    assert result.pooled.queries == sum(found.queries for found in period.tasks.values())
    assert len({json.dumps(result.pooled.model_dump()["measures"][name]) for name in VARIANTS}) > 1


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_does_as_well_beside_others_as_alone(name: str, result: ExperimentResult, places: Places) -> None:
    alone = run_experiment(places, config({name: VARIANTS[name]}), quiet)
    assert alone.pooled.measures[name] == result.pooled.measures[name]
    assert [found.measures[name] for found in alone.tasks.values()] == [
        found.measures[name] for found in result.tasks.values()
    ]


def test_what_variants_share_is_made_once(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    worlds: list[tuple[date, int]] = []

    def counted(day: date, facts: Facts, encoder: Encoder, fit: FitConfig) -> World:
        worlds.append((day, fit.pipeline.near))
        return world_at(day, facts, encoder, fit)

    monkeypatch.setattr(materials, "world_at", counted)
    run_experiment(places, config(), quiet)
    days = [date(year, 1, 1) for year in (2021, 2022, 2023)]
    assert worlds == [(day, near) for near in (200, 3) for day in days]


def test_periods_and_tasks_are_pooled(places: Places) -> None:
    two = run_experiment(
        places, config({"plain": {}, "linear": {"tree_share": 0}}, ("2023-01-01", "2022-01-01")), quiet
    )
    assert [period.cutoff for period in two.periods] == [date(2022, 1, 1), date(2023, 1, 1)]
    parts = [found for period in two.periods for found in period.tasks.values()]
    for name in ("plain", "linear"):
        means = [part.measures[name]["ndcg_10"].mean for part in parts]
        assert two.pooled.measures[name]["ndcg_10"].mean == pytest.approx(sum(means) / len(means))
    assert two.tasks["idea"].queries == sum(period.tasks["idea"].queries for period in two.periods)
    assert next(iter(two.parts)) == "all cutoffs and tasks"
    assert two.pooled.clusters == sum(period.pooled.clusters for period in two.periods)


def test_equal_configs_write_equal_bytes(result: ExperimentResult, places: Places, tmp_path: Path) -> None:
    first = write_result(tmp_path, result).read_bytes()
    assert write_result(tmp_path, run_experiment(places, config(), quiet)).read_bytes() == first
    assert ExperimentResult.model_validate_json(first) == result


def test_a_result_that_cannot_be_written_is_told(result: ExperimentResult, tmp_path: Path) -> None:
    (tmp_path / "result.json").mkdir()
    with pytest.raises(FileMissingError, match=r"result.json cannot be written .*; make the folder writable"):
        write_result(tmp_path, result)


def test_a_cutoff_after_the_data_is_refused(places: Places) -> None:
    with pytest.raises(InputError, match="Nothing is known from the cutoff 2031-01-01 on"):
        run_experiment(places, config(cutoffs=("2031-01-01",)), quiet)


def written(folder: Path, **variants: str) -> Path:
    lines = [f'question = "{QUESTION}"', 'cutoffs = ["2023-01-01"]', "queries = 8", "seed = 3"]
    for name, options in variants.items():
        lines += [f"[variants.{name}]", 'encoder = "tfidf"', *(f"fit.{key} = {value}" for key, value in FIT.items())]
        lines += [options]
    folder.mkdir(exist_ok=True)
    (folder / "config.toml").write_text("\n".join(lines), "utf-8")
    return folder


def test_the_command_writes_the_result_and_prints_a_table(places: Places, tmp_path: Path) -> None:
    folder = written(tmp_path / "0001-linear", plain="", linear="fit.tree_share = 0")
    told = run("experiment", folder, "--workspace", places.workspace.folder)
    assert told.exit_code == 0, told.output
    lines = told.stdout.splitlines()
    assert lines[:2] == [QUESTION, lines[1]]
    assert lines[1].startswith("2023-01-01 to 2023-12-23, all tasks: ")
    assert lines[2].split() == ["variant", "nDCG@10", "nDCG@10", "−", "plain", "Recall@50", "Recall@50", "−", "plain"]
    assert [line.split()[0] for line in lines[3:5]] == ["plain", "linear"]
    assert f"written to {folder / 'result.json'}" in told.stderr.replace("\n", "")
    found = ExperimentResult.model_validate_json((folder / "result.json").read_text("utf-8"))
    assert found.config == read_experiment(folder)
    again = run("experiment", folder, "--workspace", places.workspace.folder, "--json")
    assert json.loads(again.stdout) == found.model_dump(mode="json")


@pytest.mark.parametrize(
    ("option", "told"),
    [
        ("fit.speed = 1", "variants.odd.fit.speed: Extra inputs are not permitted"),
        (
            'fit.leave_out = ["wolk"]',
            "variants.odd.fit.leave_out: Value error, 'wolk' is no signal; did you mean 'walk'?",
        ),
    ],
)
def test_an_option_that_does_not_exist_is_refused(option: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordError) as caught:
        read_experiment(written(tmp_path, odd=option))
    assert told in str(caught.value)


def test_an_experiment_needs_a_variant(tmp_path: Path) -> None:
    with pytest.raises(InvalidRecordError, match=r"config.toml: variants: Field required"):
        read_experiment(written(tmp_path))


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, places: Places) -> None:
    told = run("experiment", tmp_path / "none", "--workspace", places.workspace.folder)
    assert (told.exit_code, told.stdout) == (2, "")
    assert "none/config.toml cannot be read (No such file or directory)" in told.stderr.replace("\n", "")


def test_an_empty_workspace_asks_for_files(tmp_path: Path) -> None:
    told = run("experiment", written(tmp_path / "one", plain=""), "--workspace", tmp_path / "w")
    assert told.exit_code == 3
    assert "run `kumppani ingest` first" in told.stderr
