"""Rankings for companies of the store, kept and given again; and companies ranked for ecosystems."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, status

from api.access import Action, Caller, Requires
from api.bodies import JsonRoute
from api.companies import Reader, Seen
from api.deps import Id, Loaded
from api.matching import companies_for, recommend, replay
from api.pooling import Pools
from api.routes.problems import problems
from api.schemas.demand import CompaniesRanked, DemandQuery
from api.schemas.runs import CompanyRecommendationRequest, ReplayAnswer, RunAnswer, RunShown
from recommender.entities import EcosystemId
from recommender.errors import UnknownIdError
from recommender.store import runs
from recommender.store.nouns import RunId, StoredRun

router = APIRouter(prefix="/v1", tags=["recommendations"])
written = APIRouter(prefix="/v1", tags=["recommendations"], route_class=JsonRoute)

Demanding = Annotated[Caller, Depends(Requires(Action.SEE_DEMAND))]


def kept(run: Id, caller: Reader) -> StoredRun:
    """Return a run of a company that the caller may see.

    Raises
    ------
    UnknownIdError
        If there is none of this id, or the caller may not see it.
    """
    try:
        with caller.store.reading() as connection:
            found = runs.read(connection, RunId(run))
        caller.company(found.organisation_id)
    except UnknownIdError as error:
        raise UnknownIdError("There is no run of this id.") from error
    return found


def ecosystem(ecosystem_id: Id, caller: Demanding) -> EcosystemId:
    """Return the ecosystem of the path, if the caller may see who asks there."""
    return caller.ecosystem(ecosystem_id)


def pooled(request: Request) -> Pools:
    """Return what ranks companies for ecosystems."""
    found: Pools = request.app.state.pools
    return found


Run = Annotated[StoredRun, Depends(kept)]


@written.post(
    "/profiles/{organisation_id}/recommendations",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 401, 403, 404, 413, 415, 422, 503),
)
def recommend_to_company(
    organisation_id: Seen, wanted: CompanyRecommendationRequest, caller: Reader, serving: Loaded
) -> RunAnswer:
    """Rank ecosystems for a company by its profile, without those it declined or snoozed; the run is kept."""
    return recommend(caller, serving, organisation_id, wanted)


@router.get("/runs/{run}", responses=problems(401, 403, 404, 422, 503))
def show_run(run: Run) -> RunShown:
    """Show a ranking as it was given, and what it was made from."""
    return RunShown.of(run)


@router.post("/runs/{run}/replay", responses=problems(401, 403, 404, 422, 503))
def replay_run(run: Run, caller: Reader, serving: Loaded) -> ReplayAnswer:
    """Ask again what a run asked: the same model answers the same, another one may differ."""
    return replay(caller, serving, run)


@router.get("/ecosystems/{ecosystem_id}/companies", responses=problems(401, 403, 404, 422, 503))
def rank_companies(
    ecosystem_id: Annotated[EcosystemId, Depends(ecosystem)],
    asked: Annotated[DemandQuery, Query()],
    caller: Demanding,
    serving: Loaded,
    pools: Annotated[Pools, Depends(pooled)],
) -> CompaniesRanked:
    """Rank companies for an ecosystem; its contact sees odds, country and size of each, and no names."""
    return companies_for(caller, serving, pools, ecosystem_id, asked.k)
