"""Companies: what they say of themselves, in versions, and what holds of them whatever they say."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response, status

from api.access import Action, Caller, Requires
from api.bodies import JsonRoute, MergePatchRoute
from api.companies import Changed, Reader, Seen, Writer
from api.errors import ForbiddenError
from api.etags import ETAG, IfMatch, IfNoneMatch, etag, is_known
from api.paging import Cursor, Limit, cut, read_number
from api.quality import report
from api.registering import Revision, register, revise
from api.repeating import Once
from api.routes.problems import LOCATION, problems
from api.schemas.base import Language
from api.schemas.profiles import (
    CompaniesPage,
    CompanyShown,
    Consent,
    NewProfile,
    Objection,
    ProfilePatch,
    SoleTrader,
    VersionShown,
    VersionsPage,
)
from api.schemas.quality import QualityReport
from recommender.entities import OrganisationId
from recommender.store import companies
from recommender.store.companies import Mark
from recommender.store.nouns import Company, Role
from recommender.store.writer import Transaction

router = APIRouter(prefix="/v1/profiles", tags=["profiles"])
written = APIRouter(prefix="/v1/profiles", tags=["profiles"], route_class=JsonRoute)
patched = APIRouter(prefix="/v1/profiles", tags=["profiles"], route_class=MergePatchRoute)

Creator = Annotated[Caller, Depends(Requires(Action.CREATE_COMPANY))]
MADE: dict[int | str, dict[str, Any]] = {201: {"headers": LOCATION | ETAG}}
TAGGED: dict[int | str, dict[str, Any]] = {200: {"headers": ETAG}}


@written.post(
    "",
    status_code=status.HTTP_201_CREATED,
    responses=MADE | problems(400, 401, 403, 404, 409, 413, 415, 422, 503),
)
def create_profile(said: NewProfile, once: Once, caller: Creator, response: Response) -> CompanyShown:
    """Keep a new company. An SME's account is tied to it, and can make one only; an advisor's looks after it."""

    def work(transaction: Transaction) -> CompanyShown:
        return CompanyShown.of(register(transaction, said=said, caller=caller))

    shown = once.write(caller, CompanyShown, work, made=lambda company: company.id)
    response.headers["location"] = f"/v1/profiles/{shown.id}"
    response.headers["etag"] = etag(shown)
    return shown


@router.get("", responses=problems(401, 403, 422, 503))
def list_profiles(caller: Reader, limit: Limit = 20, cursor: Cursor = None) -> CompaniesPage:
    """List the companies that the caller may see, in the order of entry."""
    with caller.store.reading() as connection:
        found = companies.page(connection, caller.user, after=read_number(cursor), limit=limit + 1)
    shown, following = cut(found, limit)
    return CompaniesPage(items=[CompanyShown.of(company) for company in shown], next_cursor=following)


@router.get(
    "/{organisation_id}",
    response_model=CompanyShown,
    responses=TAGGED | {304: {"description": "What the caller has still stands."}} | problems(401, 403, 404, 422, 503),
)
def show_profile(
    organisation_id: Seen, caller: Reader, response: Response, if_none_match: IfNoneMatch = None
) -> CompanyShown | Response:
    """Show a company with its profile; 304 where `If-None-Match` names what stands."""
    company = _read(caller, organisation_id)
    if is_known(company, if_none_match):
        return Response(status_code=status.HTTP_304_NOT_MODIFIED, headers={"etag": etag(company)})
    return _tagged(company, response)


@patched.patch("/{organisation_id}", responses=TAGGED | problems(400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 503))
def change_profile(
    organisation_id: Changed, patch: ProfilePatch, caller: Writer, response: Response, if_match: IfMatch = None
) -> CompanyShown:
    """Change a profile by a JSON merge patch; `If-Match` names what was read, and what is stale is refused."""
    asked = Revision(organisation_id, patch, if_match)
    return _tagged(caller.write(partial(revise, asked=asked, caller=caller), organisation_id), response)


@router.get("/{organisation_id}/versions", responses=problems(401, 403, 404, 422, 503))
def list_versions(organisation_id: Seen, caller: Reader, limit: Limit = 20, cursor: Cursor = None) -> VersionsPage:
    """List the versions of a profile, oldest first."""
    company = _read(caller, organisation_id)
    with caller.store.reading() as connection:
        found = companies.versions(connection, company.id, after=read_number(cursor), limit=limit + 1)
    shown, following = cut([(kept.version, kept) for kept in found], limit)
    return VersionsPage(items=[VersionShown.of(kept) for kept in shown], next_cursor=following)


@router.get("/{organisation_id}/quality", responses=problems(401, 403, 404, 422, 503))
def show_quality(
    organisation_id: Seen,
    caller: Reader,
    language: Annotated[Language, Query(description="Language of what to write.")] = "en",
) -> QualityReport:
    """Say what is missing or thin in a profile, and what to write."""
    return report(_read(caller, organisation_id).profile, language)


@written.put("/{organisation_id}/consent", responses=TAGGED | problems(400, 401, 403, 404, 413, 415, 422, 503))
def set_consent(organisation_id: Changed, said: Consent, caller: Writer, response: Response) -> CompanyShown:
    """Say whether the company agrees to be contacted about matches; an advisor may only take that back."""
    if said.contact_consent:
        _speaks_for_itself(caller)
    return _marked(organisation_id, Mark.CONTACT_CONSENT, caller, response, holds=said.contact_consent)


@written.put("/{organisation_id}/objection", responses=TAGGED | problems(400, 401, 403, 404, 413, 415, 422, 503))
def set_objection(organisation_id: Changed, said: Objection, caller: Writer, response: Response) -> CompanyShown:
    """Say whether the company objects to being found: it is then in no search and no ranking for ecosystems.

    An advisor may only say that it does.
    """
    if not said.objected:
        _speaks_for_itself(caller)
    return _marked(organisation_id, Mark.OBJECTED, caller, response, holds=said.objected)


@written.put("/{organisation_id}/sole-trader", responses=TAGGED | problems(400, 401, 403, 404, 413, 415, 422, 503))
def set_sole_trader(organisation_id: Changed, said: SoleTrader, caller: Writer, response: Response) -> CompanyShown:
    """Say whether one person is the company."""
    return _marked(organisation_id, Mark.SOLE_TRADER, caller, response, holds=said.sole_trader)


def _speaks_for_itself(caller: Caller) -> None:
    if caller.role is Role.ADVISOR:
        raise ForbiddenError("Only the company itself, or an admin for it, may say this.")


def _read(caller: Caller, organisation_id: OrganisationId) -> Company:
    with caller.store.reading() as connection:
        return companies.read(connection, organisation_id)


def _tagged(company: Company, response: Response) -> CompanyShown:
    response.headers["etag"] = etag(company)
    return CompanyShown.of(company)


def _marked(
    organisation_id: OrganisationId, mark: Mark, caller: Caller, response: Response, *, holds: bool
) -> CompanyShown:
    work = partial(companies.mark, organisation_id=organisation_id, as_=mark, holds=holds, actor=caller.id)
    return _tagged(caller.write(work, organisation_id), response)
