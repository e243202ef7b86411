"""The report and the tables of an evaluation: what they tell, and in which order."""

import re
from pathlib import Path

import pytest

from tests.training.evaluation.conftest import SEED
from training.evaluation.bootstrap import Interval
from training.evaluation.findings import PRODUCT, Findings, Measured, pool
from training.evaluation.report import difference, figure, page, share, verdict, word
from training.evaluation.summary import STAR, markdown_lines, pooled_lines


def test_the_report_is_whole_and_escapes_what_it_shows(written: Path, findings: Findings) -> None:
    text = (written / "report.html").read_text("utf-8")
    assert text == page(findings)
    assert "<script" not in text
    assert "<b>" not in text
    assert re.findall(r'(?:src|href)="(?!data:image/png;base64,)', text) == []
    assert figure(findings.pooled.measures["turned"]["ndcg_10"]) in text
    assert difference(findings.pooled.differences["turned"]["auprc"]) in text
    assert "k 2, b 0.5" in text
    assert text.count("<table>") == text.count("</table>")


def test_the_report_begins_with_who_did_best_and_how_sure_that_is(findings: Findings) -> None:
    text = page(findings)
    pooled, gain = findings.pooled, findings.pooled.differences["turned"]["ndcg_10"]
    assert gain.low > 0
    told = verdict(pooled)
    assert f"an nDCG@10 of {figure(pooled.measures[PRODUCT]['ndcg_10'])}." in told
    assert "Of 1 other methods it is better than 1, worse than 0, and within chance of 0." in told
    assert told.endswith(f"The strongest of them is turned; Kumppani less turned is {difference(gain)}.")
    assert text.index(told) < text.index("Task by task") < text.index("All measures")
    assert '<td class="better">better</td>' in text


@pytest.mark.parametrize(
    ("low", "high", "said"), [(0.1, 0.3, "better"), (-0.3, -0.1, "worse"), (-0.1, 0.3, "within chance")]
)
def test_a_difference_is_said_in_a_word(low: float, high: float, said: str) -> None:
    assert word(Interval((low + high) / 2, low, high)) == said


def test_a_report_without_peers_has_no_differences(findings: Findings, measured: list[Measured]) -> None:
    bare = [Measured(part.task, {PRODUCT: part.runs[PRODUCT]}, part.setting, part.reciprocity) for part in measured]
    period = findings.periods[0].model_copy(
        update={
            "tasks": {part.task.name: part.findings(SEED) for part in bare},
            "pooled": pool(bare, SEED),
            "choices": {},
        }
    )
    alone = findings.model_copy(update={"periods": (period,), "pooled": pool(bare, SEED)})
    assert "less each peer" not in page(alone)
    assert "No other method was judged beside it." in page(alone)
    assert STAR not in pooled_lines(alone)


def test_figures_are_short() -> None:
    assert figure(Interval(0.25, 0, 1)) == ".250 [.000, 1.000]"
    assert difference(Interval(0.25, 0.1, 1)) == "+0.250 [+0.100, +1.000] *"
    assert difference(Interval(-0.25, -0.5, 0)) == "-0.250 [-0.500, +0.000]"
    assert (share(None), share(0.5)) == ("–", "0.500")


def test_the_table_tells_every_task_and_method(findings: Findings) -> None:
    text = "\n".join(pooled_lines(findings))
    for name, task in findings.periods[0].tasks.items():
        assert f"2023-01-01 to 2024-01-01, {name}: {task.queries} queries" in text
    assert difference(findings.pooled.differences["turned"]["ndcg_10"]) in text
    assert text.endswith(STAR)


def test_the_table_in_markdown_names_the_best_peer_of_each_task(findings: Findings) -> None:
    title, empty, head, rule, *rows = markdown_lines(findings)
    assert title == "2023-01-01 to 2024-01-01, 4 ecosystems:"
    assert empty == ""
    assert head.count("|") == rule.count("|") == 10
    (period,) = findings.periods
    assert len(rows) == len(period.tasks)
    for row, task in zip(rows, period.tasks.values(), strict=True):
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert cells[1:3] == [str(task.queries), figure(task.standings[PRODUCT].measures["ndcg_10"])]
        for cell, warmth in zip(cells[3:5], ("warm", "cold"), strict=True):
            part = task.slices["warmth"].get(warmth)
            assert cell == (figure(part.measures["ndcg_10"]) if part else "–")
        assert cells[6] == f"turned {figure(task.standings['turned'].measures['ndcg_10'])}"
        assert cells[7:] == [difference(task.differences["turned"][measure]) for measure in ("ndcg_10", "recall_50")]


def test_the_table_in_markdown_does_without_peers(findings: Findings) -> None:
    bare = {name: task.model_copy(update={"differences": {}}) for name, task in findings.periods[0].tasks.items()}
    twice = findings.model_copy(
        update={"periods": tuple(period.model_copy(update={"tasks": bare}) for period in findings.periods * 2)}
    )
    lines = markdown_lines(twice)
    assert len(lines) == 2 * (4 + len(bare)) + 1
    assert lines[-1].endswith("| – | – | – |")
