"""All ecosystems in a fixed row order, and the only translator between an ecosystem's id and its row."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from recommender.entities import Ecosystem, EcosystemId, Filters
from recommender.errors import InvalidRecordError, UnknownIdError

_ALL = Filters()


class Catalogue:
    """Ecosystems sorted by id, so that equal inputs give equal rows whatever order they came in.

    Raises
    ------
    InvalidRecordError
        If two ecosystems share an id.
    """

    def __init__(self, ecosystems: Iterable[Ecosystem]) -> None:
        self._ecosystems = tuple(sorted(ecosystems, key=lambda ecosystem: ecosystem.id))
        self._rows = {ecosystem.id: row for row, ecosystem in enumerate(self._ecosystems)}
        if len(self._rows) != len(self._ecosystems):
            seen: set[EcosystemId] = set()
            twice = next(e.id for e in self._ecosystems if e.id in seen or seen.add(e.id))  # type: ignore[func-returns-value]
            raise InvalidRecordError(
                f"Ecosystem id {twice!r} stands twice in the catalogue; give each entry its own id."
            )

    def __len__(self) -> int:
        return len(self._ecosystems)

    def __iter__(self) -> Iterator[Ecosystem]:
        return iter(self._ecosystems)

    def __getitem__(self, row: int) -> Ecosystem:
        return self._ecosystems[row]

    def row(self, ecosystem_id: EcosystemId) -> int:
        """Row of an id.

        Raises
        ------
        UnknownIdError
            If no ecosystem has it.
        """
        try:
            return self._rows[ecosystem_id]
        except KeyError:
            raise UnknownIdError(f"No ecosystem has the id {ecosystem_id!r}.") from None

    def rows(self, ecosystem_ids: Iterable[EcosystemId]) -> NDArray[np.int64]:
        """Rows of the ids that there are, in ascending order; others are passed over."""
        return np.array(sorted(self._rows[found] for found in ecosystem_ids if found in self._rows), dtype=np.int64)

    def admitted(self, filters: Filters) -> NDArray[np.bool_]:
        """Which rows `filters` admit, shape (len(self),)."""
        if filters == _ALL:
            return np.ones(len(self), dtype=np.bool_)
        return np.fromiter((filters.admits(e) for e in self._ecosystems), dtype=np.bool_, count=len(self))
