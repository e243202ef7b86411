"""Which ecosystems there are."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.access import ANYBODY, Action, Requires
from api.deps import Id, Loaded
from api.paging import read_cursor, write_cursor
from api.routes.problems import problems
from api.schemas.ecosystems import EcosystemAnswer, EcosystemDetail, EcosystemsAnswer, EcosystemSummary
from api.schemas.filters import EcosystemsQuery
from recommender.entities import EcosystemId

router = APIRouter(prefix="/v1", tags=["ecosystems"], dependencies=[Depends(Requires(Action.ASK))])


@router.get("/ecosystems", openapi_extra=ANYBODY, responses=problems(401, 422, 503))
def list_ecosystems(asked: Annotated[EcosystemsQuery, Query()], serving: Loaded) -> EcosystemsAnswer:
    """List ecosystems by id, page by page; filters may be repeated, as in `?scopes=national&scopes=regional`."""
    admitted = [e for e in serving.catalogue if asked.filters().admits(e)]
    after = read_cursor(asked.cursor) if asked.cursor else ""
    rest = [e for e in admitted if e.id > after]
    shown = rest[: asked.limit]
    return EcosystemsAnswer(
        model=serving.version,
        total=len(admitted),
        items=[EcosystemSummary.of(e) for e in shown],
        next_cursor=write_cursor(shown[-1].id) if len(rest) > len(shown) else None,
    )


@router.get("/ecosystems/{ecosystem_id}", openapi_extra=ANYBODY, responses=problems(401, 404, 422, 503))
def show_ecosystem(ecosystem_id: Id, serving: Loaded) -> EcosystemAnswer:
    """Show all that is known of one ecosystem."""
    catalogue = serving.catalogue
    found = catalogue[catalogue.row(EcosystemId(ecosystem_id))]
    return EcosystemAnswer(model=serving.version, ecosystem=EcosystemDetail.of(found))
