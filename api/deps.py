"""What routes ask for: the recommender that serves, the store, the settings."""

from collections.abc import Sequence
from typing import Annotated, Protocol

import numpy as np
from fastapi import Depends, Path, Request
from numpy.typing import NDArray

from api.errors import NotReadyError
from api.provider import Provider
from api.settings import Settings
from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId, Filters, OrganisationId, Query, Ranking
from recommender.ranking.pool import Pool
from recommender.ranking.reciprocal import Asker
from recommender.store.store import Store

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

    def meant(self, text: str) -> NDArray[np.float32]:
        """Closeness in meaning of a text to each ecosystem, in the order of the catalogue."""
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

    def askers(
        self, ecosystem_id: EcosystemId, queries: Sequence[Query], *, k: int, exclude_known: bool = True
    ) -> list[Asker]:
        """Rank those who ask for an ecosystem."""
        ...

    def pool(self, queries: Sequence[Query], *, keep: int = 200, exclude_known: bool = True) -> Pool:
        """Rank the queries for every ecosystem."""
        ...

    def some_known(self, k: int) -> list[OrganisationId]:
        """Some of those who took part in past projects, `k` at most."""
        ...

    def shares(self, queries: Sequence[Query]) -> dict[str, float]:
        """How much each reason tells ecosystems apart for such queries; the shares sum to 1."""
        ...


async def serving(request: Request) -> Serving:
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


async def opened(request: Request) -> Store:
    """Return the store.

    Raises
    ------
    NotReadyError
        If it is not open.
    """
    store: Store | None = getattr(request.app.state, "store", None)
    if store is None:
        raise NotReadyError("The store is not open yet; try again in a moment.")
    return store


def identity_provider(request: Request) -> Provider | None:
    """Return the identity provider, if the settings name one."""
    provider: Provider | None = request.app.state.provider
    return provider


async def deployed(request: Request) -> Settings:
    """Return the settings of the service."""
    settings: Settings = request.app.state.settings
    return settings


Id = Annotated[str, Path(max_length=200)]
"""An id in an address."""
Deployment = Annotated[Settings, Depends(deployed)]
IdentityProvider = Annotated[Provider | None, Depends(identity_provider)]
Storage = Annotated[Store, Depends(opened)]
Loaded = Annotated[Serving, Depends(serving)]
