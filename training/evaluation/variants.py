"""Variants of the product on the same queries: how each did, and what it gains over the first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from training.evaluation.bootstrap import Interval, Pool, Table
from training.evaluation.measures import MEASURES

Intervals = dict[str, Interval]


@dataclass(frozen=True)
class JudgedTask:
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


def outcome(parts: Sequence[JudgedTask], seed: int) -> Outcome:
    """Pool tasks, of one period or of several; a cluster of two periods counts as two."""
    tasks = [(part.tables, [f"{part.cutoff}/{cluster}" for cluster in part.clusters]) for part in parts]
    pool = Pool(tasks, MEASURES, seed)
    first, *others = parts[0].tables
    clusters = [cluster for _, names in tasks for cluster in names]
    return Outcome(
        queries=len(clusters),
        clusters=len(set(clusters)),
        measures={name: pool.means(name) for name in (first, *others)},
        differences={name: pool.gains(name, first) for name in others},
    )
