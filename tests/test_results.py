"""What the documents claim is what the kept results say."""

from pathlib import Path

import pytest

from training.evaluation.findings import Findings
from training.evaluation.summary import markdown_lines
from training.experiments import ExperimentResult, read_experiment

ROOT = Path(__file__).parent.parent
EXPERIMENTS = sorted(path.parent for path in (ROOT / "experiments").glob("*/config.toml"))


@pytest.mark.parametrize("document", ["README.md", "docs/evaluation.md"])
def test_the_table_of_2024_is_the_one_that_was_computed(document: str) -> None:
    findings = Findings.model_validate_json((ROOT / "docs" / "results" / "2024.json").read_text("utf-8"))
    table = markdown_lines(findings)[2:]
    assert len(table) > 4
    assert "\n".join(table) in (ROOT / document).read_text("utf-8")


def test_there_are_experiments() -> None:
    assert len(EXPERIMENTS) >= 12


@pytest.mark.parametrize("folder", EXPERIMENTS, ids=lambda folder: folder.name)
def test_an_experiment_tells_its_question_and_what_came_of_it(folder: Path) -> None:
    result = ExperimentResult.model_validate_json((folder / "result.json").read_text("utf-8"))
    assert result.config == read_experiment(folder)
    told = (folder / "README.md").read_text("utf-8")
    assert told.startswith(f"# {result.config.question}\n")
    first, *others = result.config.variants
    assert f"| {first} (nDCG@10) | {result.pooled.measures[first]['ndcg_10'].mean:.3f} |" in told
    for name in others:
        assert f"| {name} | {result.pooled.differences[name]['ndcg_10'].mean:+.3f} [" in told
