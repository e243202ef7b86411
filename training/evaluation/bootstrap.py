"""Intervals from bootstrap draws of whole clusters: queries of one project stand and fall together.

Every figure is a sum of means, each over its own queries: a mean itself, the mean of several tasks, the difference of
two groups. All means of a figure are taken from the same draws, in which each cluster has the same part everywhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Table = Mapping[str, Floats]
"""Values of each measure, (n_queries,) in the order of the queries."""

REPEATS = 2000
LEVEL = 95.0
"""Percent of the draws that an interval holds."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure and the bounds of its interval."""

    mean: float
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether 0 lies outside: of a difference, that it is there."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Values:
    """One value a query, float64 (n,), and the cluster of each; ``weight`` is that of their mean in a sum."""

    values: Floats
    clusters: Sequence[str]
    weight: float = 1.0


def interval(values: Floats, clusters: Sequence[str], *, seed: int = 0) -> Interval:
    """Mean of `values` (n,) over queries; of what one run gains over another, give the differences."""
    return summed([Values(values, clusters)], seed=seed)


def pooled(tasks: Sequence[tuple[Floats, Sequence[str]]], *, seed: int = 0) -> Interval:
    """Mean of the means of several tasks, which weigh the same however many queries they hold."""
    return summed([Values(values, clusters, 1 / len(tasks)) for values, clusters in tasks], seed=seed)


@dataclass(frozen=True)
class Pool:
    """Tasks that weigh the same: of each its tables by method, and the clusters of its queries."""

    tasks: Sequence[tuple[Mapping[str, Table], Sequence[str]]]
    measures: Iterable[str]
    seed: int

    def means(self, method: str) -> dict[str, Interval]:
        """Each measure of a method."""
        return {
            measure: pooled([(tables[method][measure], names) for tables, names in self.tasks], seed=self.seed)
            for measure in self.measures
        }

    def gains(self, method: str, over: str) -> dict[str, Interval]:
        """Each measure of a method less that of another, query by query."""
        return {
            measure: pooled(
                [(tables[method][measure] - tables[over][measure], names) for tables, names in self.tasks],
                seed=self.seed,
            )
            for measure in self.measures
        }


def gap(values: Floats, clusters: Sequence[str], first: NDArray[np.bool_], *, seed: int = 0) -> Interval | None:
    """Mean of the `first` queries less the mean of the others; ``None`` where either are none."""
    if first.all() or not first.any():
        return None
    names = np.asarray(clusters, dtype=object)
    parts = [Values(values[kept], names[kept].tolist(), sign) for kept, sign in ((first, 1.0), (~first, -1.0))]
    return summed(parts, seed=seed)


def summed(parts: Sequence[Values], *, seed: int = 0) -> Interval:
    """Weighted sum of means, with the percentiles of `REPEATS` draws; a draw that leaves a part empty does not count.

    Raises
    ------
    ValueError
        If there is no part, or one without values.
    """
    if not parts or not all(len(part.values) for part in parts):
        raise ValueError("there is nothing to take a mean of")
    names, codes = np.unique([name for part in parts for name in part.clusters], return_inverse=True)
    n = len(names)
    drawn = _drawn(n, seed)
    total, mean, start = np.zeros(REPEATS), 0.0, 0
    for part in parts:
        code = codes[start : start + len(part.values)]
        sums, sizes = np.bincount(code, part.values, minlength=n), np.bincount(code, minlength=n)
        with np.errstate(invalid="ignore"):
            total += part.weight * ((drawn @ sums) / (drawn @ sizes))
        mean += part.weight * float(part.values.mean())
        start += len(part.values)
    low, high = np.nanpercentile(total, [50 - LEVEL / 2, 50 + LEVEL / 2])
    return Interval(mean, float(low), float(high))


@lru_cache(maxsize=8)
def _drawn(n: int, seed: int) -> Floats:
    """How often each of `n` clusters is drawn: (REPEATS, n)."""
    return np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=REPEATS).astype(np.float64)
