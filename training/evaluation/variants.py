"""Variants of the product on the same queries: how each did, and what it gains over the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from training.evaluation.bootstrap import Interval, pooled
from training.evaluation.measures import MEASURES

Intervals = dict[str, Interval]
Table = dict[str, NDArray[np.float64]]


@dataclass(frozen=True)
class Judged:
    """A task of a period: by variant, the values of each measure, (n_queries,) in the order of ``clusters``."""

    cutoff: date
    task: str
    clusters: tuple[str, ...]
    tables: dict[str, Table]


class Outcome(BaseModel):
    """One task or several, which weigh the same: measures of each variant, and each later one less the first."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    queries: int
    clusters: int
    measures: dict[str, Intervals]
    differences: dict[str, Intervals]


def outcome(parts: Sequence[Judged], seed: int) -> Outcome:
    """Pool tasks, of one period or of several; a cluster of two periods counts as two."""
    clusters = [[f"{part.cutoff}/{name}" for name in part.clusters] for part in parts]
    first, *others = parts[0].tables

    def over(name: str, less: str | None = None) -> Intervals:
        return {
            measure: pooled(
                [
                    (part.tables[name][measure] - (part.tables[less][measure] if less else 0.0), names)
                    for part, names in zip(parts, clusters, strict=True)
                ],
                seed=seed,
            )
            for measure in MEASURES
        }

    return Outcome(
        queries=sum(map(len, clusters)),
        clusters=len({name for names in clusters for name in names}),
        measures={name: over(name) for name in (first, *others)},
        differences={name: over(name, first) for name in others},
    )
