"""The service as one ASGI application."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext
from importlib.metadata import version
from typing import TYPE_CHECKING

from anyio import to_thread
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig
from starlette.staticfiles import StaticFiles

from api import errors
from api.admission import BodyLimit, InFlightLimit, RateLimit
from api.clock import now
from api.deps import Serving
from api.disclosing import Discloser
from api.importing import Importer
from api.middleware import AnswerHeaders
from api.observing import Observer
from api.pooling import Pools
from api.provider import Provider
from api.readiness import Readiness
from api.routes import (
    accounts,
    disclosure,
    ecosystems,
    exports,
    imports,
    intents,
    interests,
    matches,
    metrics,
    notices,
    pages,
    privacy,
    profiles,
    recommendations,
    runs,
    search,
    service,
    sign_in,
    verdicts,
)
from api.routes.problems import with_problems
from api.settings import Settings, shared_metrics
from api.swapping import Renew, swapping
from api.tracing import tracing
from api.web.rendering import STATIC
from recommender.store.store import Store

if TYPE_CHECKING:
    from api.metrics import Metrics

ROUTERS = (
    recommendations.router,
    ecosystems.router,
    accounts.written,
    accounts.router,
    sign_in.router,
    profiles.written,
    profiles.patched,
    profiles.router,
    imports.router,
    intents.written,
    intents.router,
    runs.written,
    runs.router,
    search.router,
    verdicts.written,
    verdicts.router,
    interests.written,
    interests.router,
    matches.written,
    matches.router,
    exports.router,
    privacy.router,
    notices.written,
    notices.router,
    disclosure.router,
    service.router,
    pages.router,
)
DESCRIPTION = """Which ecosystems led by large companies should a small company join, and why?

Errors are `application/problem+json` (RFC 9457). Every answer under `/v1` names the model that serves in
`X-Model-Version`; rankings, ecosystems, search and the disclosure in the body too."""

SILENT: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""FastAPI's own telemetry tells paths, queries and messages of exceptions: `api.tracing` does not."""


def create_app(
    load: Callable[[], Serving],
    settings: Settings,
    renew: Renew | None = None,
    close: Callable[[], object] = lambda: None,
) -> FastAPI:
    """Build the service; `load` is called once, at startup, and `renew` every ``settings.swap_seconds`` after it.

    `close` is called at the end, and lets go what `load` took.
    """
    traces = tracing(settings.traces)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = settings.threads
        store = app.state.store = await to_thread.run_sync(Store.open, settings.database_url, now)
        importer = app.state.importer = Importer(store)
        app.state.pools = Pools(store)
        try:
            app.state.serving = await to_thread.run_sync(load)
            if app.state.metrics:
                app.state.metrics.serves(app.state.serving.version)
            async with swapping(app.state, renew, settings.swap_seconds) if renew else nullcontext():
                yield
        finally:
            app.state.serving = app.state.store = None
            await to_thread.run_sync(importer.close)
            await to_thread.run_sync(store.close)
            if traces is not None:
                await to_thread.run_sync(traces.close)
            await to_thread.run_sync(close)

    app = FastAPI(
        title="Kumppani",
        version=version("kumppani"),
        description=DESCRIPTION,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=SILENT,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.readiness, app.state.refused = Readiness(), False
    app.state.metrics = _metrics() if settings.metrics else None
    app.state.settings, app.state.discloser = settings, Discloser()
    app.state.provider = Provider(settings) if settings.oidc_issuer else None
    describe = app.openapi
    app.openapi = lambda: with_problems(describe())  # type: ignore[method-assign]  # as FastAPI documents
    app.add_middleware(InFlightLimit, most=settings.in_flight)
    app.add_middleware(
        BodyLimit,
        max_bytes=settings.max_body_bytes,
        seconds=settings.upload_seconds,
        uploads={imports.PATH: settings.max_upload_bytes},
    )
    if settings.rate:
        app.add_middleware(RateLimit, rate=settings.rate)
    app.add_middleware(AnswerHeaders, hsts_seconds=settings.hsts_seconds)
    app.add_middleware(Observer, listener=app.state.metrics, tracing=traces)
    app.add_middleware(CorrelationIdMiddleware)
    errors.install(app)
    for router in ROUTERS:
        app.include_router(router)
    if settings.metrics:
        app.include_router(metrics.router)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    return app


def _metrics() -> "Metrics":
    from api.metrics import Metrics  # noqa: PLC0415 - it reads the environment when it is imported

    return Metrics(shared_metrics())
