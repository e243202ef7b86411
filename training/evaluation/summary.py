"""Tables of an evaluation and of a comparison, as lines of text."""

from collections.abc import Iterator, Mapping, Sequence

from training.evaluation.comparison import POOLED, Difference
from training.evaluation.findings import PRODUCT, Findings, PeriodFindings, Pooled, TaskFindings
from training.evaluation.report import (
    LANGUAGE_NAMES,
    MEASURE_NAMES,
    SIDE_NAMES,
    TASK_NAMES,
    best_peer,
    difference,
    figure,
    ordered,
)
from training.evaluation.variants import Outcome

SHOWN = ("ndcg_10", "recall_50", "mrr", "hit_10")
"""Measures that a table of the terminal has room for; the report has all."""

VARIANT_SHOWN = ("ndcg_10", "recall_50")
"""Measures of the table of an experiment."""

STAR = "* the 95 % interval does not hold 0"


def pooled_lines(findings: Findings) -> list[str]:
    """Tell each task, both sides of it, and all tasks pooled: means with intervals, the product less each peer."""
    lines = [line for period in findings.periods for line in (*_period(period), *_languages(period))]
    lines += ["both sides, by the one-sided and by the two-sided ranking", *_both_sides(findings)]
    lines += [f"all periods and tasks, {findings.most} queries a task at most", *_pooled(findings.pooled)]
    return [*lines, *([STAR] if findings.pooled.differences else [])]


def _languages(period: PeriodFindings) -> Iterator[str]:
    for language, kept in period.languages.items():
        span = f"{period.cutoff} to {period.end}"
        yield f"{span}, in {LANGUAGE_NAMES[language]}: {kept:.2f} of the first ten as in English"


def markdown_lines(findings: Findings) -> list[str]:
    """Tell each task of each period as a table in Markdown: the product, and the peer that did best."""
    lines: list[str] = []
    for period in findings.periods:
        lines += [f"{period.cutoff} to {period.end}, {period.ecosystems} ecosystems:", "", *_MARKDOWN_HEAD]
        lines += [_markdown(TASK_NAMES[name], task) for name, task in period.tasks.items()]
        lines.append("")
    return lines[:-1]


_MARKDOWN_HEAD = (
    "| question | queries | nDCG@10 | warm | cold | Recall@50 | best peer | gain over it, nDCG@10 | gain, Recall@50 |",
    "| --- | ---: | --- | --- | --- | --- | --- | --- | --- |",
)


def _markdown(question: str, task: TaskFindings) -> str:
    ours = task.standings[PRODUCT].measures
    warmth = task.slices["warmth"]
    apart = [figure(warmth[name].measures["ndcg_10"]) if name in warmth else "–" for name in ("warm", "cold")]
    best = best_peer(task)
    gains = ["–", "–", "–"]
    if best:
        gained = task.differences[best]
        mean = figure(task.standings[best].measures["ndcg_10"])
        gains = [f"{best} {mean}", difference(gained["ndcg_10"]), difference(gained["recall_50"])]
    cells = [question, str(task.queries), figure(ours["ndcg_10"]), *apart, figure(ours["recall_50"]), *gains]
    return f"| {' | '.join(cells)} |"


def difference_lines(differences: Sequence[Difference]) -> list[str]:
    """Tell the means of both, and the second less the first."""
    head = ("", "measure", "A", "B", "B − A")
    rows = [
        (
            f"{found.cutoff} {found.task}".strip() if found.task != POOLED else "all pooled",
            MEASURE_NAMES[found.measure],
            f"{found.first:.3f}",
            f"{found.second:.3f}",
            difference(found.difference),
        )
        for found in differences
    ]
    return [*_aligned([head, *rows]), STAR]


def variant_lines(parts: Mapping[str, Outcome]) -> list[str]:
    """Tell how each variant did, and what it gains over the first, part by part."""
    return [line for title, part in parts.items() for line in (f"{title}: {part.queries} queries", *_variants(part))]


def _variants(part: Outcome) -> list[str]:
    first, *_ = part.measures
    head = ("  variant", *(f"{MEASURE_NAMES[m]}{gain}" for m in VARIANT_SHOWN for gain in ("", f" − {first}")))
    rows = [
        (
            f"  {name}",
            *(
                cell
                for measure in VARIANT_SHOWN
                for cell in (
                    figure(measures[measure]),
                    difference(part.differences[name][measure]) if name in part.differences else "",
                )
            ),
        )
        for name, measures in part.measures.items()
    ]
    return _aligned([head, *rows])


def _period(period: PeriodFindings) -> Iterator[str]:
    for name, task in period.tasks.items():
        yield f"{period.cutoff} to {period.end}, {name}: {task.queries} queries"
        best = [f"{MEASURE_NAMES[measure]} {figure(task.standings[PRODUCT].measures[measure])}" for measure in SHOWN]
        yield f"  {PRODUCT}  {'  '.join(best)}"


def _both_sides(findings: Findings) -> list[str]:
    told = {f"{p.cutoff} {name}": task.reciprocity for p in findings.periods for name, task in p.tasks.items()}
    rows = [
        (where, kind, *(f"{getattr(found, name):.4f}" for name in SIDE_NAMES))
        for where, both in {**told, "all pooled": findings.pooled.reciprocity}.items()
        for kind, found in (("one", both.one_sided), ("two", both.two_sided))
    ]
    return _aligned([("", "sides", *SIDE_NAMES.values()), *rows])


def _pooled(pooled: Pooled) -> list[str]:
    head = ("method", *(MEASURE_NAMES[measure] for measure in SHOWN), "kumppani gains in nDCG@10")
    rows = [
        (
            name,
            *(figure(pooled.measures[name][measure]) for measure in SHOWN),
            difference(pooled.differences[name]["ndcg_10"]) if name in pooled.differences else "",
        )
        for name in ordered(pooled)
    ]
    return _aligned([head, *rows])


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
