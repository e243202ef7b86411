"""What is known at a day, ready to be asked: facts, vectors, index and retrievers together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.catalogue import Catalogue
from recommender.encoding.base import Vectors
from recommender.entities import Organisation, OrganisationId, Query
from recommender.history import History
from recommender.indexing.base import Index
from recommender.retrieval.base import Near, QueryBatch, Retriever, Signals
from recommender.retrieval.dense import DenseRetriever, Space, unit
from recommender.retrieval.graph import GraphRetriever
from recommender.retrieval.latent import LatentRetriever
from recommender.retrieval.lexical import LexicalRetriever
from recommender.retrieval.popular import PopularRetriever


@dataclass(frozen=True)
class World:
    """What is known at a day, ready to be asked: facts, vectors, index and retrievers.

    ``profile_vectors`` (n_profiles, dim) are centred unit rows of ``profile_ids``, ``profile_texts`` their texts, empty
    where they are not kept.
    """

    catalogue: Catalogue
    history: History
    organisations: Mapping[OrganisationId, Organisation]
    profile_ids: tuple[OrganisationId, ...]
    profile_vectors: Vectors
    profile_texts: tuple[str, ...]
    space: Space
    index: Index
    dense: DenseRetriever
    lexical: LexicalRetriever
    latent: LatentRetriever
    graph: GraphRetriever
    popular: PopularRetriever

    @cached_property
    def _profile_row(self) -> dict[OrganisationId, int]:
        return {owner: row for row, owner in enumerate(self.profile_ids)}

    @property
    def retrievers(self) -> tuple[Retriever, ...]:
        """All of them, in the order their signals are computed."""
        return (self.dense, self.lexical, self.latent, self.graph, self.popular)

    def knows(self, sme_id: OrganisationId) -> bool:
        """Whether there is a past or a profile to go by."""
        return self.history.row(sme_id) is not None or sme_id in self._profile_row

    def profile_text(self, sme_id: OrganisationId | None) -> str:
        """Return what an organisation says of itself, ``""`` where that is unknown or not kept."""
        place = self._profile_row.get(sme_id) if sme_id else None
        return "" if place is None else self.profile_texts[place]

    def batch(self, queries: Sequence[Query], texts: Vectors, near: int) -> QueryBatch:
        """Look up all that retrievers need; `texts` are the encoder's vectors of the queries' texts."""
        rows = [self.history.row(query.sme_id) for query in queries]
        asked = self.space.placed(texts)
        profiles = unit(np.vstack([self._profile(query.sme_id) for query in queries]))
        return QueryBatch(
            queries=tuple(self._located(query) for query in queries),
            texts=asked,
            profiles=profiles,
            rows=np.array([-1 if row is None else row for row in rows], dtype=np.int64),
            near_text=Near.to(asked, self.index, near).among_rows(self._joint),
            near_profile=Near.to(profiles, self.index, near).among_rows(self._joint),
        )

    @cached_property
    def _joint(self) -> NDArray[np.int64]:
        """Rows of the projects that the index holds, in its order."""
        return np.flatnonzero(self.history.joint)

    def signals(self, batch: QueryBatch) -> Signals:
        """All signals of all retrievers."""
        return {name: values for retriever in self.retrievers for name, values in retriever.signals(batch).items()}

    def allowed(self, batch: QueryBatch, admitted: NDArray[np.bool_], *, exclude_known: bool) -> NDArray[np.bool_]:
        """Which of the ecosystems `admitted` each query may be shown, shape (n_queries, n_ecosystems)."""
        allowed = np.tile(admitted, (len(batch), 1))
        if exclude_known:
            allowed &= ~self.known(batch)
        for line, query in zip(allowed, batch.queries, strict=True):
            if query.without:
                line[self.catalogue.rows(query.without)] = False
        return allowed

    def known(self, batch: QueryBatch) -> NDArray[np.bool_]:
        """Which ecosystems each SME has worked with or leads, shape (n_queries, n_ecosystems)."""
        known = batch.seat(self.met) > 0
        for line, query in zip(known, batch.queries, strict=True):
            line[self._led.get(query.sme_id or OrganisationId(""), [])] = True
        return known

    @cached_property
    def met(self) -> csr_array:
        """Participants × ecosystems: joint projects with the flagship, or with the ecosystem as a participant."""
        n = len(self.catalogue)
        seats = [(row, place) for place, ecosystem in enumerate(self.catalogue)
                 for who in sorted({ecosystem.participant_id, ecosystem.flagship_id})
                 if (row := self.history.row(who)) is not None]  # fmt: skip
        rows, places = np.array(seats, dtype=np.int64).reshape(-1, 2).T
        seated = csr_array((np.ones(len(rows), np.float32), (rows, places)), (len(self.history.participants), n))
        incidence = self.history.incidence
        return csr_array(incidence.T @ (incidence @ seated))

    @cached_property
    def partners(self) -> NDArray[np.int64]:
        """How many participants each ecosystem has had a joint project with, shape (n_ecosystems,)."""
        met = np.diff(self.met.tocsc().indptr)
        selves = [
            len({row for who in (e.participant_id, e.flagship_id) if (row := self.history.row(who)) is not None})
            for e in self.catalogue
        ]
        return np.asarray(np.maximum(met - selves, 0), dtype=np.int64)  # each has met itself

    @cached_property
    def _led(self) -> dict[OrganisationId, list[int]]:
        """Rows of the ecosystems that an organisation leads or is."""
        led: dict[OrganisationId, list[int]] = {}
        for row, ecosystem in enumerate(self.catalogue):
            for who in {ecosystem.participant_id, ecosystem.flagship_id}:
                led.setdefault(who, []).append(row)
        return led

    def _profile(self, sme_id: OrganisationId | None) -> Vectors:
        row, place = self.history.row(sme_id), self._profile_row.get(sme_id) if sme_id else None
        past = self.space.participants[row] if row is not None else np.zeros(len(self.space.centre), dtype=np.float32)
        return past if place is None else np.asarray(past + self.profile_vectors[place], dtype=np.float32)

    def _located(self, query: Query) -> Query:
        home = self.organisations.get(query.sme_id) if query.sme_id else None
        return query if query.country or home is None else replace(query, country=home.country)
