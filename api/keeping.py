"""Commands that keep the store: back it up, restore it, throw away what is old."""

from pathlib import Path
from typing import Annotated

import typer

from api.settings import read_settings

app = typer.Typer(
    help="The database of the service: back it up, restore it, throw away what is old.", no_args_is_help=True
)

WorkspaceOption = Annotated[Path | None, typer.Option("--workspace", metavar="FOLDER", help="Folder of the workspace.")]


@app.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="FILE", help="Zip to write; it will hold personal data.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Write all that the store holds into one file, as it is at one moment; the service may run meanwhile."""
    from api.clock import now  # noqa: PLC0415 - with the next ones
    from recommender.store.archive import back_up  # noqa: PLC0415 - imports the database
    from recommender.store.database import connected  # noqa: PLC0415 - as above

    engine = connected(read_settings(workspace=workspace).database_url)
    try:
        manifest = back_up(engine, target, at=now())
    finally:
        engine.dispose()
    rows = sum(content.rows for content in manifest.tables.values())
    typer.echo(f"{rows:,} rows of {len(manifest.tables)} tables written to {target}.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(metavar="FILE", help="Zip that `kumppani store backup` wrote.")],
    workspace: WorkspaceOption = None,
) -> None:
    """Put a backup into an empty store, of either kind of database, whole or not at all."""
    from recommender.store.archive import restore as fill  # noqa: PLC0415 - imports the database
    from recommender.store.database import connected  # noqa: PLC0415 - as above

    engine = connected(read_settings(workspace=workspace).database_url)
    try:
        manifest = fill(engine, source)
    finally:
        engine.dispose()
    rows = sum(content.rows for content in manifest.tables.values())
    typer.echo(f"{rows:,} rows restored, as they were at {manifest.at:%Y-%m-%d %H:%M:%S} UTC; the audit log holds.")


@app.command()
def tidy(workspace: WorkspaceOption = None) -> None:
    """Throw away what has outlived its use, and clear the files of what was erased.

    How many days each kind is kept comes from the environment (KUMPPANI_KEEP_RUNS_DAYS, …).
    """
    from api.tidying import tidy as throw_away  # noqa: PLC0415 - imports the database

    for table, lost in throw_away(read_settings(workspace=workspace)).items():
        typer.echo(f"{table}: {lost:,} thrown away")
