"""The report of an evaluation: one page of HTML that needs nothing else."""

import base64
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from training.evaluation.bootstrap import Interval
from training.evaluation.findings import PRODUCT, Findings, Pooled, TaskFindings
from training.evaluation.plots import diagram, forest, risk_curve

MEASURE_NAMES = {
    "ndcg_10": "nDCG@10",
    "recall_50": "Recall@50",
    "recall_10": "Recall@10",
    "mrr": "MRR",
    "hit_10": "Hit@10",
    "precision_10": "Precision@10",
    "auprc": "AUPRC",
}
"""Measures in the order of tables, and what they are called."""

TASK_NAMES = {
    "alone": "T1 · the SME alone, new partners only",
    "call": "T2 · the SME and the title of a call",
    "idea": "T3 · the SME and an idea",
    "newcomer": "A newcomer that describes itself",
}

BREADTH_NAMES = {
    "coverage": "catalogue shown",
    "novelty": "novelty, bits",
    "diversity": "diversity in a list",
    "gini": "Gini of exposure",
    "newcomers": "newcomers shown",
    "home": "from home",
    "foreign": "foreign",
    "micro_asking": "micro companies asking",
    "micro_served": "micro companies served",
}

SIDE_NAMES = {
    "ndcg": "nDCG@10",
    "flagship_ndcg": "nDCG@10 of ecosystems",
    "rndcg": "RNDCG@10",
    "crecall": "CRecall@10",
    "srecall": "SRecall@10",
    "gini": "Gini of exposure",
}
"""Measures of both sides in the order of tables, and what they are called."""

LANGUAGE_NAMES = {"fi": "Finnish", "sv": "Swedish"}

TEMPLATE = Path(__file__).with_name("report.html.j2")


def page(findings: Findings) -> str:
    """Write the page."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters.update(figure=figure, difference=difference, share=share, word=word, best_peer=best_peer)
    return environment.from_string(TEMPLATE.read_text("utf-8")).render(
        findings=findings,
        product=PRODUCT,
        measures=MEASURE_NAMES,
        tasks=TASK_NAMES,
        breadth=BREADTH_NAMES,
        sides=SIDE_NAMES,
        language_names=LANGUAGE_NAMES,
        ordered=ordered,
        verdict=verdict,
        gains=_gains,
        reliability=lambda bins: _picture(diagram(bins), "Reliability of the odds"),
        risk=lambda found: _picture(
            risk_curve([(point.coverage, point.risk) for point in found.curve], found.risk), "Risk over coverage"
        ),
    )


def figure(found: Interval) -> str:
    """Mean with its interval."""
    return f"{_short(found.mean)} [{_short(found.low)}, {_short(found.high)}]"


def difference(found: Interval) -> str:
    """Signed mean with its interval; a star where 0 lies outside."""
    return f"{found.mean:+.3f} [{found.low:+.3f}, {found.high:+.3f}]{' *' if found.certain else ''}"


def word(found: Interval) -> str:
    """Whether a difference is there, in a word."""
    if not found.certain:
        return "within chance"
    return "better" if found.mean > 0 else "worse"


def best_peer(task: TaskFindings) -> str | None:
    """Name the peer that did best by nDCG@10, ``None`` where there is none."""
    return min(task.differences, key=lambda peer: (task.differences[peer]["ndcg_10"].mean, peer), default=None)


def verdict(pooled: Pooled) -> str:
    """Say in a few sentences who did best over all tasks, and how sure that is."""
    ours = f"Over all tasks Kumppani has an nDCG@10 of {figure(pooled.measures[PRODUCT]['ndcg_10'])}."
    peers = [name for name in ordered(pooled) if name != PRODUCT]
    if not peers:
        return f"{ours} No other method was judged beside it."
    gains = {name: pooled.differences[name]["ndcg_10"] for name in peers}
    words = [word(gain) for gain in gains.values()]
    counts = f"better than {words.count('better')}, worse than {words.count('worse')}"
    return (
        f"{ours} Of {len(peers)} other methods it is {counts}, and within chance of {words.count('within chance')}. "
        f"The strongest of them is {peers[0]}; Kumppani less {peers[0]} is {difference(gains[peers[0]])}."
    )


def share(value: float | None) -> str:
    """A figure that may be unknown."""
    return "–" if value is None else f"{value:.3f}"


def ordered(pooled: Pooled) -> list[str]:
    """Methods by nDCG@10, the best first."""
    return sorted(pooled.measures, key=lambda name: (-pooled.measures[name]["ndcg_10"].mean, name))


def _gains(pooled: Pooled) -> Markup:
    rows = [(name, pooled.differences[name]["ndcg_10"]) for name in ordered(pooled) if name != PRODUCT]
    drawn = forest([(name, found.mean, found.low, found.high) for name, found in rows])
    return _picture(drawn, "Gain in nDCG@10 over each peer")


def _picture(png: bytes, said: str) -> Markup:
    return Markup('<img alt="{}" src="data:image/png;base64,{}">').format(said, base64.b64encode(png).decode())


def _short(value: float) -> str:
    return f"{value:.3f}".replace("0.", ".", 1) if 0 <= value < 1 else f"{value:.3f}"
