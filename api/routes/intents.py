"""What companies offer and seek at present."""

from functools import partial

from fastapi import APIRouter, status

from api.bodies import JsonRoute
from api.companies import Changed, Reader, Seen, Writer
from api.deps import Id
from api.paging import Cursor, Limit, cut, read_number
from api.repeating import Once
from api.routes.problems import problems
from api.schemas.intents import IntentShown, IntentsPage, NewIntent
from recommender.store import companies, intents
from recommender.store.writer import Transaction

router = APIRouter(prefix="/v1/profiles/{organisation_id}/intents", tags=["profiles"])
written = APIRouter(prefix="/v1/profiles/{organisation_id}/intents", tags=["profiles"], route_class=JsonRoute)


@written.post("", status_code=status.HTTP_201_CREATED, responses=problems(400, 401, 403, 404, 413, 415, 422, 503))
def add_intent(organisation_id: Changed, new: NewIntent, once: Once, caller: Writer) -> IntentShown:
    """Say what a company offers or seeks, until a day or until it is closed."""

    def work(transaction: Transaction) -> IntentShown:
        return IntentShown.of(intents.add(transaction, said=new.said(organisation_id), author=caller.id))

    return once.write(caller, IntentShown, work, organisation_id)


@router.get("", responses=problems(401, 403, 404, 422, 503))
def list_intents(organisation_id: Seen, caller: Reader, limit: Limit = 20, cursor: Cursor = None) -> IntentsPage:
    """List what a company offers and seeks today, in the order of entry."""
    day = caller.store.clock().date()
    with caller.store.reading() as connection:
        companies.read(connection, organisation_id)
        found = intents.page(connection, organisation_id, day=day, after=read_number(cursor), limit=limit + 1)
    shown, following = cut(found, limit)
    return IntentsPage(items=[IntentShown.of(intent) for intent in shown], next_cursor=following)


@router.delete("/{intent_id}", responses=problems(401, 403, 404, 422, 503))
def close_intent(organisation_id: Changed, intent_id: Id, caller: Writer) -> IntentShown:
    """Close an intent; one that has ended stays so."""
    work = partial(intents.close, organisation_id=organisation_id, intent_id=intent_id, author=caller.id)
    return IntentShown.of(caller.write(work, organisation_id))
