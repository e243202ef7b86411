"""The companies of the store, ranked for every ecosystem ahead of time, so that an answer looks up and computes little.

`Recommender.pool` ranks them all once for a model. Which of them changed since, the audit log tells: these are left out
there, and a small pool of their own is made of them as they stand. So a changed profile counts with its new text at
once, and who objected or was erased is in neither.
"""

import logging
import threading
from collections.abc import Collection, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from math import log as ln
from weakref import ref

from api.deps import Serving
from api.errors import NotReadyError
from recommender.entities import EcosystemId, OrganisationId, Query
from recommender.ranking.pool import Pool
from recommender.ranking.reciprocal import Asker
from recommender.store import audit, companies
from recommender.store.nouns import Company, CompanyProfile
from recommender.store.store import Store

KEEP = 200
"""Companies kept for each ecosystem, in each of the two pools."""
RENEW = 256
"""Changed companies from which on the pool is made anew, beside those who ask."""
MOST = 1024
"""Changed companies from which on that is waited for."""
PATIENCE = 10.0
"""Seconds that a request waits for a pool; one may, as it holds a thread meanwhile."""
TINY = 1e-15
"""How close to 0 and 1 odds are told apart."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Made:
    """A pool, which companies changed until line ``mark`` of the audit log, and a pool of these."""

    pool: Pool | None
    mark: int
    changed: frozenset[str] = frozenset()
    recent: Pool | None = None

    def best(self, ecosystem_id: EcosystemId, k: int, without: Collection[str]) -> list[Asker] | None:
        """Look the best up; None where so many of those kept are left out that others would move up."""
        found = []
        for pool, out in ((self.pool, self.changed.union(without)), (self.recent, frozenset(without))):
            kept = [] if pool is None else pool.askers(ecosystem_id, k=KEEP)
            shown = [asker for asker in kept if asker.query_id not in out]
            if len(shown) < k and len(kept) == KEEP:
                return None
            found.append(shown)
        ordered = merge(*found, key=lambda asker: (-_seen(asker), asker.query_id))
        return [replace(asker, rank=rank) for rank, asker in enumerate(islice(ordered, k), start=1)]


class Pools:
    """The pools of each model that still answers; none keeps a model in memory that nobody else holds."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._waiting = threading.Lock()
        self._lock = threading.Lock()
        self._makers: list[tuple[ref[Serving], Maker]] = []

    def best(
        self, serving: Serving, ecosystem_id: EcosystemId, *, k: int, without: Collection[OrganisationId]
    ) -> list[Asker]:
        """Return the `k` best companies of all that did not object, `without` some, as `Recommender.askers` does.

        Raises
        ------
        NotReadyError
            If the pool is still being made.
        QueryError
            If the model knows nothing of the other side.
        """
        found = self._maker(serving).current(serving).best(ecosystem_id, k, without)
        if found is not None:
            return found
        with self.store.reading() as connection:
            asking = queries(serving, companies.unobjecting(connection))
        return serving.askers(ecosystem_id, [query for query in asking if query.id not in without], k=k)

    def _maker(self, serving: Serving) -> "Maker":
        with self._lock:
            self._makers = [(model, maker) for model, maker in self._makers if model() is not None]
            known = next((maker for model, maker in self._makers if model() is serving), None)
            if known is None:
                known = Maker(self.store, self._waiting)
                self._makers.append((ref(serving), known))
            return known


class Maker:
    """Makes the pools of one model, when they are first asked for and as companies change.

    Who holds `waiting` may wait for them.
    """

    def __init__(self, store: Store, waiting: threading.Lock) -> None:
        self.store = store
        self._waiting = waiting
        self._lock = threading.Lock()
        self._made: Made | None = None
        self._making: Future[Made] | None = None

    def current(self, serving: Serving) -> Made:
        """Return pools of companies as they stand now; wait for them for a while, if nobody else does.

        Raises
        ------
        NotReadyError
            If they are still being made then.
        """
        for _ in range(2):
            with self._lock:
                made, making = self._look(serving)
            if made is not None:
                return made
            if not self._ended(making):
                break
        raise NotReadyError("The companies are being ranked for the ecosystems; try again in a moment.")

    def _ended(self, making: "Future[Made]") -> bool:
        """Wait for the end, if nobody else waits for one."""
        if not making.done():
            if not self._waiting.acquire(blocking=False):
                return False
            try:
                making.result(PATIENCE)
            except TimeoutError:
                return False
            finally:
                self._waiting.release()
        return True

    def _look(self, serving: Serving) -> tuple[Made | None, Future[Made]]:
        """What can be looked up now, if anything, and what is waited for otherwise."""
        if self._making is not None and self._making.done():
            making, self._making = self._making, None
            self._made = making.result()
        self._made = self._made and self._refreshed(serving, self._made)
        changed = MOST + 1 if self._made is None else len(self._made.changed)
        if changed > RENEW and self._making is None:
            self._making = Future()
            threading.Thread(target=self._make, args=(serving, self._making), name="pool", daemon=True).start()
        return (self._made if changed <= MOST else None), self._making or Future()

    def _make(self, serving: Serving, making: "Future[Made]") -> None:
        try:
            with self.store.reading() as connection:
                mark = audit.last(connection)
                asking = queries(serving, companies.unobjecting(connection))
            making.set_result(Made(_pool(serving, asking), mark))
        except Exception as error:  # noqa: BLE001 - whoever waits is told
            making.set_exception(error)

    def _refreshed(self, serving: Serving, made: Made) -> Made:
        with self.store.reading() as connection:
            changed, mark = audit.objects(connection, "company", after=made.mark)
            if not changed:
                return replace(made, mark=mark)
            changed |= made.changed
            few = len(changed) <= MOST
            asking = queries(serving, companies.unobjecting(connection, among=changed)) if few else []
        return Made(made.pool, mark, changed, _pool(serving, asking))


def queries(serving: Serving, found: Iterable[Company]) -> list[Query]:
    """Let companies ask."""
    return [query_of(serving, company.id, company.profile) for company in found]


def query_of(serving: Serving, organisation_id: OrganisationId, profile: CompanyProfile) -> Query:
    """Let a company ask: by its profile, and by its past where the model knows it."""
    past = OrganisationId(profile.sme_id) if profile.sme_id else None
    known = past is not None and serving.knows(past)
    return Query(organisation_id, past if known else None, profile.country, profile.passage)


def _pool(serving: Serving, asking: list[Query]) -> Pool | None:
    return serving.pool(asking, keep=KEEP) if asking else None


def _seen(asker: Asker) -> float:
    """How much a company counts for an ecosystem: the logarithm of odds / place, as `Reciprocal.seen`."""
    odds = min(max(asker.odds, TINY), 1 - TINY)
    return ln(odds / (1 - odds)) - ln(asker.place)
