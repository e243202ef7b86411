"""Plots of a training, as PNG files."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
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
