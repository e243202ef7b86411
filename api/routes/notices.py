"""When and how sole traders were told that their data are kept, and who has to be told yet."""

from functools import partial

from fastapi import APIRouter, status

from api.access import Caller
from api.bodies import JsonRoute
from api.companies import Changed, Reader, Seen, Writer
from api.deps import Id
from api.paging import Cursor, Limit, cut, read_number
from api.repeating import Once
from api.routes.problems import problems
from api.schemas.notices import NewNotice, NoticeShown, NoticesPage, UntoldPage, UntoldShown
from recommender.errors import InputError
from recommender.store import companies, notices
from recommender.store.notices import Channel
from recommender.store.nouns import Role
from recommender.store.writer import Transaction

router = APIRouter(prefix="/v1", tags=["privacy"])
written = APIRouter(prefix="/v1", tags=["privacy"], route_class=JsonRoute)


@written.post(
    "/profiles/{organisation_id}/notices",
    status_code=status.HTTP_201_CREATED,
    responses=problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def give_notice(organisation_id: Changed, given: NewNotice, once: Once, caller: Writer) -> NoticeShown:
    """Record that a sole trader was told that its data are kept; its own account records that it has read so here."""
    _check_channel(given.channel, caller)
    told = given.told(organisation_id, caller.store.clock().date())

    def work(transaction: Transaction) -> NoticeShown:
        return NoticeShown.of(notices.give(transaction, told=told, author=caller.id))

    return once.write(caller, NoticeShown, work, organisation_id)


@router.get("/profiles/{organisation_id}/notices", responses=problems(401, 403, 404, 422, 503))
def list_notices(organisation_id: Seen, caller: Reader, limit: Limit = 20, cursor: Cursor = None) -> NoticesPage:
    """List when and how a company was told, in the order of entry."""
    with caller.store.reading() as connection:
        companies.read(connection, organisation_id)
        found = notices.page(connection, organisation_id, after=read_number(cursor), limit=limit + 1)
    shown, following = cut(found, limit)
    return NoticesPage(items=[NoticeShown.of(notice) for notice in shown], next_cursor=following)


@router.delete(
    "/profiles/{organisation_id}/notices/{notice_id}",
    status_code=status.HTTP_204_NO_CONTENT,
    responses=problems(401, 403, 404, 422, 503),
)
def withdraw_notice(organisation_id: Changed, notice_id: Id, caller: Writer) -> None:
    """Take away a notice that was recorded by mistake; the company is waited for again, if it has no other."""
    work = partial(notices.withdraw, organisation_id=organisation_id, notice_id=notice_id, author=caller.id)
    caller.write(work, organisation_id)


@router.get("/notices/due", responses=problems(401, 403, 422, 503))
def list_due_notices(caller: Reader, limit: Limit = 20, cursor: Cursor = None) -> UntoldPage:
    """List the sole traders, of the companies that one may see, who have not been told, the longest kept first."""
    today = caller.store.clock().date()
    with caller.store.reading() as connection:
        found = notices.untold(connection, caller.user, after=read_number(cursor), limit=limit + 1)
    shown, following = cut(found, limit)
    return UntoldPage(items=[UntoldShown.of(one, today) for one in shown], next_cursor=following)


def _check_channel(channel: Channel, caller: Caller) -> None:
    if (channel is Channel.SERVICE) != (caller.role is Role.SME):
        raise InputError("The channel `service` is that of the company's own account, and its only one; name another.")
