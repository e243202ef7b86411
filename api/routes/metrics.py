"""Figures for Prometheus, where a setting switches them on."""

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

router = APIRouter(include_in_schema=False)


@router.get("/metrics")
def show_metrics(request: Request) -> PlainTextResponse:
    """Show all figures."""
    return PlainTextResponse(request.app.state.metrics.text())
