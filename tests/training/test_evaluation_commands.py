"""The commands ``evaluate`` and ``compare``: what they write and print, and how they end."""

import json
from pathlib import Path

import pytest

from recommender.workspace import Workspace
from tests.tiny import run


@pytest.fixture(scope="module")
def judged(trained: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with two evaluations, ``a`` and ``b``, of one workspace."""
    folder = tmp_path_factory.mktemp("judged")
    Workspace(folder / "w").add("layer", Workspace(trained).tables())
    text = (trained.parent / "files" / "config.toml").read_text("utf-8")
    (folder / "a.toml").write_text(text)
    (folder / "b.toml").write_text(text + "ridge = 3000\n")
    for name in ("a", "b"):
        result = run(
            "evaluate", "--workspace", folder / "w", "--config", folder / f"{name}.toml", "--cutoff", "2023-01-01",
            "--queries", "20", "--no-peers", "--output", folder / name,
        )  # fmt: skip
        assert result.exit_code == 0, result.output
        assert "kumppani  nDCG@10 ." in result.stdout
        assert f"written to {folder / name}" in result.stderr.replace("\n", "")
    return folder


def again(judged: Path, form: str) -> str:
    """Evaluate as for ``a`` and return what is printed."""
    result = run(
        "evaluate", "--workspace", judged / "w", "--config", judged / "a.toml", "--cutoff", "2023-01-01",
        "--queries", "20", "--no-peers", form,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    return result.stdout


def test_an_evaluation_writes_findings_values_and_a_report(judged: Path) -> None:
    assert sorted(path.name for path in (judged / "a").iterdir()) == ["per_query.csv", "report.html", "result.json"]
    assert not (judged / "w" / "bundles").exists()


def test_an_evaluation_as_json_is_its_result(judged: Path) -> None:
    told = again(judged, "--json")
    assert json.loads(told) == json.loads((judged / "a" / "result.json").read_text("utf-8"))
    whole = {path.name: path.read_bytes() for path in (judged / "w" / "evaluation").iterdir()}
    assert whole == {path.name: path.read_bytes() for path in (judged / "a").iterdir()}


def test_an_evaluation_as_a_table_is_markdown(judged: Path) -> None:
    told = again(judged, "--table")
    assert told.startswith("2023-01-01 to 2023-12-23, ")
    assert "| question | queries | nDCG@10 |" in told


def test_two_evaluations_are_compared(judged: Path) -> None:
    plain = run("compare", judged / "a", judged / "b")
    assert plain.exit_code == 0, plain.output
    assert plain.stdout.splitlines()[0].split() == ["measure", "A", "B", "B", "−", "A"]
    told = json.loads(run("compare", judged / "a", judged / "b", "--json").stdout)
    assert told["first"] == str(judged / "a")
    assert {line["task"] for line in told["differences"]} > {"pooled"}
    assert all(
        line["difference"]["mean"] == pytest.approx(line["second"] - line["first"]) for line in told["differences"]
    )


def test_what_cannot_be_compared_is_refused(judged: Path, tmp_path: Path) -> None:
    result = run("compare", judged / "a", tmp_path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "name a folder that `kumppani evaluate` has written" in result.stderr


@pytest.mark.parametrize("day", ["", "2024", "tomorrow"])
def test_a_cutoff_that_is_no_day_is_refused(day: str, tmp_path: Path) -> None:
    result = run("evaluate", "--workspace", tmp_path, "--cutoff", day)
    assert result.exit_code == 2
    assert result.stderr == f"error: --cutoff {day!r} is not a day; write it as YYYY-MM-DD, e.g. 2024-01-01.\n"


def test_an_empty_workspace_asks_for_files(tmp_path: Path) -> None:
    result = run("evaluate", "--workspace", tmp_path)
    assert result.exit_code == 3
    assert "run `kumppani ingest` first" in result.stderr
