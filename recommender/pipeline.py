"""The recommender: retrieve → filter → rank → calibrate → explain → cut."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from itertools import repeat

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.special import expit

from recommender.catalogue import Catalogue
from recommender.describing import Described, described, described_by_id
from recommender.encoding.base import Encoder
from recommender.entities import EcosystemId, Evidence, Filters, OrganisationId, Query, Ranking, Reason, Recommendation
from recommender.errors import QueryError
from recommender.explanation.evidence import Explainer
from recommender.explanation.reasons import ORDER, grouped, reasons
from recommender.ordering import descending
from recommender.ranking.base import Matrix, Ranker
from recommender.ranking.calibration import Calibration
from recommender.ranking.features import steady
from recommender.ranking.pool import Pool
from recommender.ranking.reciprocal import Asker, Reciprocal, best_askers
from recommender.retrieval.base import QueryBatch, Signals
from recommender.retrieval.fusion import fuse
from recommender.retrieval.world import World

ALL = Filters()
CHUNK = 256
"""Queries worked on at once; bounds memory, changes nothing else."""
LATEST = 64
"""SMEs whose signals and features are kept in memory: some 0.25 MB each for 1,000 ecosystems, and no text."""


class PipelineConfig(BaseModel):
    """Hyperparameters: candidates re-ranked for a query, projects that count as near one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    depth: int = Field(default=400, ge=1)
    near: int = Field(default=200, ge=2)


