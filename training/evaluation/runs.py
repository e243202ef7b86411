"""Runs: what the product and the peers answer to the tasks of a period, cut at the same depth."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from recommender.encoding.base import Encoder
from recommender.entities import EcosystemId, Query
from recommender.pipeline import Recommender
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.world import World
from training.evaluation.tasks import Task
from training.fitting.examples import Examples
from training.fitting.facts import Facts
from training.peers.base import Peer
from training.splitting.windows import Window

DEPTH = 50
CHUNK = 256
"""Queries answered at once; bounds memory, changes nothing else."""


@dataclass(frozen=True)
class Run:
    """Ranked ids of each query, best first and at most `DEPTH`; ``odds`` beside them where the method gives any."""

    rankings: Mapping[str, tuple[EcosystemId, ...]]
    odds: Mapping[str, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Setting:
    """A period: the tasks in it, and what was known when it began.

    ``world`` and ``encoder`` are as of the window's start, ``facts`` reach up to its end and tell the truths,
    ``examples`` are those of earlier periods, for peers that learn; ``near`` is as in the pipeline's config.
    """

    window: Window
    tasks: tuple[Task, ...]
    facts: Facts
    world: World
    encoder: Encoder
    near: int
    examples: Sequence[Examples] = ()
    _batches: dict[tuple[Query, ...], list[QueryBatch]] = field(default_factory=dict, compare=False)

    def batches(self, task: Task) -> list[QueryBatch]:
        """Look up the queries of a task, in their order; once, as every peer is asked them."""
        if task.queries not in self._batches:
            parts = [task.queries[start : start + CHUNK] for start in range(0, len(task.queries), CHUNK)]
            self._batches[task.queries] = [
                self.world.batch(part, self.encoder.encode([query.text for query in part], role="query"), self.near)
                for part in parts
            ]
        return self._batches[task.queries]


def product_run(recommender: Recommender, task: Task) -> Run:
    """Ask the product as anyone would."""
    rankings = recommender.recommend(task.queries, k=DEPTH, exclude_known=task.exclude_known)
    return Run(
        {ranking.query_id: tuple(r.ecosystem_id for r in ranking.recommendations) for ranking in rankings},
        {ranking.query_id: tuple(r.odds for r in ranking.recommendations) for ranking in rankings},
    )


def peer_run(peer: Peer, setting: Setting, task: Task) -> Run:
    """Rank by a peer's scores without what is excluded; ties go to the earlier row."""
    catalogue = setting.world.catalogue
    rankings = {}
    for batch in setting.batches(task):
        for query, scores in zip(batch.queries, peer.scores(batch), strict=True):
            left_out = task.excluded[query.id]
            ranked = (catalogue[row].id for row in np.argsort(-scores, kind="stable").tolist())
            allowed = (ecosystem_id for ecosystem_id in ranked if ecosystem_id not in left_out)
            rankings[query.id] = tuple(ecosystem_id for ecosystem_id, _ in zip(allowed, range(DEPTH), strict=False))
    return Run(rankings)
