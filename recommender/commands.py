"""Commands of the library: what is published, and going back to an earlier bundle."""

import json
from pathlib import Path
from typing import Annotated

import typer

from recommender.publishing import Shelf
from recommender.workspace import Workspace

WorkspaceOption = Annotated[Path, typer.Option("--workspace", help="Folder of the workspace.", metavar="FOLDER")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]

app = typer.Typer()
bundles = typer.Typer(help="Published bundles: list them, or roll back to an earlier one.", no_args_is_help=True)
app.add_typer(bundles, name="bundles")


@bundles.command("list")
def list_bundles(workspace: WorkspaceOption, *, as_json: JsonOption = False) -> None:
    """List the published bundles; the last one serves."""
    names = _shelf(workspace).published()
    if as_json:
        typer.echo(json.dumps({"published": names, "serving": names[-1] if names else None}))
    elif names:
        for name in names:
            typer.echo(f"{name}  serving" if name == names[-1] else name)
    else:
        typer.echo("Nothing has been published yet; run `kumppani train` first.")


@bundles.command()
def rollback(
    workspace: WorkspaceOption,
    *,
    to: Annotated[str | None, typer.Option(help="Name of the bundle; else the one before the current.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Let an earlier bundle serve again."""
    name = _shelf(workspace).rollback(to)
    typer.echo(json.dumps({"serving": name}) if as_json else f"{name} serves now.")


def _shelf(workspace: Path) -> Shelf:
    return Shelf(Workspace(workspace).bundles_folder)
