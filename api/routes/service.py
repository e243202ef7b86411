"""The service about itself: for load balancers and for those who ask what runs here."""

from importlib.metadata import version

from fastapi import APIRouter, Request

from api.deps import Loaded
from api.routes.problems import problems
from api.schemas.service import Health, Ready, Version

router = APIRouter(tags=["service"])


@router.get("/health/live")
def live() -> Health:
    """Say that the process runs."""
    return Health(status="live")


@router.get("/health/ready", responses=problems(503))
def ready(request: Request, serving: Loaded) -> Ready:
    """Say that a recommender is loaded and has answered a small question, now or a few seconds ago."""
    request.app.state.readiness.check(serving)
    return Ready(status="ready", model=serving.version, refused=request.app.state.refused)


@router.get("/version")
def show_version(request: Request) -> Version:
    """Say which application, model and encoder run here."""
    serving = getattr(request.state, "serving", None)
    return Version(
        application=version("kumppani"),
        model=getattr(serving, "version", None),
        encoder=getattr(getattr(serving, "encoder", None), "name", None),
    )
