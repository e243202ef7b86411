"""Findings: all measures of the runs of a period, with intervals, as plain data that can be written and read again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from recommender.entities import SizeClass
from training.evaluation.abstention import Abstention, abstention
from training.evaluation.bootstrap import Interval, Pool, Table, gap, interval
from training.evaluation.breadth import Asker, Breadth, Shop, breadth
from training.evaluation.measures import ACCURACY, calibration_error, per_query
from training.evaluation.reciprocity import Reciprocity
from training.evaluation.reciprocity import mean as mean_of_both_sides
from training.evaluation.runs import Run, Setting
from training.evaluation.slices import asker, country, groups, members
from training.evaluation.tasks import Task

PRODUCT = "kumppani"
DIMENSIONS = ("warmth", "country", "history", "language", "theme")

Intervals = dict[str, Interval]


class Model(BaseModel):
    """Plain data, checked when it is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Slice(Model):
    """Queries of a group and how the product did on them."""

    queries: int
    measures: Intervals


class Standing(Model):
    """Measures of a method; ``gap`` is that of warm less cold queries, where there are both."""

    measures: Intervals
    gap: Intervals
    breadth: Breadth


class Odds(Model):
    """Odds of the product's first ten places: calibration error, bins (said, came), and what withholding does."""

    error: float
    bins: tuple[tuple[float, float], ...]
    abstention: Abstention | None


class TaskFindings(Model):
    """A task: who did how well, the product less each peer on the same queries, and the product from both sides."""

    queries: int
    clusters: int
    fingerprint: str
    standings: dict[str, Standing]
    slices: dict[str, dict[str, Slice]]
    odds: Odds
    differences: dict[str, Intervals]
    reciprocity: Reciprocity


class Pooled(Model):
    """Means over tasks, which weigh the same."""

    measures: dict[str, Intervals]
    differences: dict[str, Intervals]
    reciprocity: Reciprocity


class PeriodFindings(Model):
    """A period: what was known at its start, its tasks, and all of them pooled; ``choices`` of each peer by task.

    ``languages`` tells how far answers in other languages agree with those in English.
    """

    cutoff: date
    end: date
    data: dict[str, str]
    ecosystems: int
    tasks: dict[str, TaskFindings]
    pooled: Pooled
    languages: dict[str, float]
    choices: dict[str, dict[str, dict[str, float]]]


class Findings(Model):
    """All that an evaluation found; equal data, config and seed give equal findings."""

    format: int = 1
    version: str
    config: dict[str, Any]
    seed: int
    most: int
    data: dict[str, str]
    periods: tuple[PeriodFindings, ...]
    pooled: Pooled


class Measured:
    """A task with its runs, measured query by query: ``tables`` by method, in the order of the task's queries.

    ``reciprocity`` is that of the product.
    """

    def __init__(self, task: Task, runs: Mapping[str, Run], setting: Setting, reciprocity: Reciprocity) -> None:
        self.task, self.runs, self.setting, self.reciprocity = task, runs, setting, reciprocity
        self.groups = groups(setting, task)
        self.clusters = [task.clusters[query.id] for query in task.queries]
        self.tables: dict[str, Table] = {name: per_query(run.rankings, task.qrels) for name, run in runs.items()}

    @property
    def best_odds(self) -> list[float]:
        """Odds of the first place of the product, 0 where it shows nothing."""
        odds = self.runs[PRODUCT].odds
        return [next(iter(odds.get(query.id, ())), 0.0) for query in self.task.queries]

    def findings(self, seed: int) -> TaskFindings:
        """All there is to tell of the task."""
        shop = Shop.of(self.setting.world)
        return TaskFindings(
            queries=len(self.clusters),
            clusters=len(set(self.clusters)),
            fingerprint=self.task.fingerprint,
            standings={name: self._standing(name, shop, seed) for name in self.tables},
            slices={dimension: parts for dimension in DIMENSIONS if len(parts := self._slices(dimension, seed)) > 0},
            odds=self._odds(),
            differences={peer: self._differences(peer, seed) for peer in self.tables if peer != PRODUCT},
            reciprocity=self.reciprocity,
        )

    def _standing(self, name: str, shop: Shop, seed: int) -> Standing:
        table, warm = self.tables[name], members(self.groups, "warmth").get("warm")
        none = np.zeros(len(self.clusters), dtype=np.bool_)
        gaps = {m: gap(table[m], self.clusters, none if warm is None else warm, seed=seed) for m in table}
        rankings = [self.runs[name].rankings.get(query.id, ()) for query in self.task.queries]
        return Standing(
            measures={measure: interval(table[measure], self.clusters, seed=seed) for measure in table},
            gap={measure: found for measure, found in gaps.items() if found is not None},
            breadth=breadth(rankings, self._askers(table["hit_10"]), shop),
        )

    def _askers(self, served: NDArray[np.float64]) -> list[Asker]:
        end = self.setting.window.end
        known = [asker(query, self.setting) for query in self.task.queries]
        return [
            Asker(country(query, self.setting), who.size_on(end) if who else SizeClass.UNKNOWN, bool(hit))
            for query, who, hit in zip(self.task.queries, known, served, strict=True)
        ]

    def _slices(self, dimension: str, seed: int) -> dict[str, Slice]:
        table, clusters = self.tables[PRODUCT], np.asarray(self.clusters, dtype=object)
        return {
            name: Slice(
                queries=int(kept.sum()),
                measures={m: interval(table[m][kept], clusters[kept].tolist(), seed=seed) for m in table},
            )
            for name, kept in members(self.groups, dimension).items()
        }

    def _odds(self) -> Odds:
        run = self.runs[PRODUCT]
        said, came = [], []
        for query in self.task.queries:
            shown = zip(run.rankings.get(query.id, ())[:10], run.odds.get(query.id, ())[:10], strict=True)
            for ecosystem_id, odds in shown:
                said.append(odds)
                came.append(ecosystem_id in self.task.qrels[query.id])
        order = np.argsort(said, kind="stable")
        bins = [part for part in np.array_split(order, 10) if len(part)]
        return Odds(
            error=calibration_error(said, came),
            bins=tuple((float(np.mean(np.take(said, b))), float(np.mean(np.take(came, b)))) for b in bins),
            abstention=abstention(self.best_odds, (1 - self.tables[PRODUCT]["ndcg_10"]).tolist()),
        )

    def _differences(self, peer: str, seed: int) -> Intervals:
        ours, theirs = self.tables[PRODUCT], self.tables[peer]
        return {measure: interval(ours[measure] - theirs[measure], self.clusters, seed=seed) for measure in ours}


def pool(parts: list[Measured], seed: int) -> Pooled:
    """Pool tasks, of one period or of several; a cluster of two periods counts as two."""
    names = [name for name in parts[0].tables if all(name in part.tables for part in parts)]
    tasks = [(part.tables, [f"{part.task.day}/{cluster}" for cluster in part.clusters]) for part in parts]
    pool_of = Pool(tasks, ACCURACY, seed)
    return Pooled(
        measures={name: pool_of.means(name) for name in names},
        differences={name: pool_of.gains(PRODUCT, name) for name in names if name != PRODUCT},
        reciprocity=mean_of_both_sides(part.reciprocity for part in parts),
    )
