"""A product and a peer judged on the same tasks, as findings and as a folder."""

from pathlib import Path

import pytest

from tests.training.evaluation.settings import product, setting
from tests.worlds import Fitted
from training.evaluation.findings import PRODUCT, Findings, Measured, PeriodFindings, pool
from training.evaluation.folder import write
from training.evaluation.reciprocity import reciprocity
from training.evaluation.runs import Run, product_run

SEED = 3


@pytest.fixture(scope="module")
def measured(small: Fitted) -> list[Measured]:
    year = setting(small)
    asked = product(small, year)
    found = []
    for task in year.tasks:
        run = product_run(asked, task)
        turned = Run({query: ranked[::-1] for query, ranked in run.rankings.items()})
        found.append(Measured(task, {PRODUCT: run, "turned": turned}, year, reciprocity(asked, task, run.rankings)))
    return found


@pytest.fixture(scope="module")
def findings(measured: list[Measured]) -> Findings:
    window = measured[0].setting.window
    period = PeriodFindings(
        cutoff=window.start,
        end=window.end,
        data={"projects": "9", "sha256": "0"},
        ecosystems=4,
        tasks={part.task.name: part.findings(SEED) for part in measured},
        pooled=pool(measured, SEED),
        languages={"fi": 0.62, "sv": 0.5},
        choices={"turned": {"idea": {"k": 2.0, "b": 0.5}, "alone": {}}},
    )
    return Findings(
        version="1", config={"encoder": "<b>"}, seed=SEED, most=9, data=period.data, periods=(period,),
        pooled=pool(measured, SEED),
    )  # fmt: skip


@pytest.fixture
def written(findings: Findings, measured: list[Measured], tmp_path: Path) -> Path:
    write(tmp_path / "result", findings, measured)
    return tmp_path / "result"
