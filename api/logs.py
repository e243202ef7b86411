"""Logs: every line of the service and its libraries in one form, JSON on standard error, or readable on a terminal.

What may stand beside a message is listed here, so that no text, token, address or name gets in by accident; of an
exception that is not ours only the type and the way through the code are kept, as its message may quote what was sent.
"""

import logging
import sys
from collections.abc import Iterator
from traceback import format_tb
from typing import TextIO

import structlog
from asgi_correlation_id import correlation_id
from structlog.typing import EventDict, WrappedLogger

from api.settings import LogLevel
from api.tracing import UNDER_WAY
from recommender.errors import KumppaniError

FIELDS = ("method", "route", "status", "milliseconds", "model", "refused")
"""What a record may carry beside its message."""
QUIET = ("asgi_correlation_id", "httpx", "httpx2", "urllib3", "filelock")
"""Libraries that are heard from warnings or errors up only."""


def configure(level: LogLevel, stream: TextIO | None = None) -> None:
    """Send every log of this process to `stream`, else to standard error."""
    stream = stream or sys.stderr
    readable = stream.isatty()
    renderer = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer(ensure_ascii=True)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.stdlib.ExtraAdder(allow=FIELDS),
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                _add_request_id,
            ],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, _explain_exception, renderer],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)


def _add_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if found := correlation_id.get():
        event["request_id"] = found
    if trace := UNDER_WAY.get():
        event["trace_id"] = trace.id
    return event


def _explain_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    if isinstance(found, tuple) and found[1] is not None:
        event["exception"] = "\n".join(_explained(found[1]))
    return event


def _explained(error: BaseException) -> Iterator[str]:
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None:
        yield from _explained(before)
        yield "which led to"
    yield "".join(format_tb(error.__traceback__)).rstrip()
    ours = isinstance(error, KumppaniError | OSError)
    yield f"{type(error).__name__}: {error}" if ours else type(error).__name__
