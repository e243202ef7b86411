"""Plots of a training, as PNG files."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

BINS = 10


def reliability(odds: Sequence[float], hits: Sequence[bool], path: Path) -> None:
    """Draw what was said against what came, in equally filled bins, on logarithmic axes."""
    order = np.argsort(odds, kind="stable")
    said, came = np.asarray(odds, dtype=np.float64)[order], np.asarray(hits, dtype=np.float64)[order]
    bins = [part for part in np.array_split(np.arange(len(order)), BINS) if len(part)]
    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.add_subplot()
    axes.plot([1e-4, 1], [1e-4, 1], color="grey", linewidth=1)
    axes.scatter([said[part].mean() for part in bins], [max(came[part].mean(), 1e-4) for part in bins])
    axes.set(xscale="log", yscale="log", xlabel="odds said", ylabel="share that came", title="Reliability of the odds")
    figure.savefig(path, dpi=100)


def importance(gains: Mapping[str, float], path: Path) -> None:
    """Draw the gain of each feature in the trees, the largest on top."""
    named = sorted(gains.items(), key=lambda pair: pair[1])
    figure = Figure(figsize=(6, 8), layout="constrained")
    axes = figure.add_subplot()
    axes.barh([name for name, _ in named], [gain for _, gain in named])
    axes.set(xlabel="gain", title="What the trees look at")
    figure.savefig(path, dpi=100)


def diagram(bins: Sequence[tuple[float, float]]) -> bytes:
    """Draw a reliability diagram of bins (said, came) as PNG."""
    figure, axes = _small("odds said", "share that came")
    axes.plot([1e-4, 1], [1e-4, 1], color="grey", linewidth=1)
    axes.scatter([max(said, 1e-4) for said, _ in bins], [max(came, 1e-4) for _, came in bins])
    axes.set(xscale="log", yscale="log")
    return _png(figure)


def risk_curve(points: Sequence[tuple[float, float]], risk: float) -> bytes:
    """Draw risk over coverage as PNG, with the `risk` of showing everything."""
    figure, axes = _small("share of queries answered", "1 − nDCG@10 of what is shown")
    axes.axhline(risk, color="grey", linewidth=1)
    axes.plot([coverage for coverage, _ in points], [error for _, error in points], marker=".")
    axes.set(xlim=(0, 1.02), ylim=(0, 1.02))
    return _png(figure)


def forest(rows: Sequence[tuple[str, float, float, float]], across: str = "gain in nDCG@10 over the peer") -> bytes:
    """Draw differences (name, mean, low, high) with their intervals as PNG, the first on top."""
    figure = Figure(figsize=(6, 0.8 + 0.27 * len(rows)), layout="constrained")
    axes = figure.add_subplot()
    places = range(len(rows), 0, -1)
    axes.axvline(0, color="grey", linewidth=1)
    axes.hlines(places, [low for _, _, low, _ in rows], [high for _, _, _, high in rows])
    axes.plot([mean for _, mean, _, _ in rows], places, "o")
    axes.set_yticks(places, [name for name, _, _, _ in rows])
    axes.set(xlabel=across)
    return _png(figure)


def _small(across: str, up: str) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(3.4, 3.1), layout="constrained")
    axes = figure.add_subplot()
    axes.set(xlabel=across, ylabel=up)
    return figure, axes


def _png(figure: Figure) -> bytes:
    file = BytesIO()
    figure.savefig(file, format="png", dpi=100, metadata={"Software": None})
    return file.getvalue()
