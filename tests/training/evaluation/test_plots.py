"""Plots are written as pictures."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import pytest
from matplotlib.image import imread

from training.evaluation.plots import diagram, forest, importance, reliability, risk_curve


@pytest.mark.parametrize(
    ("odds", "hits"),
    [([0.01, 0.2, 0.9] * 20, [False, False, True] * 20), ([0.5], [True]), ([0.001] * 30, [False] * 30)],
)
def test_the_reliability_is_drawn(odds: Sequence[float], hits: Sequence[bool], tmp_path: Path) -> None:
    reliability(odds, hits, tmp_path / "plot.png")
    assert imread(tmp_path / "plot.png").shape[:2] == (500, 500)


def test_the_importance_is_drawn(tmp_path: Path) -> None:
    importance({"walk": 3.0, "home": 0.0}, tmp_path / "plot.png")
    assert imread(tmp_path / "plot.png").shape[:2] == (800, 600)


@pytest.mark.parametrize(
    "png",
    [
        diagram([(0.01, 0.0), (0.5, 0.6)]),
        diagram([]),
        risk_curve([(0.2, 0.1), (1.0, 0.7)], 0.7),
        forest([("bm25", 0.1, -0.1, 0.2), ("als", 0.2, 0.1, 0.3)]),
        forest([]),
    ],
)
def test_pictures_of_a_report_are_png(png: bytes) -> None:
    assert imread(BytesIO(png), format="png").shape[0] > 50


def test_the_same_picture_has_the_same_bytes() -> None:
    assert diagram([(0.01, 0.0), (0.5, 0.6)]) == diagram([(0.01, 0.0), (0.5, 0.6)])
