"""Which ecosystems a company should join."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.access import ANYBODY, Action, Caller, Requires
from api.answering import answer
from api.bodies import JSON, JsonRoute
from api.deps import Loaded
from api.routes.problems import problems
from api.schemas.recommendations import RecommendationAnswer, RecommendationRequest

router = APIRouter(prefix="/v1", tags=["recommendations"], route_class=JsonRoute)


@router.post(
    "/recommendations",
    response_model=RecommendationAnswer,
    openapi_extra=ANYBODY,
    responses=problems(400, 401, 403, 404, 413, 415, 422, 503),
)
def recommend(
    asked: RecommendationRequest, serving: Loaded, caller: Annotated[Caller, Depends(Requires(Action.ASK))]
) -> Response:
    """Rank ecosystems for one SME, with calibrated odds, reasons and evidence.

    Everybody may ask by text and country. By `sme_id`, whose profile may be quoted, advisors and admins may.
    """
    if asked.sme_id is not None:
        caller.to(Action.ASK_KNOWN)
    found = answer(serving, asked)
    return Response(found.model_dump_json(), media_type=JSON)  # a model is not checked once more in another thread
