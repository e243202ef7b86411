"""The same seed and data give the same bytes, and what came on or after the day changes nothing."""

import json
import os
from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from pathlib import Path

import pytest

from recommender.settings import THREADS
from recommender.workspace import Workspace
from tests.tiny import DAY, SUBJECTS, Tiny, content, run, started
from training.configuration import read_config
from training.experiment import Places, train

Plant = Callable[[Tiny, str], None]


def steps(sources: list[list[str]], folder: Path, *, early: bool = False) -> list[list[str]]:
    """Commands from files to a bundle; `early` gives the day to each ingest too."""
    until = ["--until", DAY.isoformat()]
    at = ["--workspace", str(folder / "workspace")]
    ingests = [["ingest", *source, *at, *(until if early else [])] for source in sources]
    return [*ingests, ["train", "--seed", "3", "--config", str(folder / "files" / "config.toml"), *until, *at]]


def bundle(tiny: Tiny, folder: Path, *, early: bool = False) -> dict[str, bytes]:
    """Train on a world in this process, untracked, and read the bundle, its name among the paths."""
    ingested(tiny, folder, early=early)
    workspace = Workspace(folder / "workspace")
    train(Places(workspace, folder), DAY, 3, read_config(folder / "files" / "config.toml"), lambda _: None)
    return content(workspace.bundles_folder)


def ingested(tiny: Tiny, folder: Path, *, early: bool = False) -> dict[str, int]:
    """Ingest a world; return how much of it is dated before the day."""
    for step in steps(tiny.write(folder / "files"), folder, early=early)[:-1]:
        result = run(*step)
        assert result.exit_code == 0, result.output
    counts = Workspace(folder / "workspace").tables(DAY).counts()
    return {table: count for table, count in counts.items() if table != "participations"}


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


def partnership(tiny: Tiny, day: str) -> None:
    new = {"sme_id": "s1", "ecosystem_id": "water-circle", "since": day, "title": "Late pump", "description": "Late."}
    tiny.rows["partnerships"] += [new, {**new, "sme_id": "s2", "ecosystem_id": "pump-circle"}]


def profile(tiny: Tiny, day: str) -> None:
    tiny.rows["profiles"].append(
        {"id": "late", "name": "Late Oy", "text": "We make late pumps.", "size": "5", "updated": day}
    )


def profile_of_a_known_participant(tiny: Tiny, day: str) -> None:
    """Of a company that projects know already, with another name, country and size."""
    tiny.rows["profiles"].append(
        {"id": "big1", "name": "Renamed Oy", "text": "Now it writes.", "country": "SE", "size": "5", "updated": day}
    )


def size(tiny: Tiny, day: str) -> None:
    """Another project states often enough that a flagship is small and an SME large."""
    for number in range(60):
        tiny.rows["project"].append({"id": f"z{number}", "title": "Late", "startDate": day})
        for who, is_sme in (("big1", "true"), ("s1", "false")):
            tiny.rows["organization"].append(
                {"projectID": f"z{number}", "organisationID": who, "name": _name(who), "SME": is_sme,
                 "activityType": "PRC", "country": "FI", "role": "participant"}
            )  # fmt: skip


def _name(who: str) -> str:
    return {"big1": "Big 1", "s1": "Maker 1"}[who]


def project(tiny: Tiny, day: str) -> None:
    tiny.rows["project"].append({"id": "late", "title": "Late project", "startDate": day, "objective": "Late pumps."})
    tiny.rows["topics"].append({"projectID": "late", "topic": "T9", "title": "A late call"})
    for who in ("big1", "s1"):
        tiny.rows["organization"].append(
            {"projectID": "late", "organisationID": who, "name": _name(who), "activityType": "PRC", "country": "FI"}
        )


def ecosystem(tiny: Tiny, day: str) -> None:
    late = deepcopy(tiny.entries[0])
    late.update(id="late-circle", flagship={"id": "late-lead", "name": "Late Ltd", "large": True}, known_on=day)
    tiny.entries.append(late)


PLANTS: list[Plant] = [partnership, profile, profile_of_a_known_participant, size, project, ecosystem]


@pytest.mark.parametrize("plant", PLANTS)
def test_what_came_on_the_day_changes_no_byte(plant: Plant, plain: dict[str, bytes], tmp_path: Path) -> None:
    tiny = Tiny()
    plant(tiny, DAY.isoformat())
    planted = bundle(tiny, tmp_path)
    assert planted.keys() == plain.keys()
    assert [name for name in plain if planted[name] != plain[name]] == []


@pytest.mark.parametrize("early", [True, False], ids=["day given at ingest", "day given at training"])
def test_nothing_of_all_that_came_later_changes_a_byte(*, early: bool, plain: dict[str, bytes], tmp_path: Path) -> None:
    tiny = Tiny()
    for plant in PLANTS:
        plant(tiny, (DAY + timedelta(days=150)).isoformat())
    assert bundle(tiny, tmp_path, early=early) == plain


@pytest.mark.parametrize("plant", PLANTS)
def test_what_is_planted_would_have_been_known_a_day_earlier(plant: Plant, tmp_path: Path) -> None:
    plain = ingested(Tiny(), tmp_path / "plain")
    for name, shift in (("before", -1), ("after", 0)):
        tiny = Tiny()
        plant(tiny, (DAY + timedelta(days=shift)).isoformat())
        assert (ingested(tiny, tmp_path / name) == plain) is (name == "after")
