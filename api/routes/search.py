"""Search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.access import ANYBODY, Action, Caller, Requires
from api.deps import Loaded
from api.routes.problems import problems
from api.schemas.search import SearchAnswer, SearchQuery
from api.searching import search

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", openapi_extra=ANYBODY, responses=problems(401, 422, 503))
def find(
    asked: Annotated[SearchQuery, Query()], serving: Loaded, caller: Annotated[Caller, Depends(Requires(Action.ASK))]
) -> SearchAnswer:
    """Find ecosystems by words, typos forgiven, and by meaning; and by words the companies that the caller may see."""
    return search(caller, serving, asked)
