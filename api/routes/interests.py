"""Companies that would like to talk, and ecosystems that agree to."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, status

from api.access import Action, Caller, Requires
from api.bodies import JsonRoute
from api.deps import Id, Loaded
from api.paging import Cursor, Limit, cut, read_day, read_number, write_day
from api.repeating import Once
from api.routes.problems import problems
from api.schemas.interests import InterestAnswer, Interests, InterestShown, Lines, LineShown, NewInterest
from recommender.entities import EcosystemId, OrganisationId
from recommender.store import companies, interests
from recommender.store.nouns import Interest, Role
from recommender.store.writer import Transaction

router = APIRouter(prefix="/v1", tags=["interests"])
written = APIRouter(prefix="/v1", tags=["interests"], route_class=JsonRoute)

Asking = Annotated[Caller, Depends(Requires(Action.EXPRESS_INTEREST))]
Asked = Annotated[Caller, Depends(Requires(Action.ANSWER_INTEREST))]


@written.post(
    "/interests", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 404, 409, 413, 415, 422)
)
def express_interest(given: NewInterest, once: Once, caller: Asking, serving: Loaded) -> InterestShown:
    """Ask an ecosystem for talks on behalf of a company that consents; who asks is told once both agree."""
    company, ecosystem_id = OrganisationId(given.organisation_id), EcosystemId(given.ecosystem_id)

    def work(transaction: Transaction) -> InterestShown:
        serving.catalogue.row(ecosystem_id)
        ask = partial(interests.express, organisation_id=company, ecosystem_id=ecosystem_id)
        return InterestShown.of(ask(transaction, message=given.message, author=caller.id), None)

    return once.write(caller, InterestShown, work, company)


@router.get("/profiles/{organisation_id}/interests", responses=problems(401, 403, 404, 422))
def list_interests(organisation_id: Id, caller: Asking, limit: Limit = 20, cursor: Cursor = None) -> Interests:
    """List what a company asked, with the contact of each ecosystem that agreed."""
    with caller.store.reading() as connection:
        company = companies.read(connection, caller.company(organisation_id)).id
        found = interests.of_company(connection, company, after=read_number(cursor), limit=limit + 1)
        shown, following = cut([(interest.number, interest) for interest in found], limit)
        items = [InterestShown.of(interest, interests.contact(connection, interest)) for interest in shown]
    return Interests(items=items, next_cursor=following)


@router.post("/interests/{interest_id}/withdrawal", responses=problems(401, 403, 404, 409, 422))
def withdraw_interest(interest_id: Id, caller: Asking) -> InterestShown:
    """Take an interest back; the ecosystem does not see it any more."""
    found = own(caller, interest_id)
    withdraw = partial(interests.withdraw, interest_id=found.id, author=caller.id)
    return InterestShown.of(caller.write(withdraw, found.organisation_id), None)


@router.get("/ecosystems/{ecosystem_id}/interests", responses=problems(401, 403, 404, 422))
def list_lines(ecosystem_id: Id, caller: Asked, limit: Limit = 20, cursor: Cursor = None) -> Lines:
    """List who would like to talk to an ecosystem: days, countries and sizes, and names where it agreed."""
    asked = caller.ecosystem(ecosystem_id)
    with caller.store.reading() as connection:
        counts = interests.counts(connection, asked)
        found = interests.lines(connection, asked, after=read_day(cursor), limit=limit + 1)
    shown = found[:limit]
    following = write_day(shown[-1].day, shown[-1].id) if len(found) > limit else None
    items = [LineShown.of(line) for line in shown]
    return Lines(**{state.value: number for state, number in counts.items()}, items=items, next_cursor=following)


@written.post("/interests/{interest_id}/answer", responses=problems(400, 401, 403, 404, 409, 413, 415, 422))
def answer_interest(interest_id: Id, given: InterestAnswer, caller: Asked) -> LineShown:
    """Agree to talk, whereupon each side sees the other, or decline, and the pair is not suggested any more."""
    if caller.user is not None and caller.user.role is Role.FLAGSHIP:
        ecosystem_id = EcosystemId(caller.user.ecosystem_id or "")
    else:
        with caller.store.reading() as connection:
            ecosystem_id = interests.find(connection, interest_id).ecosystem_id
    answer = partial(interests.answer, interest_id=interest_id, ecosystem_id=ecosystem_id, agrees=given.agrees)
    return LineShown.of(caller.write(partial(answer, author=caller.id)))


def own(caller: Caller, interest_id: str) -> Interest:
    """Find an interest of a company that the caller may act for; another's is as unknown as none."""
    allowed = caller.companies()
    with caller.store.reading() as connection:
        found = interests.find(connection, interest_id)
    if allowed is not None and found.organisation_id not in allowed:
        raise interests.unknown(interest_id)
    return found
