"""The whole way on real partnerships, against what came later; with TF-IDF, which needs no model."""

import csv
import json
import subprocess
from collections import defaultdict
from pathlib import Path

import pytest

from tests.tiny import run
from training.evaluation.measures import means

DAY = "2024-01-01"
CONFIG = """
encoder = "tfidf"

[fit]
windows = 5
max_queries = 400
trees = 60
"""


@pytest.mark.realdata
@pytest.mark.slow
def test_partnerships_that_came_later_are_found(real_data: Path, tmp_path: Path) -> None:
    task = real_data.parent / "bench" / "data" / "dev" / "T2"
    if not task.is_dir():
        pytest.skip("the development split is not on this machine")
    workspace, answers = str(tmp_path / "workspace"), tmp_path / "run.csv"
    config = tmp_path / "config.toml"
    config.write_text(CONFIG)
    archives = sorted(str(path) for path in (real_data / "cordis").glob("*.zip"))
    for command in (
        ["ingest", "cordis", *archives, "--workspace", workspace, "--until", DAY],
        ["train", "--workspace", workspace, "--until", DAY, "--config", str(config)],
        ["recommend", "--workspace", workspace, "--queries", str(task / "queries.csv"), "--k", "50",
         "--output", str(answers), "--include-known"],
    ):  # fmt: skip
        assert run(*command).exit_code == 0
    ranked: dict[str, list[str]] = defaultdict(list)
    for row in _rows(answers):
        ranked[row["query_id"]].append(row["flagship_id"])
    truths: dict[str, set[str]] = defaultdict(set)
    for row in _rows(task / "qrels.csv"):
        truths[row["query_id"]].add(row["flagship_id"])
    measured = means(ranked, truths)
    assert measured["ndcg_10"] > 2 * POPULARITY, measured


@pytest.mark.realdata
@pytest.mark.slow
def test_the_table_of_the_readme_is_computed_in_one_go(real_data: Path, tmp_path: Path) -> None:
    workspace, output = str(tmp_path / "workspace"), tmp_path / "evaluation"
    (tmp_path / "config.toml").write_text('encoder = "tfidf"\nfit = {windows = 2, max_queries = 200, trees = 20}\n')
    archives = sorted(str(path) for path in (real_data / "cordis").glob("*.zip"))
    assert run("ingest", "cordis", *archives, "--workspace", workspace, "--until", "2024-09-01").exit_code == 0
    told = run(
        "evaluate", "--workspace", workspace, "--config", str(tmp_path / "config.toml"), "--cutoff", DAY,
        "--queries", "60", "--seed", "1", "--no-peers", "--table", "--output", str(output),
    )  # fmt: skip
    assert told.exit_code == 0, told.output
    title, _, _, _, *rows = told.stdout.splitlines()
    assert title.startswith("2024-01-01 to 2024-")
    assert title.endswith(", 387 ecosystems:")
    assert [row.split(" ")[1] for row in rows] == ["T1", "T2", "T3"], told.stdout
    (period,) = json.loads((output / "result.json").read_text("utf-8"))["periods"]
    for name, task in period["tasks"].items():
        assert 50 < task["queries"] <= 60, name
        assert task["standings"]["kumppani"]["measures"]["ndcg_10"]["mean"] > 0.1, name


@pytest.mark.parametrize("given", [[], ["CORDIS=nowhere"]], ids=["no folder", "no such folder"])
def test_make_asks_for_the_folder_of_the_archives(root: Path, given: list[str]) -> None:
    alone = ["env", "-u", "MAKEFLAGS", "-u", "CORDIS"]  # whatever make was told that runs the tests
    call = [*alone, "make", "--dry-run", "realdata", *given]
    told = subprocess.run(call, cwd=root, check=False, capture_output=True, text=True)
    assert told.returncode == 2
    assert "name their folder: make realdata CORDIS=FOLDER" in told.stderr


POPULARITY = 0.089
"""nDCG@10 of popularity in the SME's country on the same queries."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
