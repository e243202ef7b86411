"""What decides the order, told to everybody."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request

from api.access import ANYBODY, Action, Requires
from api.deps import Loaded
from api.disclosing import Discloser
from api.routes.problems import problems
from api.schemas.base import Language
from api.schemas.disclosure import Disclosure

router = APIRouter(prefix="/v1", tags=["service"], dependencies=[Depends(Requires(Action.ASK))])


@router.get("/disclosure", openapi_extra=ANYBODY, responses=problems(401, 422, 503))
def disclose(
    request: Request,
    serving: Loaded,
    language: Annotated[Language, Query(description="Language of labels and statements.")] = "en",
) -> Disclosure:
    """Tell the main parameters of the ranking and how much each weighs in the model that serves."""
    discloser: Discloser = request.app.state.discloser
    return discloser.disclosure(serving, language)
