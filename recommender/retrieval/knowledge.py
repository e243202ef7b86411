"""All that is known at a day, in rows: what retrievers are built from and what a bundle keeps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.catalogue import Catalogue
from recommender.encoding.base import Encoder, Vectors
from recommender.encoding.plain import plain
from recommender.entities import Organisation, OrganisationId, Profile, Project
from recommender.history import History


@dataclass(frozen=True)
class Knowledge:
    """Facts from before ``day`` and the vectors of their texts.

    ``project_vectors`` (n_projects, dim), ``call_vectors`` (n_projects, dim), for the titles of the calls of projects
    that have other texts, and ``passage_vectors`` (n_passages, dim) are unit rows, zero where there is no text, in
    parts of ``widths``; ``passage_owners`` int64 (n_passages,) gives the ecosystem's row; ``profile_ids`` and
    ``profile_vectors`` hold the organisations that have described themselves.
    """

    day: date
    catalogue: Catalogue
    history: History
    organisations: Mapping[OrganisationId, Organisation]
    widths: tuple[int, ...]
    project_vectors: Vectors
    call_vectors: Vectors
    passage_vectors: Vectors
    passage_owners: NDArray[np.int64]
    profile_ids: tuple[OrganisationId, ...]
    profile_vectors: Vectors

    @cached_property
    def hosts(self) -> NDArray[np.int64]:
        """Row of the participant that stands for each ecosystem, −1 where it is in no project: (n_ecosystems,)."""
        rows = (self.history.row(ecosystem.participant_id) for ecosystem in self.catalogue)
        return np.array([-1 if row is None else row for row in rows], dtype=np.int64)

    @cached_property
    def stands(self) -> csr_array:
        """Projects × ecosystems: 1 where an ecosystem stands in a project; float32."""
        shape = (len(self.history.projects), len(self.catalogue))
        present = np.flatnonzero(self.hosts >= 0)
        if not len(present):
            return csr_array(np.zeros(shape, dtype=np.float32))
        place = csr_array(
            (np.ones(len(present), dtype=np.float32), (self.hosts[present], present)),
            shape=(len(self.history.participants), len(self.catalogue)),
        )
        return csr_array(self.history.incidence @ place)

    @cached_property
    def countries(self) -> NDArray[np.str_]:
        """Country of each participant, ``""`` where unknown."""
        known = self.organisations
        return np.array([known[p].country if p in known else "" for p in self.history.participants], dtype=np.str_)


def project_text(project: Project) -> str:
    """Return what a past project says of itself: title and objective, else the title of its call."""
    return ". ".join(filter(None, (project.title, project.objective))) or project.call_title


def _call(project: Project) -> str:
    """Title of the call of a project that has words of its own."""
    return "" if project_text(project) == project.call_title else project.call_title


def gather(
    day: date,
    catalogue: Catalogue,
    history: History,
    owners: tuple[Mapping[OrganisationId, Organisation], Sequence[Profile]],
    encoder: Encoder,
) -> Knowledge:
    """Embed what is known and put it together; like is compared with like, so all texts take the query side.

    Parameters
    ----------
    catalogue, history : already cut at `day`
    owners : organisations by id, and profiles known before `day`
    """
    organisations, profiles = owners
    passages = [(row, passage) for row, ecosystem in enumerate(catalogue) for passage in ecosystem.passages]
    described = sorted(profiles, key=lambda profile: profile.organisation_id)
    return Knowledge(
        day=day,
        catalogue=catalogue,
        history=history,
        organisations=organisations,
        widths=encoder.widths,
        project_vectors=encoder.encode([project_text(project) for project in history.projects], role="query"),
        call_vectors=encoder.encode([_call(project) for project in history.projects], role="query"),
        passage_vectors=encoder.encode([passage for _, passage in passages], role="query"),
        passage_owners=np.array([row for row, _ in passages], dtype=np.int64),
        profile_ids=tuple(profile.organisation_id for profile in described),
        profile_vectors=encoder.encode([plain(profile.text) for profile in described], role="query"),
    )
