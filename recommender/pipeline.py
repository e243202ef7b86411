"""The recommender: retrieve → filter → rank → calibrate → explain → cut."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field
from scipy.special import expit

from recommender.catalogue import Catalogue
from recommender.describing import Described, described, described_by_id
from recommender.encoding.base import Encoder
from recommender.entities import EcosystemId, Filters, OrganisationId, Query, Ranking
from recommender.errors import QueryError
from recommender.explanation.evidence import Explainer
from recommender.explanation.reasons import ORDER, grouped, reasons
from recommender.ranking.base import Best, Matrix, Ranker, Told
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
        answers = self._answers(queries, _Asking(k, among, exclude_known, two_sided))
        if not explain:
            return [answer.best.ranking(self.catalogue) for answer in answers]
        return [answer.best.ranking(self.catalogue, self._why(answer)) for answer in answers]

    def best(
        self,
        queries: Sequence[Query],
        *,
        k: int,
        among: Filters = ALL,
        exclude_known: bool = True,
        two_sided: bool = False,
    ) -> Iterator[Best]:
        """Rank as `recommend` does, in numbers alone: for many queries, which are worked on as answers are taken.

        Raises
        ------
        QueryError
            As `recommend`.
        """
        answers = self._answers(queries, _Asking(k, among, exclude_known, two_sided))
        return (answer.best for answer in answers)

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
        admitted, start = self.catalogue.admitted(ALL), 0
        found = np.full((len(queries), len(self.catalogue)), -np.inf)
        for batch, _, table in self._described(queries):
            allowed = self.world.allowed(batch, admitted, exclude_known=exclude_known)
            rows, part = table.reshape(-1, table.shape[-1]), found[start : start + len(batch)]
            start += len(batch)
            part[allowed] = self.calibration.log_odds(self.ranker.scores(rows), rows)[allowed.ravel()]
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
            yield from described(self.world, self.encoder, self.config.near, queries[start : start + CHUNK])

    @cached_property
    def _latest(self) -> Callable[[OrganisationId | None, str], Described]:
        """What the latest SMEs that wrote nothing are known for: nothing of it changes while this bundle serves."""
        return lru_cache(LATEST)(partial(described_by_id, self.world, self.encoder, self.config.near))

    def _candidates(
        self, batch: QueryBatch, signals: Signals, admitted: NDArray[np.bool_], asking: "_Asking"
    ) -> NDArray[np.bool_]:
        """What to re-rank: all that is allowed where the catalogue is no larger than the depth."""
        allowed = self.world.allowed(batch, admitted, exclude_known=asking.exclude_known)
        depth = max(self.config.depth, asking.k)
        if depth >= len(self.catalogue):
            return allowed
        wanted = np.stack([retriever.preference(batch, signals) for retriever in self.world.retrievers])
        return fuse(steady(wanted), allowed, depth)

    def _answers(self, queries: Sequence[Query], asking: "_Asking") -> Iterator["_Answer"]:
        if asking.k < 1:
            raise QueryError(f"k is {asking.k}; ask for at least 1 ecosystem.")
        if asking.two_sided:
            self.other_side()  # refuses where there is none, before an answer is taken
        admitted = self.catalogue.admitted(asking.among)
        return (
            answer
            for batch, signals, table in self._described(queries)
            for answer in self._ranked(batch.queries, self._candidates(batch, signals, admitted, asking), table, asking)
        )

    def _ranked(
        self, queries: Sequence[Query], candidates: NDArray[np.bool_], table: Matrix, asking: "_Asking"
    ) -> Iterator["_Answer"]:
        """Score all candidates in one go, then sort those of each query."""
        rows, told = np.nonzero(candidates)[1], table[candidates]
        own = self.ranker.scores(told)
        odds, room = self.calibration.odds(own, told), np.zeros(len(rows))
        if asking.two_sided:
            room -= self.other_side().prices[rows] / self.calibration.slopes(told)
        scores = own + room
        ends = np.cumsum(candidates.sum(axis=1)).tolist()
        for query, start, end in zip(queries, [0, *ends[:-1]], ends, strict=True):
            top = start + np.argsort(-scores[start:end], kind="stable")[: asking.k]
            added = room[top].tolist() if asking.two_sided else [None] * len(top)
            yield _Answer(query, Best(query.id, rows[top], scores[top], odds[top]), told[start:end], top - start, added)

    def _why(self, answer: "_Answer") -> Iterator[Told]:
        explainer = Explainer(self.world, self.encoder, answer.query)
        sums = grouped(self.ranker.contributions(answer.candidates[answer.top]), answer.candidates).tolist()
        for row, line, room in zip(answer.best.rows.tolist(), sums, answer.room, strict=True):
            yield reasons(line, room=room), explainer.of(row)


@dataclass(frozen=True, slots=True)
class _Asking:
    """How rankings are asked for."""

    k: int
    among: Filters
    exclude_known: bool
    two_sided: bool


@dataclass(frozen=True, slots=True)
class _Answer:
    """What a query gets, and what explains it: features of candidates, places of the best among these, their room."""

    query: Query
    best: Best
    candidates: Matrix
    top: NDArray[np.int64]
    room: Sequence[float | None]
