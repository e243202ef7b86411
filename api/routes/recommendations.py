"""Which ecosystems a company should join."""

from fastapi import APIRouter

from api.answering import answer
from api.bodies import JsonRoute
from api.deps import Loaded
from api.routes.problems import problems
from api.schemas.recommendations import RecommendationAnswer, RecommendationRequest

router = APIRouter(prefix="/v1", tags=["recommendations"], route_class=JsonRoute)


@router.post("/recommendations", responses=problems(400, 404, 413, 415, 422, 503))
def recommend(asked: RecommendationRequest, serving: Loaded) -> RecommendationAnswer:
    """Rank ecosystems for one SME, with calibrated odds, reasons and evidence."""
    return answer(serving, asked)
