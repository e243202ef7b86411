"""A collector of traces that listens on this machine."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from gzip import decompress
from http.server import BaseHTTPRequestHandler

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.loopback import Quiet, answering


@dataclass
class Collector:
    """What was sent to it."""

    endpoint: str = ""
    raw: list[bytes] = field(default_factory=list)

    @property
    def spans(self) -> list[Span]:
        """All spans, in the order they came."""
        told = (ExportTraceServiceRequest.FromString(body) for body in self.raw)
        return [
            span for one in told for part in one.resource_spans for scope in part.scope_spans for span in scope.spans
        ]


@contextmanager
def collecting() -> Iterator[Collector]:
    """Run a collector on a port of its own."""
    own = Collector()

    class Handler(Quiet, BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            own.raw.append(decompress(body) if self.headers.get("content-encoding") == "gzip" else body)
            self.send_response(200)
            self.send_header("content-length", "0")
            self.end_headers()

    with answering(Handler) as address:
        own.endpoint = f"{address}/v1/traces"
        yield own
