"""The recommender: retrieve → filter → rank → calibrate → explain → cut."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from recommender.catalogue import Catalogue
from recommender.encoding.base import Encoder
from recommender.entities import Filters, OrganisationId, Query, Ranking, Recommendation
from recommender.errors import QueryError
from recommender.explanation.evidence import Explainer
from recommender.explanation.reasons import grouped, reasons
from recommender.ranking.base import Matrix, Ranker
from recommender.ranking.calibration import Calibration
from recommender.ranking.features import Context, features
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.dense import spoken
from recommender.retrieval.fusion import fuse
from recommender.retrieval.lexical import words
from recommender.retrieval.world import World

ALL = Filters()
CHUNK = 256
"""Queries worked on at once; bounds memory, changes nothing else."""


class PipelineConfig(BaseModel):
    """Hyperparameters: candidates re-ranked for a query, projects that count as near one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    depth: int = Field(default=400, ge=1)
    near: int = Field(default=200, ge=2)


def context(batch: QueryBatch) -> Context:
    """What holds for each query as a whole."""
    return Context(
        has_text=spoken(batch.texts)[:, 0],
        has_profile=spoken(batch.profiles)[:, 0],
        is_warm=batch.rows >= 0,
        words=np.array([len(words(query.text)) for query in batch.queries], dtype=np.int64),
    )


@dataclass(frozen=True)
class Recommender:
    """Answers queries; immutable, so that one can be shared by threads and swapped for another."""

    world: World
    encoder: Encoder
    ranker: Ranker
    calibration: Calibration
    config: PipelineConfig = field(default_factory=PipelineConfig)
    version: str = "unpublished"

    @property
    def catalogue(self) -> Catalogue:
        """All ecosystems."""
        return self.world.catalogue

    @property
    def odds_are_rough(self) -> bool:
        """Whether odds may be a guess, as there was too little history to calibrate them on."""
        return self.calibration.rough

    def knows(self, sme_id: OrganisationId) -> bool:
        """Whether there is a past or a profile to go by."""
        return self.world.knows(sme_id)

    def recommend(
        self,
        queries: Sequence[Query],
        *,
        k: int,
        among: Filters = ALL,
        exclude_known: bool = True,
        explain: bool = False,
    ) -> list[Ranking]:
        """Rank ecosystems for each query, in the order asked.

        Parameters
        ----------
        k : how many each ranking holds; fewer only when fewer qualify
        among : what may be shown, honoured before the cut
        exclude_known : leave out ecosystems that the SME has worked with
        explain : give reasons and evidence too

        Raises
        ------
        QueryError
            If `k` is below 1.
        """
        if k < 1:
            raise QueryError(f"k is {k}; ask for at least 1 ecosystem.")
        allowing = _Allowing(self.world, self.catalogue.admitted(among), exclude_known)
        rankings: list[Ranking] = []
        for start in range(0, len(queries), CHUNK):
            part = queries[start : start + CHUNK]
            rankings += self._answer(part, allowing, k, explain=explain)
        return rankings

    def _answer(self, queries: Sequence[Query], allowing: "_Allowing", k: int, *, explain: bool) -> list[Ranking]:
        texts = self.encoder.encode([query.text for query in queries], role="query")
        batch = self.world.batch(queries, texts, self.config.near)
        table = features(self.world.signals(batch), context(batch))
        candidates = self._candidates(batch, allowing.rows(batch), k)
        return [
            self._rank(batch.queries[place], rows, table[place, rows], k, explain=explain)
            for place, rows in enumerate(candidates)
        ]

    def _candidates(self, batch: QueryBatch, allowed: NDArray[np.bool_], k: int) -> list[NDArray[np.int64]]:
        """Rows to re-rank: all that are allowed where the catalogue is no larger than the depth."""
        depth = max(self.config.depth, k)
        if depth >= len(self.catalogue):
            return [np.flatnonzero(line) for line in allowed]
        lists = [retriever.retrieve(batch, len(self.catalogue)) for retriever in self.world.retrievers]
        return fuse(lists, allowed, depth)

    def _rank(self, query: Query, rows: NDArray[np.int64], table: Matrix, k: int, *, explain: bool) -> Ranking:
        if not len(rows):
            return Ranking(query.id, ())
        scores = self.ranker.scores(table)
        top = np.argsort(-scores, kind="stable")[:k]
        odds = self.calibration.odds(scores[top], table[top])
        shown = [self.catalogue[int(rows[place])] for place in top]
        sums = grouped(self.ranker.contributions(table[top]), table) if explain else np.zeros((len(top), 0))
        explainer = Explainer(self.world, self.encoder, query) if explain else None
        return Ranking(
            query.id,
            tuple(
                Recommendation(
                    ecosystem_id=ecosystem.id,
                    flagship_id=ecosystem.flagship_id,
                    rank=place + 1,
                    score=float(scores[top[place]]),
                    odds=float(odds[place]),
                    reasons=reasons(sums[place].tolist()) if explain else (),
                    evidence=explainer.of(int(rows[top[place]])) if explainer else (),
                )
                for place, ecosystem in enumerate(shown)
            ),
        )


@dataclass(frozen=True)
class _Allowing:
    world: World
    admitted: NDArray[np.bool_]
    exclude_known: bool

    def rows(self, batch: QueryBatch) -> NDArray[np.bool_]:
        allowed = np.broadcast_to(self.admitted, (len(batch), len(self.admitted)))
        return np.asarray(allowed & ~self.world.known(batch)) if self.exclude_known else allowed
