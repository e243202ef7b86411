"""Draw the figures of the evaluation from the results that are kept in ``docs/results`` and ``experiments``."""

from pathlib import Path

from training.evaluation.findings import Findings
from training.evaluation.plots import diagram, forest
from training.experiments import RESULT, ExperimentResult

ROOT = Path(__file__).parent.parent
RESULTS, FIGURES = ROOT / "docs" / "results", ROOT / "docs" / "figures"
MEASURE, TASK = "ndcg_10", "idea"


def peers(findings: Findings) -> bytes:
    """Draw what the product gains over each peer, the smallest gain on top."""
    gains = sorted((found[MEASURE].mean, name) for name, found in findings.pooled.differences.items())
    found = findings.pooled.differences
    return forest([(name, mean, found[name][MEASURE].low, found[name][MEASURE].high) for mean, name in gains])


def variants(experiments: list[tuple[str, ExperimentResult]]) -> bytes:
    """Draw what each variant of each experiment gains over the experiment's first one."""
    rows = [
        (f"{folder.split('-')[0]} {name}", found[MEASURE].mean, found[MEASURE].low, found[MEASURE].high)
        for folder, result in experiments
        for name, found in result.pooled.differences.items()
    ]
    return forest(rows, "gain in nDCG@10 over the first variant")


def main() -> None:
    """Write all figures."""
    FIGURES.mkdir(exist_ok=True)
    for path in sorted(RESULTS.glob("*.json")):
        findings = Findings.model_validate_json(path.read_text("utf-8"))
        (FIGURES / f"peers-{path.stem}.png").write_bytes(peers(findings))
        if len(findings.periods) == 1:
            odds = findings.periods[0].tasks[TASK].odds
            (FIGURES / f"odds-{path.stem}-{TASK}.png").write_bytes(diagram(odds.bins))
    results = sorted((ROOT / "experiments").glob(f"*/{RESULT}"))
    told = [(path.parent.name, ExperimentResult.model_validate_json(path.read_text("utf-8"))) for path in results]
    (FIGURES / "experiments.png").write_bytes(variants(told))


if __name__ == "__main__":
    main()
