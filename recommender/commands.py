"""Commands of the library: ask for recommendations, see what is published, go back to an earlier bundle."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import platformdirs
import typer
from rich.console import Console
from rich.progress import track

from recommender.entities import Filters, OrganisationId, Query, Ranking, Scope
from recommender.errors import QueryError
from recommender.publishing import Shelf
from recommender.workspace import Workspace

if TYPE_CHECKING:
    from recommender.pipeline import Recommender

MODELS = platformdirs.user_cache_path("kumppani") / "models"
"""Where encoders are kept unless told otherwise."""

WorkspaceOption = Annotated[Path, typer.Option("--workspace", help="Folder of the workspace.", metavar="FOLDER")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
ModelsOption = Annotated[
    Path, typer.Option("--models", metavar="FOLDER", envvar="KUMPPANI_MODELS", help="Folder where encoders are kept.")
]

app = typer.Typer()
bundles = typer.Typer(help="Published bundles: list them, or roll back to an earlier one.", no_args_is_help=True)
app.add_typer(bundles, name="bundles")


@app.command()
def recommend(  # noqa: PLR0913 - each is an option of the command line
    workspace: WorkspaceOption,
    *,
    queries: Annotated[Path | None, typer.Option(help="CSV with query_id, sme_id, country, text.")] = None,
    output: Annotated[Path | None, typer.Option(help="CSV to write, with --queries.")] = None,
    text: Annotated[str, typer.Option(help="What the SME says of itself, in Finnish, Swedish or English.")] = "",
    sme: Annotated[str, typer.Option(help="Id of the SME, where the workspace knows it.")] = "",
    country: Annotated[str, typer.Option(help="Two-letter code, e.g. FI.")] = "",
    lang: Annotated[str, typer.Option(help="Language of the answer: en, fi or sv.")] = "en",
    scope: Annotated[list[Scope] | None, typer.Option(help="Only ecosystems of this scope; may be repeated.")] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Only ecosystems with this theme; may be repeated.")] = None,
    k: Annotated[int, typer.Option("--k", min=1, help="How many ecosystems.")] = 10,
    include_known: Annotated[bool, typer.Option("--include-known", help="Also those it has worked with.")] = False,
    as_json: JsonOption = False,
    models: ModelsOption = MODELS,
) -> None:
    """Rank ecosystems for one SME (--text, --sme) or for a file of queries (--queries, --output)."""
    if (queries is None) != (output is None):
        raise QueryError("--queries and --output go together: a CSV to read and a CSV to write.")
    if queries is None and not (text.strip() or sme.strip()):
        raise QueryError("Say what the SME does with --text, name it with --sme, or give a file with --queries.")
    among = Filters(scopes=frozenset(scope or ()), themes=frozenset(theme or ()))
    if queries is not None and output is not None:
        _answer_file((queries, output), _loaded(workspace, models), (k, among), exclude_known=not include_known)
        return
    query = Query("query", OrganisationId(sme.strip()) if sme.strip() else None, country.strip().upper(), text, lang)
    recommender = _loaded(workspace, models)
    ranking = recommender.recommend([query], k=k, among=among, exclude_known=not include_known, explain=True)[0]
    if as_json:
        typer.echo(json.dumps({"model": recommender.version, **asdict(ranking)}, ensure_ascii=False, indent=1))
    else:
        _print(recommender, ranking, lang)


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


def _loaded(workspace: Path, models: Path) -> "Recommender":
    from recommender.bundle import load  # noqa: PLC0415 - imports numeric libraries, which other commands need not

    return load(_shelf(workspace).current(), models)


def _answer_file(
    files: tuple[Path, Path], recommender: "Recommender", what: tuple[int, Filters], *, exclude_known: bool
) -> None:
    from recommender.pipeline import CHUNK  # noqa: PLC0415 - as above
    from recommender.queries import read_queries, write_run  # noqa: PLC0415 - as above

    asked = read_queries(files[0])
    starts = track(range(0, len(asked), CHUNK), "recommending", console=Console(stderr=True), transient=True)
    rankings = [
        ranking
        for start in starts
        for ranking in recommender.recommend(
            asked[start : start + CHUNK], k=what[0], among=what[1], exclude_known=exclude_known
        )
    ]
    rows = write_run(files[1], rankings)
    typer.echo(f"{len(asked):,} queries, {rows:,} rows written to {files[1]} (model {recommender.version})")


def _print(recommender: "Recommender", ranking: Ranking, language: str) -> None:
    from recommender.explanation.report import lines  # noqa: PLC0415 - as above

    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines(recommender.catalogue, ranking, language):
        console.print(line)
    console.print(f"model {recommender.version}", style="dim")
