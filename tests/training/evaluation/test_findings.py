"""Findings: what is measured of runs, how it is pooled, written, read, compared and shown."""

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import FileFormatError, FileMissingError, InputError
from tests.training.evaluation.conftest import SEED
from training.evaluation.bootstrap import Interval, gap, interval
from training.evaluation.comparison import POOLED, compare
from training.evaluation.findings import PRODUCT, Findings, Measured, pool
from training.evaluation.folder import COLUMNS, read, write
from training.evaluation.measures import ACCURACY, means
from training.evaluation.reciprocity import mean
from training.evaluation.report import page
from training.evaluation.runs import Run
from training.evaluation.summary import difference_lines, pooled_lines


def test_standings_are_means_with_intervals(measured: list[Measured], findings: Findings) -> None:
    for part in measured:
        told = findings.periods[0].tasks[part.task.name]
        assert (told.queries, told.clusters) == (len(part.task.queries), len(set(part.clusters)))
        for name, run in part.runs.items():
            expected = means(run.rankings, part.task.qrels, ACCURACY)
            standing = told.standings[name].measures
            assert {measure: found.mean for measure, found in standing.items()} == pytest.approx(expected)
            assert all(found.low <= found.mean <= found.high for found in standing.values())
        ours, theirs = (part.tables[name]["ndcg_10"] for name in (PRODUCT, "turned"))
        assert told.differences["turned"]["ndcg_10"] == interval(ours - theirs, part.clusters, seed=SEED)
        assert list(told.differences) == ["turned"]


def test_the_gap_is_that_of_warm_less_cold(measured: list[Measured], findings: Findings) -> None:
    gaps = 0
    for part in measured:
        warm = np.array([part.groups[query.id]["warmth"] == ("warm",) for query in part.task.queries])
        found = findings.periods[0].tasks[part.task.name].standings[PRODUCT].gap
        expected = gap(part.tables[PRODUCT]["mrr"], part.clusters, warm, seed=SEED)
        assert found.get("mrr") == expected
        gaps += bool(found)
    assert gaps


def test_slices_part_the_queries(measured: list[Measured], findings: Findings) -> None:
    for part in measured:
        told = findings.periods[0].tasks[part.task.name]
        for dimension in ("warmth", "country", "history"):
            parts = told.slices[dimension].values()
            assert sum(one.queries for one in parts) == told.queries
            whole = sum(one.queries * one.measures["ndcg_10"].mean for one in parts) / told.queries
            assert whole == pytest.approx(told.standings[PRODUCT].measures["ndcg_10"].mean)
        assert "language" not in told.slices


def test_odds_are_those_of_the_first_ten_places(measured: list[Measured], findings: Findings) -> None:
    for part in measured:
        odds = findings.periods[0].tasks[part.task.name].odds
        run = part.runs[PRODUCT]
        said = [value for values in run.odds.values() for value in values[:10]]
        came = [name in part.task.qrels[query] for query, ranked in run.rankings.items() for name in ranked[:10]]
        assert len(odds.bins) == min(10, len(said))
        if len(said) % 10 == 0:
            assert np.mean(odds.bins, axis=0) == pytest.approx([np.mean(said), np.mean(came)])
        assert odds.abstention
        assert odds.abstention.risk == pytest.approx(1 - part.tables[PRODUCT]["ndcg_10"].mean())


def test_pooled_tasks_weigh_the_same(measured: list[Measured], findings: Findings) -> None:
    for name in (PRODUCT, "turned"):
        expected = np.mean([part.tables[name]["ndcg_10"].mean() for part in measured])
        assert findings.pooled.measures[name]["ndcg_10"].mean == pytest.approx(expected)
    ours, theirs = (findings.pooled.measures[name]["mrr"].mean for name in (PRODUCT, "turned"))
    assert findings.pooled.differences["turned"]["mrr"].mean == pytest.approx(ours - theirs)


def test_both_sides_are_told_of_every_task_and_of_all(measured: list[Measured], findings: Findings) -> None:
    told = [findings.periods[0].tasks[part.task.name].reciprocity for part in measured]
    assert findings.pooled.reciprocity == mean(told)
    assert page(findings).count("seen from both sides") == len(told) + 1  # and all periods, of which there is one
    text = "\n".join(pooled_lines(findings))
    assert all(f"{found.two_sided.rndcg:.4f}" in text for found in (*told, findings.pooled.reciprocity))


def test_a_method_that_is_not_everywhere_is_not_pooled(measured: list[Measured]) -> None:
    first, *others = measured
    bare = Measured(first.task, {PRODUCT: first.runs[PRODUCT]}, first.setting, first.reciprocity)
    assert list(pool([bare, *others], SEED).measures) == [PRODUCT]


def test_a_query_that_is_missing_from_a_run_counts_0(measured: list[Measured]) -> None:
    part = measured[0]
    empty = Measured(part.task, {PRODUCT: Run({})}, part.setting, part.reciprocity)
    found = empty.findings(SEED)
    assert found.standings[PRODUCT].measures["ndcg_10"] == Interval(0, 0, 0)
    assert found.odds.bins == ()
    assert empty.best_odds == [0] * len(part.task.queries)


