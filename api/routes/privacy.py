"""A company's right to see all that is held of it, and to be erased."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.access import Action, Caller, Requires
from api.deps import Id
from api.routes.problems import problems
from api.schemas.privacy import Erased, Held
from recommender.errors import QueryError, StoreError
from recommender.store import erasure

router = APIRouter(prefix="/v1/profiles/{organisation_id}", tags=["privacy"])

Confirmation = Annotated[str, Query(max_length=200, description="The id of the company again.")]


@router.get("/data", responses=problems(401, 403, 404, 422))
def show_held(organisation_id: Id, caller: Annotated[Caller, Depends(Requires(Action.TAKE_DATA))]) -> Held:
    """Show everything that is held of a company, audit lines and accounts too; for the company itself and admins."""
    company = caller.company(organisation_id)
    with caller.store.reading() as connection:
        return Held(organisation_id=company, tables=erasure.held(connection, company))


@router.delete("", responses=problems(401, 403, 404, 422))
def erase_company(
    organisation_id: Id,
    caller: Annotated[Caller, Depends(Requires(Action.ERASE_COMPANY))],
    confirm: Confirmation = "",
) -> Erased:
    """Erase a company with all that belongs to it, its accounts too; there is no way back."""
    company = caller.company(organisation_id)
    if confirm != company:
        raise QueryError("The confirmation is not the id of the company; nothing was erased.")
    lost = caller.write(partial(erasure.erase, organisation_id=company, author=caller.id), company)
    try:
        erasure.scrub(caller.store.engine)
    except StoreError:
        return Erased(organisation_id=company, rows=lost, scrubbed=False)
    return Erased(organisation_id=company, rows=lost, scrubbed=True)
