"""Evidence: what a reader can check behind a recommendation."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.encoding.base import Encoder, Vectors
from recommender.entities import Evidence, EvidenceKind, Query
from recommender.retrieval.dense import centred
from recommender.retrieval.knowledge import project_text
from recommender.retrieval.world import World

MAX_PARTNERS = 3
MAX_PROJECTS = 2
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_SHORT = 220


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into its sentences."""
    return tuple(part.strip() for part in _SENTENCE_END.split(text) if part.strip())


@dataclass(frozen=True)
class Explainer:
    """Finds evidence for one query; the sentences of its text are embedded once."""

    world: World
    encoder: Encoder
    query: Query

    def of(self, row: int) -> tuple[Evidence, ...]:
        """Evidence for the ecosystem in `row`: the closest pair of sentences, projects together, shared partners."""
        return (*self._closest(row), *self._together(row), *self._partners(row))

    @cached_property
    def _asked(self) -> tuple[tuple[str, ...], Vectors]:
        said = sentences(self.query.text)
        return said, centred(self.encoder.encode(said, role="query"), self.world.space.centre)

    def _closest(self, row: int) -> tuple[Evidence, ...]:
        said, vectors = self._asked
        owners = self.world.dense.owners
        passages = owners.indices[owners.indptr[row] : owners.indptr[row + 1]]
        if not said or not len(passages):
            return ()
        cosines = vectors @ self.world.dense.passages[passages].T
        ours, theirs = np.unravel_index(int(cosines.argmax()), cosines.shape)
        kind, text, source = self._passage(row, int(passages[theirs]))
        return (Evidence(kind, shortened(text), said[int(ours)], float(cosines[ours, theirs]), source),)

    def _passage(self, row: int, passage: int) -> tuple[EvidenceKind, str, str]:
        dense, ecosystem = self.world.dense, self.world.catalogue[row]
        n_described = len(dense.passages) - len(dense.told)
        if passage >= n_described:
            project = self.world.history.projects[int(dense.told[passage - n_described])]
            return EvidenceKind.PROJECT, project.title or project_text(project), project.id
        first = int(dense.owners.indices[dense.owners.indptr[row]])
        return EvidenceKind.GOAL, ecosystem.passages[passage - first], ecosystem.source

    def _together(self, row: int) -> tuple[Evidence, ...]:
        asker = self.world.history.row(self.query.sme_id)
        if asker is None:
            return ()
        history = self.world.history
        mine = history.project_rows[history.participant_rows == asker]
        stands = self.world.dense.stands[mine][:, [row]].toarray()[:, 0] > 0
        projects = [self.world.history.projects[int(place)] for place in sorted(mine[stands], reverse=True)]
        return tuple(
            Evidence(EvidenceKind.TOGETHER, shortened(project_text(project) or project.id), source=project.id)
            for project in projects[:MAX_PROJECTS]
        )

    def _partners(self, row: int) -> tuple[Evidence, ...]:
        asker = self.world.history.row(self.query.sme_id)
        if asker is None:
            return ()
        graph = self.world.graph
        mine = graph.partners[[asker]].tocsr().indices
        worth = graph.common[mine][:, [row]].toarray()[:, 0]
        order = np.argsort(-worth, kind="stable")[:MAX_PARTNERS]
        ids = [self.world.history.participants[int(mine[place])] for place in order if worth[place] > 0]
        known = self.world.organisations
        return tuple(Evidence(EvidenceKind.PARTNER, known[i].name or i if i in known else i, source=i) for i in ids)


def shortened(text: str) -> str:
    """At most about 220 characters, cut at a word."""
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"
