"""The whole way on real partnerships, against what came later; with TF-IDF, which needs no model."""

import csv
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


POPULARITY = 0.089
"""nDCG@10 of popularity in the SME's country on the same queries."""


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