@dataclass(frozen=True)
class Recommender:
    """Answers queries; immutable, so that one can be shared by threads and swapped for another."""

    world: World
    encoder: Encoder
    ranker: Ranker
    calibration: Calibration
    config: PipelineConfig = field(default_factory=PipelineConfig)
    version: str = "unpublished"
    reciprocal: Reciprocal | None = None

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

    def meant(self, text: str) -> NDArray[np.float32]:
        """Closeness in meaning of a text to the nearest text of each ecosystem, cosines of shape (n_ecosystems,)."""
        asked = self.world.space.placed(self.encoder.encode([text], role="query"))
        return np.asarray(self.world.dense.closest(asked)[0], dtype=np.float32)

    def recommend(
        self,
        queries: Sequence[Query],
        *,
        k: int,
        among: Filters = ALL,
        exclude_known: bool = True,
        explain: bool = False,
        two_sided: bool = False,
    ) -> list[Ranking]:
        """Rank ecosystems for each query, in the order asked.

        Parameters
        ----------
        k : how many each ranking holds; fewer only when fewer qualify
        among : what may be shown, honoured before the cut
        exclude_known : leave out ecosystems that the SME has worked with
        explain : give reasons and evidence too
        two_sided : also weigh what the ecosystem's side would say; odds stay as they are, the order may leave them

        Raises
        ------
        QueryError
            If `k` is below 1, or `two_sided` is set and the bundle knows nothing of the other side.
        """
        if k < 1:
            raise QueryError(f"k is {k}; ask for at least 1 ecosystem.")
        asking = _Asking(k, explain, self.other_side() if two_sided else None)
        allowing = _Allowing(self.world, self.catalogue.admitted(among), exclude_known)
        return [
            self._rank(batch.queries[place], rows, table[place, rows], asking)
            for batch, signals, table in self._described(queries)
            for place, rows in enumerate(self._candidates(batch, signals, allowing.rows(batch), k))
        ]

    def shares(self, queries: Sequence[Query]) -> dict[str, float]:
        """How much each reason tells ecosystems apart for such queries: shares that sum to 1, by name of the reason.

        A reason's weight for one query is the standard deviation of its part of the score over all ecosystems, so that
        what is the same for all has none; the weights of the queries are averaged, then divided by their sum.
        """
        spread = np.zeros(len(ORDER))
        for _, _, table in self._described(queries):
            for rows in table:
                spread += grouped(self.ranker.contributions(rows), rows).std(axis=0)
        return dict(zip(ORDER, (spread / (spread.sum() or 1.0)).tolist(), strict=True))

    def some_known(self, k: int) -> list[OrganisationId]:
        """Some participants of past projects, evenly over their ids; fewer than `k` where there are no more."""
        everybody = self.world.history.participants
        return list(everybody[:: max(1, len(everybody) // k)][:k]) if len(everybody) else []

    def log_odds(self, queries: Sequence[Query], *, exclude_known: bool = True) -> NDArray[np.float64]:
        """Log-odds of every ecosystem for each query, −inf where it is left out; shape (n_queries, n_ecosystems)."""
        allowing = _Allowing(self.world, self.catalogue.admitted(ALL), exclude_known)
        found = np.full((len(queries), len(self.catalogue)), -np.inf)
        lines = (
            (allowed, rows) for batch, _, table in self._described(queries)
            for allowed, rows in zip(allowing.rows(batch), table, strict=True)
        )  # fmt: skip
        for place, (allowed, rows) in enumerate(lines):
            found[place, allowed] = self.calibration.log_odds(self.ranker.scores(rows), rows)[allowed]
        return found

    def askers(
        self, ecosystem_id: EcosystemId, queries: Sequence[Query], *, k: int, exclude_known: bool = True
    ) -> list[Asker]:
        """Rank SMEs for an ecosystem: the queries of a pool, by odds over its place in the SME's own two-sided list.

        Ties go by id; an SME that has worked with the ecosystem is left out unless `exclude_known` is false.

        Raises
        ------
        UnknownIdError
            If no ecosystem has the id.
        QueryError
            If `k` is below 1, or the bundle knows nothing of the other side.
        """
        if k < 1:
            raise QueryError(f"k is {k}; ask for at least 1 SME.")
        row, other = self.catalogue.row(ecosystem_id), self.other_side()
        log_odds = self.log_odds(queries, exclude_known=exclude_known)
        places, odds = other.places(log_odds)[:, row], expit(log_odds[:, row])
        best = best_askers(other.seen(log_odds)[:, row], [query.id for query in queries], k)
        return [
            Asker(queries[number].id, rank, float(odds[number]), int(places[number]))
            for rank, number in enumerate(best, start=1)
        ]

    def pool(self, queries: Sequence[Query], *, keep: int = 200, exclude_known: bool = True) -> Pool:
        """Rank the queries for every ecosystem at once; the pool then answers as `askers` would, without computing.

        Memory does not grow with the queries, but for their ids.

        Raises
        ------
        QueryError
            If `keep` is below 1, or the bundle knows nothing of the other side.
        """
        if keep < 1:
            raise QueryError(f"keep is {keep}; keep at least 1 SME for each ecosystem.")
        parts = (
            self.log_odds(queries[start : start + CHUNK], exclude_known=exclude_known)
            for start in range(0, len(queries), CHUNK)
        )
        return Pool.of(self.catalogue, [query.id for query in queries], parts, self.other_side(), keep)

    def other_side(self) -> Reciprocal:
        """Demand and capacity.

        Raises
        ------
        QueryError
            If the bundle has none.
        """
        if self.reciprocal is None:
            raise QueryError(
                "The bundle that serves knows no demand and capacity, which looking from both sides needs; train again."
            )
        return self.reciprocal

    def _described(self, queries: Sequence[Query]) -> Iterator[Described]:
        """Look queries up, some at a time, with signals and their features (n_queries, n_ecosystems, n_features)."""
        if len(queries) == 1 and not queries[0].text:
            batch, signals, table = self._latest(queries[0].sme_id, queries[0].country)
            yield replace(batch, queries=(replace(queries[0], country=batch.queries[0].country),)), signals, table
            return
        for start in range(0, len(queries), CHUNK):
            yield described(self.world, self.encoder, self.config.near, queries[start : start + CHUNK])

    @cached_property
    def _latest(self) -> Callable[[OrganisationId | None, str], Described]:
        """What the latest SMEs that wrote nothing are known for: nothing of it changes while this bundle serves."""
        return lru_cache(LATEST)(partial(described_by_id, self.world, self.encoder, self.config.near))

    def _candidates(
        self, batch: QueryBatch, signals: Signals, allowed: NDArray[np.bool_], k: int
    ) -> list[NDArray[np.int64]]:
        """Rows to re-rank: all that are allowed where the catalogue is no larger than the depth."""
        depth = max(self.config.depth, k)
        if depth >= len(self.catalogue):
            return [np.flatnonzero(line) for line in allowed]
        wanted = (steady(retriever.preference(batch, signals)) for retriever in self.world.retrievers)
        return fuse([descending(values) for values in wanted], allowed, depth)

    def _rank(self, query: Query, rows: NDArray[np.int64], table: Matrix, asking: "_Asking") -> Ranking:
        if not len(rows):
            return Ranking(query.id, ())
        own, other = self.ranker.scores(table), asking.other
        room = None if other is None else (0.0 - other.prices[rows]) / self.calibration.slopes(table)
        scores = own if room is None else own + room
        top = np.argsort(-scores, kind="stable")[: asking.k]
        odds = self.calibration.odds(own[top], table[top])
        shown, nothing = rows[top].tolist(), repeat(((), ()), len(top))
        why = self._why(query, shown, self._reasons(table, top, room)) if asking.explain else nothing
        parts = zip(map(self.catalogue.__getitem__, shown), scores[top].tolist(), odds.tolist(), why, strict=True)
        return Ranking(
            query.id,
            tuple(
                Recommendation(each.id, each.flagship_id, rank, score, chance, *told)
                for rank, (each, score, chance, told) in enumerate(parts, start=1)
            ),
        )

    def _why(
        self, query: Query, rows: list[int], told: list[tuple[Reason, ...]]
    ) -> Iterator[tuple[tuple[Reason, ...], tuple[Evidence, ...]]]:
        explainer = Explainer(self.world, self.encoder, query)
        return zip(told, map(explainer.of, rows), strict=True)

    def _reasons(
        self, table: Matrix, top: NDArray[np.int64], room: NDArray[np.float64] | None
    ) -> list[tuple[Reason, ...]]:
        sums = grouped(self.ranker.contributions(table[top]), table).tolist()
        if room is None:
            return [reasons(line) for line in sums]
        return [reasons(line, room=float(added)) for line, added in zip(sums, room[top], strict=True)]


@dataclass(frozen=True)
class _Asking:
    """How a ranking is asked for; ``other`` is there where the other side has a say."""

    k: int
    explain: bool
    other: Reciprocal | None


@dataclass(frozen=True)
class _Allowing:
    world: World
    admitted: NDArray[np.bool_]
    exclude_known: bool

    def rows(self, batch: QueryBatch) -> NDArray[np.bool_]:
        allowed = np.tile(self.admitted, (len(batch), 1))
        if self.exclude_known:
            allowed &= ~self.world.known(batch)
        for line, query in zip(allowed, batch.queries, strict=True):
            line[self.world.catalogue.rows(query.without)] = False
        return allowed
