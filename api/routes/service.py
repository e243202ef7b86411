"""The service about itself: for load balancers and for those who ask what runs here."""

from importlib.metadata import version

from fastapi import APIRouter, Request

from api.deps import Loaded
from api.errors import NotReadyError
from api.routes.problems import problems
from api.schemas.service import Health, Version
from recommender.entities import Query

router = APIRouter(tags=["service"])


@router.get("/health/live")
def live() -> Health:
    """Say that the process runs."""
    return Health(status="live")


@router.get("/health/ready", responses=problems(503))
def ready(serving: Loaded) -> Health:
    """Say that a recommender is loaded and answers a small question."""
    try:
        serving.recommend([Query("ready", country="FI")], k=1)
    except Exception as error:
        raise NotReadyError("The recommender is loaded but does not answer; see the log.") from error
    return Health(status="ready")


@router.get("/version")
def show_version(request: Request) -> Version:
    """Say which application, model and encoder run here."""
    serving = getattr(request.app.state, "serving", None)
    return Version(
        application=version("kumppani"),
        model=getattr(serving, "version", None),
        encoder=getattr(getattr(serving, "encoder", None), "name", None),
    )
