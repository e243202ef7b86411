"""What advisors and companies say of matches."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, status

from api.access import Action, Caller, Requires
from api.bodies import JsonRoute
from api.deps import Id, Loaded
from api.judging import judge
from api.paging import Cursor, Limit, cut, read_number
from api.repeating import Once
from api.routes.problems import problems
from api.schemas.ecosystems import EcosystemSummary
from api.schemas.verdicts import Shortlist, Shortlisted, VerdictBatch, VerdictPage, VerdictShown, VerdictsKept
from recommender.store import companies, verdicts

router = APIRouter(prefix="/v1", tags=["verdicts"])
written = APIRouter(prefix="/v1", tags=["verdicts"], route_class=JsonRoute)

Judging = Annotated[Caller, Depends(Requires(Action.JUDGE))]


@written.post(
    "/verdicts", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 404, 409, 413, 415, 422)
)
def give_verdicts(given: VerdictBatch, once: Once, caller: Judging, serving: Loaded) -> VerdictsKept:
    """Keep up to 500 verdicts, all or none; a declined match is not shown any more from then on."""
    work = partial(judge, batch=given, caller=caller, catalogue=serving.catalogue)
    return once.write(caller, VerdictsKept, work, *given.companies())


@router.get("/profiles/{organisation_id}/verdicts", responses=problems(401, 403, 404, 422))
def list_verdicts(organisation_id: Id, caller: Judging, limit: Limit = 20, cursor: Cursor = None) -> VerdictPage:
    """List what was said of a company's matches, as it was given, undone verdicts too."""
    with caller.store.reading() as connection:
        company = companies.read(connection, caller.company(organisation_id)).id
        found = verdicts.listed(connection, company, after=read_number(cursor), limit=limit + 1)
    shown, following = cut([(verdict.number, verdict) for verdict in found], limit)
    return VerdictPage(items=[VerdictShown.of(verdict) for verdict in shown], next_cursor=following)


@router.get("/profiles/{organisation_id}/shortlist", responses=problems(401, 403, 404, 422))
def show_shortlist(organisation_id: Id, caller: Judging, serving: Loaded) -> Shortlist:
    """Show what a company holds on to, shortlisted or accepted, the latest first."""
    with caller.store.reading() as connection:
        company = companies.read(connection, caller.company(organisation_id)).id
        found = verdicts.shortlist(connection, company)
    summaries = {e.id: EcosystemSummary.of(e) for e in serving.catalogue if e.id in {s.ecosystem_id for s in found}}
    return Shortlist(items=[Shortlisted.of(standing, summaries.get(standing.ecosystem_id)) for standing in found])
