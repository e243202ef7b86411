"""What the documents claim is what the kept results say."""

import string
from pathlib import Path

import pytest

from training.evaluation.bootstrap import Interval
from training.evaluation.findings import PRODUCT, Findings
from training.evaluation.summary import markdown_lines
from training.experiments import ExperimentResult, read_experiment
from training.peers.registry import PEERS

ROOT = Path(__file__).parent.parent
EXPERIMENTS = sorted(path.parent for path in (ROOT / "experiments").glob("*/config.toml"))

SAID = {
    "README.md": (
        "it gains {gains[lambdamart]} on the LambdaMART",
        "and {gains[pagerank-near-text]} on the best method that does not use its own signals (PageRank from projects",
    ),
    "docs/evaluation.md": (
        "Pooled over the three tasks, Kumppani's nDCG@10 is {ours}.",
        "It gains {gains[lambdamart]} on the LambdaMART peer,",
        "{gains[pagerank-near-text]} on PageRank from the projects near the text,",
        "and {gains[regression]} on a logistic regression that does: within chance.",
        "off by {call.odds.error:.3f} with calls, {idea.odds.error:.3f} with ideas and {alone.odds.error:.3f} where",
        "from {call.odds.abstention.risk:.3f} to {call.odds.abstention.area:.3f} on average with calls",
        "from {idea.odds.abstention.risk:.3f} to {idea.odds.abstention.area:.3f} with ideas;",
        "it does not help ({alone.odds.abstention.risk:.3f} and {alone.odds.abstention.area:.3f}).",
        "RNDCG {two.rndcg:.4f} against {one.rndcg:.4f}, SRecall {two.srecall:.3f} against {one.srecall:.3f}",
        "and a Gini of exposure of {two.gini:.4f} against {one.gini:.4f},",
        "for as good an nDCG@10 ({two.ndcg:.4f} against {one.ndcg:.4f}).",
        "{languages[fi]:.0%} stand in the first ten of the same idea in Finnish and {languages[sv]:.0%} in Swedish.",
    ),
}
"""What the documents say of 2024 beside the table."""


class _Prose(string.Formatter):
    """Figures as the documents write them: no 0 before the point, a true minus, the interval in brackets."""

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, Interval):
            return f"{self._short(value.mean)} [{self._short(value.low)}, {self._short(value.high)}]"
        return self._short(value, format_spec)

    @staticmethod
    def _short(value: object, spec: str = ".3f") -> str:
        return format(value, spec).replace("0.", ".", 1).replace("-", "−").replace("%", " %")


@pytest.fixture(scope="module")
def findings() -> Findings:
    return Findings.model_validate_json((ROOT / "docs" / "results" / "2024.json").read_text("utf-8"))


@pytest.mark.parametrize("document", sorted(SAID))
def test_the_table_of_2024_is_the_one_that_was_computed(findings: Findings, document: str) -> None:
    table = markdown_lines(findings)[2:]
    assert len(table) > 4
    assert "\n".join(table) in (ROOT / document).read_text("utf-8")


@pytest.mark.parametrize(("document", "said"), [(name, said) for name, told in SAID.items() for said in told])
def test_what_is_said_of_2024_is_what_was_computed(findings: Findings, document: str, said: str) -> None:
    (period,) = findings.periods
    sides = findings.pooled.reciprocity
    words = _Prose().format(
        said,
        **period.tasks,
        ours=findings.pooled.measures[PRODUCT]["ndcg_10"],
        gains={peer: found["ndcg_10"] for peer, found in findings.pooled.differences.items()},
        one=sides.one_sided,
        two=sides.two_sided,
        languages=period.languages,
    )
    assert words in " ".join((ROOT / document).read_text("utf-8").split())


def test_the_peers_that_are_named_are_those_that_did_best(findings: Findings) -> None:
    gains = {peer: found["ndcg_10"] for peer, found in findings.pooled.differences.items()}
    closest = sorted(gains, key=lambda peer: gains[peer].mean)
    assert closest[0] == "regression"
    assert next(peer for peer in closest if not PEERS[peer].learns) == "pagerank-near-text"
    assert [peer for peer in closest if not gains[peer].certain] == ["regression"]


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
