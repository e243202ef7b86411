"""Past cooperation: which participants stood in which projects, since when.

Rows are internal: projects are sorted by start day and id, participants by id, so that equal facts give equal rows.
Projects without a start day are unknown at every day and are left out.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender.entities import OrganisationId, Participation, Project

IntArray = NDArray[np.int32]


@dataclass(frozen=True)
class History:
    """Projects, participants and the participations between them.

    ``projects`` in row order; ``participants`` ids in row order; ``project_rows`` and ``participant_rows`` (one entry a
    participation, no pair twice); ``coordinates`` marks coordinators; ``started`` is datetime64[D] per project.
    """

    projects: tuple[Project, ...]
    participants: tuple[OrganisationId, ...]
    project_rows: IntArray
    participant_rows: IntArray
    coordinates: NDArray[np.bool_]
    started: NDArray[np.datetime64]

    @classmethod
    def of(cls, projects: Iterable[Project], participations: Iterable[Participation]) -> "History":
        """Build from entities; participations of unknown or undated projects are left out."""
        dated = sorted((p for p in projects if p.started is not None), key=lambda p: (p.started or date.min, p.id))
        row_of = {project.id: row for row, project in enumerate(dated)}
        kept: dict[tuple[int, OrganisationId], bool] = {}
        for part in participations:
            if part.project_id in row_of:
                key = (row_of[part.project_id], part.participant_id)
                kept[key] = kept.get(key, False) or part.role == "coordinator"
        participants = tuple(sorted({participant for _, participant in kept}))
        place = {participant: row for row, participant in enumerate(participants)}
        ordered = sorted((row, place[participant], lead) for (row, participant), lead in kept.items())
        return cls(
            projects=tuple(dated),
            participants=participants,
            project_rows=np.array([row for row, _, _ in ordered], dtype=np.int32),
            participant_rows=np.array([row for _, row, _ in ordered], dtype=np.int32),
            coordinates=np.array([lead for _, _, lead in ordered], dtype=np.bool_),
            started=np.array([p.started for p in dated], dtype="datetime64[D]"),
        )

    def before(self, day: date) -> "History":
        """Return what had started before `day`; participants with nothing left are dropped."""
        n = int(np.searchsorted(self.started, np.datetime64(day), side="left"))
        kept = self.project_rows < n
        used, rows = np.unique(self.participant_rows[kept], return_inverse=True)
        return replace(
            self,
            projects=self.projects[:n],
            participants=tuple(self.participants[row] for row in used),
            project_rows=self.project_rows[kept],
            participant_rows=rows.astype(np.int32),
            coordinates=self.coordinates[kept],
            started=self.started[:n],
        )

    @cached_property
    def incidence(self) -> csr_array:
        """Projects × participants, 1 where a participant stands in a project; float32."""
        shape = (len(self.projects), len(self.participants))
        ones = np.ones(len(self.project_rows), dtype=np.float32)
        return csr_array((ones, (self.project_rows, self.participant_rows)), shape=shape)

    @cached_property
    def joint(self) -> NDArray[np.bool_]:
        """Which projects have two participants or more."""
        counts = np.bincount(self.project_rows, minlength=len(self.projects))
        return np.asarray(counts > 1)

    @cached_property
    def _participant_row(self) -> dict[OrganisationId, int]:
        return {participant: row for row, participant in enumerate(self.participants)}

    def row(self, participant: OrganisationId | None) -> int | None:
        """Row of a participant, ``None`` where it is in no project."""
        return None if participant is None else self._participant_row.get(participant)

    def age(self, day: date) -> NDArray[np.float32]:
        """Years from each project's start to `day`."""
        return np.asarray((np.datetime64(day) - self.started).astype(np.float32) / np.float32(365.25))
