"""How the service runs: in this process, or in several that share one socket and are started again if they die.

The supervisor is uvicorn's. Each worker loads the bundle itself and watches for another itself.
"""

import gc
import multiprocessing
import os
import signal
import socket
import sys
import threading
from functools import partial
from multiprocessing.connection import wait
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from api import logs
from api.settings import Settings, share_metrics
from recommender.errors import ServiceError
from recommender.publishing import Shelf
from recommender.settings import one_thread_each
from recommender.workspace import Workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

    from api.deps import Serving

GRACE = 10
"""Seconds that requests under way have when the service stops."""
TURN = 0.0005
"""Seconds after which a thread that computes lets another have its turn, so that refusals need not wait for answers."""
UNRESPONSIVE = 30
"""Seconds after which a worker that gives no sign of life is started again."""


def listening(host: str, port: int) -> socket.socket:
    """Take the port before anything slow is done.

    Raises
    ------
    ServiceError
        If the address cannot be listened on.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.create_server((host, port), family=family, backlog=512)
    except OSError as error:
        raise ServiceError(
            f"Cannot listen on {host}, port {port} ({error.strerror or error}); "
            "stop what listens there or choose another with --port."
        ) from error
    # Connections inherit this; without it an answer in two parts waits 40 ms for the client's acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def run(service: "FastAPI", listener: socket.socket, settings: Settings) -> None:
    """Serve in this process until it is told to stop; requests under way are finished first."""
    import uvicorn  # noqa: PLC0415 - other commands need not wait for it

    sys.setswitchinterval(TURN)
    gc.freeze()  # what is loaded stays; a full collection would walk through it, and stop all answers for 0.1 s
    server = uvicorn.Server(uvicorn.Config(service, **_options(settings)))

    def stop(*_: object) -> None:
        """Heed what comes before the server listens to signals; what it raises again when it is done is no failure."""
        server.should_exit = True

    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, stop)
    server.run(sockets=[listener])


def run_workers(listener: socket.socket, settings: Settings) -> None:
    """Serve in ``settings.workers`` processes until told to stop.

    Raises
    ------
    ServiceError
        If a worker cannot start at all; why, it has logged.
    """
    import uvicorn  # noqa: PLC0415 - as above
    from uvicorn.config import STARTUP_FAILURE  # noqa: PLC0415 - as above
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415 - as above

    supervisor = Multiprocess(
        uvicorn.Config(partial(build, settings), factory=True, workers=settings.workers, **_options(settings)),
        sockets=[listener],
    )
    with TemporaryDirectory(prefix="kumppani-metrics-") as folder:
        if settings.metrics:
            share_metrics(folder)
        supervisor.run()
    if any(process.exitcode == STARTUP_FAILURE for process in supervisor.processes):
        raise ServiceError("A worker of the service cannot start; the lines above say why.")


def build(settings: Settings) -> "FastAPI":
    """Build the service of one worker, which loads the published bundle when it starts."""
    from api.app import create_app  # noqa: PLC0415 - imports numeric libraries
    from api.swapping import Published  # noqa: PLC0415 - as above

    _stop_with_the_supervisor()
    one_thread_each()
    sys.setswitchinterval(TURN)
    logs.configure(settings.log_level)
    published = Published(Shelf(Workspace(settings.workspace).bundles_folder), settings.models, settings.vectors_url)

    def load() -> "Serving":
        loaded = published.load()
        gc.freeze()  # as above
        return loaded

    return create_app(load, settings, published.renew, published.close)


def _stop_with_the_supervisor() -> None:
    """Workers that nobody supervises would go on, unseen, and hold the port."""
    supervisor = multiprocessing.parent_process()
    if supervisor is None:
        return

    def follow() -> None:
        wait([supervisor.sentinel])
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=follow, name="follow-supervisor", daemon=True).start()


def _options(settings: Settings) -> dict[str, Any]:
    return {
        "log_config": None,  # `api.logs` has configured it
        "access_log": False,
        "server_header": False,
        "proxy_headers": bool(settings.trusted_proxies),
        "forwarded_allow_ips": settings.trusted_proxies,
        "http": "api.connections:PatientProtocol",
        "timeout_keep_alive": settings.keep_alive_seconds,
        "timeout_graceful_shutdown": GRACE,
        "timeout_worker_healthcheck": UNRESPONSIVE,
    }
