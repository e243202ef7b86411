"""Commands of the service."""

import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api import keeping, logs
from api.settings import Settings, read_assistant_settings, read_settings
from api.workers import listening, run, run_workers
from recommender.entities import EcosystemId
from recommender.manifest import verified
from recommender.publishing import Shelf
from recommender.store.nouns import Role
from recommender.workspace import Workspace

if TYPE_CHECKING:
    from fastapi import FastAPI

app = typer.Typer()
people = typer.Typer(help="Accounts of the service: make them where no admin can sign in yet.", no_args_is_help=True)
app.add_typer(people, name="accounts")
app.add_typer(keeping.app, name="store")


@app.command()
def serve(
    workspace: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of the workspace.")] = None,
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(min=1, max=64, help="How many processes; else 1.")] = None,
    models: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder where encoders are kept.")] = None,
) -> None:
    """Serve the published bundle over HTTP: a page for people, an interface for programs.

    What is not given comes from the environment (KUMPPANI_WORKSPACE, KUMPPANI_HOST, KUMPPANI_PORT, KUMPPANI_MODELS, …).
    """
    given = {"workspace": workspace, "host": host, "port": port, "models": models, "workers": workers}
    settings = read_settings(**given)
    logs.configure(settings.log_level)
    shelf = Shelf(Workspace(settings.workspace).bundles_folder)
    shelf.current()  # said before the port is taken
    with listening(settings.host, settings.port) as listener:
        if settings.workers == 1:
            service = application(shelf, settings)
            _say_where(listener)
            run(service, listener, settings)
        else:
            verified(shelf.current())
            _say_where(listener)
            run_workers(listener, settings)


@app.command()
def mcp() -> None:
    """Let an assistant ask a service that runs, over the Model Context Protocol on standard input and output.

    An assistant's program starts this command. The environment says which service it asks, and on whose behalf
    (KUMPPANI_URL, KUMPPANI_API_KEY, …).
    """
    from api.mcp.server import create_server  # noqa: PLC0415 - imports the protocol, which other commands need not

    create_server(read_assistant_settings()).run("stdio")


@people.command("add")
def add_account(
    login: Annotated[str, typer.Argument(help="E-mail address or other login.")],
    role: Annotated[Role, typer.Option(help="What it may do.", case_sensitive=False)],
    *,
    name: Annotated[str, typer.Option(help="Name of the person.")] = "",
    ecosystem: Annotated[str | None, typer.Option(help="Id of a flagship contact's ecosystem.")] = None,
    key: Annotated[bool, typer.Option("--key", help="Print an API key instead of asking for a password.")] = False,
    workspace: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Folder of the workspace.")] = None,
) -> None:
    """Make an account in the database of KUMPPANI_DATABASE, else of the workspace; ask for its password."""
    from api.founding import found  # noqa: PLC0415 - imports the database, which other commands need not
    from recommender.store.accounts import NewUser  # noqa: PLC0415 - as above

    settings = read_settings(workspace=workspace)
    password = None if key else typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    user, secret = found(settings, NewUser(login, role, name, ecosystem_id=_ecosystem(ecosystem)), password)
    typer.echo(f"{user.login} ({user.role.value}) has the account {user.id}.")
    if secret is not None:
        typer.echo(f"Its API key, told this once: {secret}")


def _ecosystem(given: str | None) -> EcosystemId | None:
    return None if given is None else EcosystemId(given)


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
    published = Published(shelf, settings.models, settings.vectors_url)
    first = [published.load()]
    return create_app(first.pop, settings, published.renew, published.close)  # which alone holds it, until a swap


def _say_where(listener: socket.socket) -> None:
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"Kumppani serves at http://{shown}:{port} (Ctrl+C stops it)")
    sys.stdout.flush()
