"""Plots are written as pictures."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from matplotlib.image import imread

from training.evaluation.plots import importance, reliability


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
