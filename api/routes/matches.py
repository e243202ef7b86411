"""How far matches came."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, status

from api.access import Action, Caller, Requires
from api.bodies import JsonRoute
from api.deps import Id, Loaded
from api.paging import Cursor, Limit, cut, read_number
from api.repeating import Once
from api.reporting import counted
from api.routes.problems import problems
from api.schemas.outcomes import FunnelQuery, FunnelReport, NewOutcome, Outcomes, OutcomeShown
from recommender.errors import UnknownIdError
from recommender.store import companies, outcomes
from recommender.store.writer import Transaction

router = APIRouter(prefix="/v1", tags=["outcomes"])
written = APIRouter(prefix="/v1", tags=["outcomes"], route_class=JsonRoute)

Telling = Annotated[Caller, Depends(Requires(Action.RECORD_OUTCOME))]
Reporting = Annotated[Caller, Depends(Requires(Action.REPORT))]


@written.post("/outcomes", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 404, 413, 415, 422))
def record_outcome(given: NewOutcome, once: Once, caller: Telling, serving: Loaded) -> OutcomeShown:
    """Tell that a match reached a stage; the stages before it need not be told."""
    reached = given.reached()

    def work(transaction: Transaction) -> OutcomeShown:
        serving.catalogue.row(reached.ecosystem_id)
        return OutcomeShown.of(outcomes.record(transaction, reached=reached, author=caller.id))

    return once.write(caller, OutcomeShown, work, reached.organisation_id)


@router.post(
    "/outcomes/{outcome_id}/undo",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 401, 403, 404, 409, 413, 422),
)
def undo_outcome(outcome_id: Id, once: Once, caller: Telling) -> OutcomeShown:
    """Take an outcome back, which is told as one of its own; what was undone counts in no figure any more."""
    with caller.store.reading() as connection:
        company = outcomes.find(connection, outcome_id).reached.organisation_id

    def work(transaction: Transaction) -> OutcomeShown:
        return OutcomeShown.of(outcomes.undo(transaction, outcome_id=outcome_id, author=caller.id))

    try:
        return once.write(caller, OutcomeShown, work, company)
    except UnknownIdError as error:
        raise outcomes.unknown(outcome_id) from error


@router.get("/profiles/{organisation_id}/outcomes", responses=problems(401, 403, 404, 422))
def list_outcomes(organisation_id: Id, caller: Telling, limit: Limit = 20, cursor: Cursor = None) -> Outcomes:
    """List how far a company's matches came, as it was told."""
    with caller.store.reading() as connection:
        company = companies.read(connection, caller.company(organisation_id)).id
        found = outcomes.listed(connection, company, after=read_number(cursor), limit=limit + 1)
    shown, following = cut([(outcome.number, outcome) for outcome in found], limit)
    return Outcomes(items=[OutcomeShown.of(outcome) for outcome in shown], next_cursor=following)


@router.get("/reports/funnel", responses=problems(401, 403, 422))
def report_funnel(asked: Annotated[FunnelQuery, Query()], caller: Reporting) -> FunnelReport:
    """Count how many matches reached each stage, with Wilson's intervals; advisors see their own companies' matches."""
    return FunnelReport.of(counted(caller, asked.cohort()))
