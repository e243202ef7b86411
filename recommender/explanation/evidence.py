"""Evidence: what a reader can check behind a recommendation."""

import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from recommender.encoding.base import Encoder, Vectors, has_words
from recommender.entities import Evidence, EvidenceKind, OrganisationId, Project, Query
from recommender.retrieval.knowledge import project_text
from recommender.retrieval.world import World

MAX_PARTNERS = 3
MAX_PROJECTS = 2
MAX_SENTENCES = 30
"""Sentences of a query that are embedded: what one request may cost is bounded."""

MIN_SIMILARITY = 0.35
"""Cosine from which a pair of texts is shown.

Vectors are centred, so that texts with nothing in common lie around 0. With the sentence encoder on the sample, 1 pair
in 200 of a company's sentence and a goal reaches it; pairs below it are more often than not about different things.
"""

_BEGUN = {"en": "a project begun {day}", "fi": "{day} alkanut hanke", "sv": "ett projekt som började {day}"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
_FRAGMENT = 25
_LONG = 300
_SHORT = 220


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into its sentences: the first 30, each cut after 300 characters.

    One of fewer than 25 characters says too little by itself: it joins the next one, at the end the one before it.
    """
    found: list[str] = []
    for part in filter(None, map(str.strip, _SENTENCE_END.split(text))):
        if found and len(found[-1]) < _FRAGMENT:
            found[-1] = f"{found[-1]} {part}"
        else:
            found.append(part)
    if len(found) > 1 and len(found[-1]) < _FRAGMENT:
        last = found.pop()
        found[-1] = f"{found[-1]} {last}"
    return tuple(sentence[:_LONG] for sentence in found[:MAX_SENTENCES])


@dataclass(frozen=True)
class Explainer:
    """Finds evidence for one query; the sentences of its text, else of the SME's profile, are embedded once."""

    world: World
    encoder: Encoder
    query: Query

    def of(self, row: int) -> tuple[Evidence, ...]:
        """Evidence for the ecosystem in `row`: the closest pair of sentences, projects together, shared partners.

        Who leads an ecosystem stands in all its projects; these say nothing of cooperation with it.
        """
        ecosystem, asker = self.world.catalogue[row], self.world.history.row(self.query.sme_id)
        if asker is None or self.query.sme_id in {ecosystem.flagship_id, ecosystem.participant_id}:
            return self._closest(row)
        return (*self._closest(row), *self._together(asker, row), *self._partners(asker, row))

    @cached_property
    def _asked(self) -> tuple[tuple[str, ...], Vectors]:
        said = sentences(self.world.profile_text(self.query.sme_id) if self._by_profile else self.query.text)
        return said, self.world.space.placed(self.encoder.encode(said, role="query"))

    @property
    def _by_profile(self) -> bool:
        """Whether the profile speaks: the query has no words of its own."""
        return not has_words(self.query.text)

    def _closest(self, row: int) -> tuple[Evidence, ...]:
        said, vectors = self._asked
        owners = self.world.dense.owners
        passages = owners.indices[owners.indptr[row] : owners.indptr[row + 1]]
        if not said or not len(passages):
            return ()
        cosines = self.world.dense.compared(vectors, passages)
        ours, theirs = np.unravel_index(int(cosines.argmax()), cosines.shape)
        similarity = float(cosines[ours, theirs])
        if similarity < MIN_SIMILARITY:
            return ()
        kind, text, source = self._passage(row, int(passages[theirs]))
        sentence = shortened(said[int(ours)])
        return (Evidence(kind, shortened(text), sentence, similarity, source, from_profile=self._by_profile),)

    def _passage(self, row: int, passage: int) -> tuple[EvidenceKind, str, str]:
        dense, ecosystem = self.world.dense, self.world.catalogue[row]
        n_described = len(dense.passages) - len(dense.told)
        if passage >= n_described:
            project = self.world.history.projects[int(dense.told[passage - n_described])]
            return EvidenceKind.PROJECT, project.title or project_text(project), project.id
        first = int(dense.owners.indices[dense.owners.indptr[row]])
        return EvidenceKind.GOAL, ecosystem.passages[passage - first], ecosystem.source

    def _together(self, asker: int, row: int) -> tuple[Evidence, ...]:
        history = self.world.history
        mine = history.project_rows[history.participant_rows == asker]
        stands = self.world.dense.stands[mine][:, [row]].toarray()[:, 0] > 0
        projects = [history.projects[int(place)] for place in sorted(mine[stands], reverse=True)]
        return tuple(
            Evidence(EvidenceKind.TOGETHER, shortened(project_text(project) or self._begun(project)), source=project.id)
            for project in projects[:MAX_PROJECTS]
        )

    def _begun(self, project: Project) -> str:
        """Name a project that has no text by its day."""
        return _BEGUN.get(self.query.language, _BEGUN["en"]).format(day=project.started)

    def _partners(self, asker: int, row: int) -> tuple[Evidence, ...]:
        graph, participants = self.world.graph, self.world.history.participants
        mine = np.sort(graph.partners[[asker]].tocsr().indices)
        worth = graph.common[mine][:, [row]].toarray()[:, 0]
        shared = [participants[int(mine[place])] for place in np.argsort(-worth, kind="stable") if worth[place] > 0]
        others = [owner for owner in shared if owner != self.world.catalogue[row].flagship_id]
        return tuple(Evidence(EvidenceKind.PARTNER, self._name(owner), source=owner) for owner in others[:MAX_PARTNERS])

    def _name(self, owner: OrganisationId) -> str:
        """Name of a participant: an organisation, or an ecosystem that stands in projects itself."""
        known = self.world.organisations.get(owner)
        return (known.name if known else "") or self._ecosystems.get(owner, owner)

    @cached_property
    def _ecosystems(self) -> dict[OrganisationId, str]:
        return {e.participant_id: e.name(self.query.language) for e in self.world.catalogue}


def shortened(text: str) -> str:
    """At most about 220 characters, cut at a word."""
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"
