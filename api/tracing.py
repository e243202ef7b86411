"""Traces by OpenTelemetry, for who sets ``KUMPPANI_TRACES``: a span for each request, and for what takes long in it.

Spans say how long, which route and how it ended; no path, no query, no header and no message of an exception, as
FastAPI's own telemetry would tell: those may hold ids and texts. What is switched off is not even imported.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from asgi_correlation_id import correlation_id

from recommender.errors import InputError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Span, Tracer

SERVER_FAULT = 500


@dataclass(frozen=True, slots=True)
class Trace:
    """The trace of the request that is under way."""

    tracer: "Tracer"
    id: str


UNDER_WAY: ContextVar[Trace | None] = ContextVar("trace", default=None)


class Tracing:
    """Sends spans to a collector, many at a time and from a thread of its own."""

    def __init__(self, endpoint: str) -> None:
        self._provider = _exporting(endpoint)
        self._tracer = self._provider.get_tracer("kumppani")

    @contextmanager
    def request(self, traceparent: str | None) -> Iterator["Span"]:
        """Trace a request, as part of the trace that it may come from."""
        from opentelemetry.trace import SpanKind  # noqa: PLC0415 - only where it is asked for
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 - as above

        parent = TraceContextTextMapPropagator().extract({"traceparent": traceparent} if traceparent else {})
        with self._tracer.start_as_current_span(
            "request", parent, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
        ) as span:
            before = UNDER_WAY.set(Trace(self._tracer, f"{span.get_span_context().trace_id:032x}"))
            try:
                yield span
            finally:
                UNDER_WAY.reset(before)

    def close(self) -> None:
        """Send what is left, and end."""
        self._provider.shutdown()


def tracing(endpoint: str) -> Tracing | None:
    """Begin to trace; None where no collector is named.

    Raises
    ------
    InputError
        If what it takes is not installed.
    """
    return Tracing(endpoint) if endpoint else None


def span(name: str) -> AbstractContextManager[object]:
    """Time a part of the request that is under way, if it is traced."""
    trace = UNDER_WAY.get()
    if trace is None:
        return nullcontext()
    return trace.tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False)


def describe(span: "Span", method: str, route: str, status: int, **more: str | None) -> None:
    """Say of a request's span what the log says of the request."""
    span.update_name(f"{method} {route}")
    span.set_attributes({"http.request.method": method, "http.route": route, "http.response.status_code": status})
    told = {"request_id": correlation_id.get(), **more}
    span.set_attributes({f"kumppani.{name}": value for name, value in told.items() if value is not None})
    if status >= SERVER_FAULT:
        from opentelemetry.trace import StatusCode  # noqa: PLC0415 - only where it is asked for

        span.set_status(StatusCode.ERROR)


def _exporting(endpoint: str) -> "TracerProvider":
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 - an extra
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 - as above
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 - as above
    except ImportError as error:
        raise InputError("KUMPPANI_TRACES needs the extra `telemetry`: pip install 'kumppani[telemetry]'.") from error
    provider = TracerProvider(resource=Resource.create({"service.name": "kumppani"}), shutdown_on_exit=False)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint=endpoint)))
    return provider
