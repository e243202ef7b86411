"""The same seed and data give the same bytes."""

import json
import os
from pathlib import Path

import pytest

from recommender.settings import THREADS
from recommender.workspace import Workspace
from tests.tiny import DAY, SUBJECTS, Tiny, content, run, started
from training.configuration import read_config
from training.experiment import Places, train


def steps(sources: list[list[str]], folder: Path, *, early: bool = False) -> list[list[str]]:
    """Commands from files to a bundle; `early` gives the day to each ingest too."""
    until = ["--until", DAY.isoformat()]
    at = ["--workspace", str(folder / "workspace")]
    ingests = [["ingest", *source, *at, *(until if early else [])] for source in sources]
    return [*ingests, ["train", "--seed", "3", "--config", str(folder / "files" / "config.toml"), *until, *at]]


def bundle(tiny: Tiny, folder: Path, *, early: bool = False) -> dict[str, bytes]:
    """Train on a world in this process, untracked, and read the bundle, its name among the paths."""
    for step in steps(tiny.write(folder / "files"), folder, early=early)[:-1]:
        result = run(*step)
        assert result.exit_code == 0, result.output
    workspace = Workspace(folder / "workspace")
    train(Places(workspace, folder), DAY, 3, read_config(folder / "files" / "config.toml"), lambda _: None)
    return content(workspace.bundles_folder)


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(tmp_path: Path) -> None:
    bundles = []
    for name in ("one", "two"):
        folder = tmp_path / name
        for step in steps(Tiny().write(folder / "files"), folder):
            process = started(step)
            assert process.returncode == 0, process.stderr
        bundles.append(content(folder / "workspace" / "bundles"))
    one, two = bundles
    assert one.keys() == two.keys()
    assert len(one) > 20
    assert [name for name in one if one[name] != two[name]] == []


@pytest.mark.slow
@pytest.mark.skipif(os.cpu_count() == 1, reason="one core runs one thread, whatever it is told")
def test_the_number_of_threads_changes_no_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bundles, runs = [], []
    asked, answered = tmp_path / "queries.csv", tmp_path / "run.csv"
    lines = (f"q{n},s{n % 30},FI,We build a {SUBJECTS[n % 6]} for mills of every size." for n in range(90))
    asked.write_text("\n".join(["query_id,sme_id,country,text", *lines]), "utf-8")
    for threads in ("1", "4"):
        for name in THREADS:
            monkeypatch.setenv(name, threads)
        folder = tmp_path / threads
        ask = [
            "recommend",
            "--workspace",
            str(folder / "workspace"),
            "--queries",
            str(asked),
            "--output",
            str(answered),
        ]
        for step in [*steps(Tiny().write(folder / "files"), folder), ask]:
            process = started(step)
            assert process.returncode == 0, process.stderr
        bundles.append(content(folder / "workspace" / "bundles"))
        runs.append(answered.read_bytes())
    one, four = bundles
    assert len(one) > 20
    assert [name for name in {*one, *four} if one.get(name) != four.get(name)] == []
    assert runs[0] == runs[1]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return bundle(Tiny(), tmp_path_factory.mktemp("plain"))


def test_the_bundle_tells_neither_clock_nor_place(plain: dict[str, bytes], tmp_path: Path) -> None:
    again = bundle(Tiny(), tmp_path / "elsewhere" / "deeper")
    assert again == plain


def test_giving_the_day_at_ingest_or_at_training_is_the_same(plain: dict[str, bytes], tmp_path: Path) -> None:
    assert bundle(Tiny(), tmp_path, early=True) == plain


def test_another_seed_is_recorded(plain: dict[str, bytes]) -> None:
    name = next(name for name in plain if name.endswith("manifest.json"))
    manifest = json.loads(plain[name])
    assert (manifest["seed"], manifest["day"]) == (3, DAY.isoformat())
