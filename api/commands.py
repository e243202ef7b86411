"""Commands of the service."""

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.settings import Settings
from recommender.errors import ServiceError
from recommender.publishing import Shelf
from recommender.workspace import Workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

GRACE = 10
"""Seconds that requests under way have when the service stops."""

app = typer.Typer()


@app.command()
def serve(
    workspace: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of the workspace.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder where encoders are kept.")] = None,
) -> None:
    """Serve the published bundle over HTTP: a page for people, an interface for programs.

    What is not given comes from the environment (KUMPPANI_WORKSPACE, KUMPPANI_HOST, KUMPPANI_PORT, KUMPPANI_MODELS, …).
    """
    given = {"workspace": workspace, "host": host, "port": port, "models": models}
    settings = Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    shelf = Shelf(Workspace(settings.workspace).bundles_folder)
    shelf.current()  # said before the port is taken
    with listening(settings.host, settings.port) as listener:
        run(application(shelf, settings), listener, settings)


def application(shelf: Shelf, settings: Settings) -> "FastAPI":
    """Load the published bundle and build the service on it; one that is published later takes its place.

    Raises
    ------
    BundleError
        If the bundle is refused.
    EncoderError
        If its encoder cannot be loaded.
    """
    from api.app import create_app  # noqa: PLC0415 - imports numeric libraries
    from api.swapping import Published  # noqa: PLC0415 - as above

    typer.echo(f"Loading {shelf.current().name} …", err=True)
    published = Published(shelf, settings.models)
    loaded = published.load()
    return create_app(lambda: loaded, settings, published.renew)


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
    """Serve until interrupted; requests under way are finished first."""
    import uvicorn  # noqa: PLC0415 - other commands need not wait for it

    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Kumppani serves at http://{shown}:{port} (Ctrl+C stops it)")
    config = uvicorn.Config(
        service,
        log_level=settings.log_level,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE,
    )
    uvicorn.Server(config).run(sockets=[listener])
