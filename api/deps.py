"""What routes ask for: the recommender that serves."""

from collections.abc import Sequence
from typing import Annotated, Protocol

from fastapi import Depends, Request

from api.errors import NotReadyError
from recommender.catalogue import Catalogue
from recommender.entities import Filters, OrganisationId, Query, Ranking

ALL = Filters()


class Serving(Protocol):
    """What the service needs of a recommender."""

    @property
    def catalogue(self) -> Catalogue:
        """All ecosystems."""
        ...

    @property
    def version(self) -> str:
        """Name of the bundle."""
        ...

    @property
    def odds_are_rough(self) -> bool:
        """Whether odds may be a guess, as there was too little history to calibrate them on."""
        ...

    def knows(self, sme_id: OrganisationId) -> bool:
        """Whether anything is known of an SME."""
        ...

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
        """Answer each query with a ranking, same order."""
        ...


def serving(request: Request) -> Serving:
    """Return the recommender that serves this request from its start to its end.

    Raises
    ------
    NotReadyError
        If none is loaded.
    """
    loaded: Serving | None = getattr(request.state, "serving", None)
    if loaded is None:
        raise NotReadyError("The recommender is not loaded yet; try again in a moment.")
    return loaded


Loaded = Annotated[Serving, Depends(serving)]