def test_what_is_written_is_read_again(written: Path, findings: Findings, measured: list[Measured]) -> None:
    result = read(written)
    assert result.findings == findings
    for part in measured:
        rows = result.rows[part.task.day.isoformat(), part.task.name]
        assert [row.query_id for row in rows] == [query.id for query in part.task.queries]
        assert [row.cluster for row in rows] == part.clusters
        for measure in ACCURACY:
            assert [row.values[measure] for row in rows] == pytest.approx(part.tables[PRODUCT][measure].tolist())
    with (written / "per_query.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert {line["method"] for line in lines} == {PRODUCT, "turned"}
    assert all(bool(line["best_odds"]) == (line["method"] == PRODUCT) for line in lines)


def test_a_comparison_is_paired(written: Path, findings: Findings, measured: list[Measured], tmp_path: Path) -> None:
    other = [Measured(part.task, {PRODUCT: part.runs["turned"]}, part.setting, part.reciprocity) for part in measured]
    write(tmp_path / "other", findings, other)
    found = {(one.task, one.measure): one for one in compare(read(tmp_path / "other"), read(written))}
    for part in measured:
        one = found[part.task.name, "recall_10"]
        ours, theirs = (part.tables[name]["recall_10"] for name in (PRODUCT, "turned"))
        assert (one.first, one.second) == pytest.approx((theirs.mean(), ours.mean()))
        expected = interval(ours - theirs, part.clusters, seed=SEED)
        assert [one.difference.low, one.difference.high] == pytest.approx([expected.low, expected.high])
    pooled = found[POOLED, "ndcg_10"]
    expected = findings.pooled.differences["turned"]["ndcg_10"]
    assert [pooled.difference.mean, pooled.difference.low] == pytest.approx([expected.mean, expected.low])
    assert "all pooled" in difference_lines(list(found.values()))[-2]


def changed(folder: Path, name: str, change: Callable[[str], str]) -> Path:
    """Copy a result with one file changed."""
    other = folder.with_name("other")
    other.mkdir(exist_ok=True)
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        (other / path.name).write_text(change(text) if path.name == name else text, "utf-8")
    return other


def refused(first: Path, second: Path) -> str:
    with pytest.raises(InputError) as caught:
        compare(read(first), read(second))
    return str(caught.value)


def test_other_queries_are_refused(written: Path, measured: list[Measured]) -> None:
    part = measured[0]
    print_ = part.task.fingerprint
    told = refused(written, changed(written, "result.json", lambda text: text.replace(print_, "0")))
    assert f"were judged on other queries or truths in {part.task.name} from 2023-01-01. Evaluate both on" in told


def test_another_period_is_refused_whichever_lacks_it(written: Path, findings: Findings) -> None:
    other = changed(
        written, "result.json", lambda text: text.replace('"cutoff": "2023-01-01"', '"cutoff": "2022-01-01"')
    )
    assert "other was not judged on " in refused(written, other)
    fewer = findings.periods[0].model_copy(update={"tasks": dict(list(findings.periods[0].tasks.items())[1:])})
    less = findings.model_copy(update={"periods": (fewer,)}).model_dump_json()
    other = changed(written, "result.json", lambda _: less)
    for pair in ((written, other), (other, written)):
        assert f"{other} was not judged on {next(iter(findings.periods[0].tasks))} from 2023-01-01" in refused(*pair)


def test_values_that_do_not_belong_to_the_findings_are_refused(written: Path) -> None:
    short = changed(written, "per_query.csv", lambda text: "\n".join(text.splitlines()[:2]) + "\n")
    assert f"per_query.csv in {short} does not hold the queries" in refused(written, short)
    query = next(iter(read(written).rows.values()))[0].query_id
    other = changed(written, "per_query.csv", lambda text: text.replace(f",{query},", ",stranger,"))
    assert "hold other queries of" in refused(written, other)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("result.json", "{}", r"result.json is not what this release of `kumppani evaluate` writes \(version: "),
        ("result.json", "no JSON", r"\(the whole: Invalid JSON"),
        ("per_query.csv", "", "has not the columns"),
        ("per_query.csv", ",".join(COLUMNS) + "\na,b\n", "per_query.csv, line 2: "),
        ("per_query.csv", ",".join(COLUMNS) + "\n" + ",".join("x" * len(COLUMNS)) + "\n", "line 2: could not convert"),
    ],
)
def test_what_no_evaluation_writes_is_refused(name: str, content: str, told: str, written: Path) -> None:
    (written / name).write_text(content, "utf-8")
    with pytest.raises(FileFormatError, match=told):
        read(written)


def test_a_folder_that_is_none_or_not_text_is_refused(written: Path, tmp_path: Path) -> None:
    with pytest.raises(FileMissingError, match="name a folder that `kumppani evaluate` has written"):
        read(tmp_path / "none")
    (written / "result.json").write_bytes(b"\xff")
    with pytest.raises(FileFormatError, match="is not UTF-8"):
        read(written)


def test_a_folder_that_cannot_be_written_is_told(findings: Findings, measured: list[Measured], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileMissingError, match="choose another --output"):
        write(tmp_path / "file" / "result", findings, measured)


def test_findings_are_plain_json(written: Path) -> None:
    told = json.loads((written / "result.json").read_text("utf-8"))
    assert told["format"] == 1
    assert set(told["periods"][0]["tasks"]["idea"]["standings"]["turned"]["measures"]["mrr"]) == {"mean", "low", "high"}


def test_equal_runs_give_equal_findings(measured: list[Measured]) -> None:
    part = measured[0]
    again = Measured(replace(part.task), part.runs, part.setting, part.reciprocity)
    assert again.findings(SEED) == part.findings(SEED)
