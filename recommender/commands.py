"""Commands of the library: ask for recommendations, see what is published, go back to an earlier bundle."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import track

from recommender.catalogue import Catalogue
from recommender.entities import Filters, OrganisationId, Query, Ranking, Scope
from recommender.errors import QueryError
from recommender.publishing import Shelf
from recommender.queries import QueryFile, read_queries, write_run
from recommender.settings import MachineSettings
from recommender.taxonomy.countries import country_code, region_code
from recommender.workspace import Workspace

if TYPE_CHECKING:
    from recommender.pipeline import Recommender
    from recommender.ranking.base import Best


class Language(StrEnum):
    """Languages of an answer."""

    EN = "en"
    FI = "fi"
    SV = "sv"


WorkspaceOption = Annotated[
    Path,
    typer.Option(
        "--workspace",
        metavar="FOLDER",
        default_factory=lambda: MachineSettings().workspace,
        show_default="KUMPPANI_WORKSPACE, else workspace",
        help="Folder of the workspace.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON, for machines.")]
ModelsOption = Annotated[
    Path,
    typer.Option(
        "--models",
        metavar="FOLDER",
        default_factory=lambda: MachineSettings().models,
        show_default="KUMPPANI_MODELS, else the user's cache folder",
        help="Folder where encoders are kept.",
    ),
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
    country: Annotated[str, typer.Option(metavar="CODE", help="Country of the SME, e.g. FI.")] = "",
    lang: Annotated[
        Language | None, typer.Option(help="Language of the answer; else en.", case_sensitive=False)
    ] = None,
    scope: Annotated[list[Scope] | None, typer.Option(help="Only ecosystems of this scope; may be repeated.")] = None,
    in_country: Annotated[
        list[str] | None, typer.Option(metavar="CODE", help="Only ecosystems of this country; may be repeated.")
    ] = None,
    region: Annotated[
        list[str] | None,
        typer.Option(metavar="NUTS", help="Only ecosystems of this region, e.g. FI1D, or below; may be repeated."),
    ] = None,
    theme: Annotated[list[str] | None, typer.Option(help="Only ecosystems with this theme; may be repeated.")] = None,
    sdg: Annotated[
        list[int] | None, typer.Option(min=1, max=17, help="Only ecosystems with this SDG; may be repeated.")
    ] = None,
    k: Annotated[int, typer.Option("--k", min=1, help="How many ecosystems.")] = 10,
    include_known: Annotated[bool, typer.Option("--include-known", help="Also those it has worked with.")] = False,
    two_sided: Annotated[
        bool, typer.Option("--two-sided", help="Also weigh how many others ask there; the odds stay as they are.")
    ] = False,
    as_json: JsonOption = False,
    models: ModelsOption,
) -> None:
    """Rank ecosystems for one SME (--text, --sme) or for a file of queries (--queries, --output)."""
    among = Filters(
        scopes=frozenset(scope or ()),
        countries=frozenset(country_code(code) for code in in_country or ()),
        regions=frozenset(region_code(code) for code in region or ()),
        themes=frozenset(theme or ()),
        sdgs=frozenset(sdg or ()),
    )
    if queries is None and output is None:
        language = lang or Language.EN
        query = _query(text, sme, country, language)
        recommender = _loaded(workspace, models)
        among = _served(among, recommender.catalogue)
        (ranking,) = recommender.recommend(
            [query], k=k, among=among, exclude_known=not include_known, explain=True, two_sided=two_sided
        )
        notes = list(_doubts(recommender, query))
        if as_json:
            _tell_json(recommender, ranking, notes)
        else:
            _tell(recommender, ranking, notes, language, filtered=among != Filters())
    elif queries is None or output is None:
        raise QueryError("--queries and --output go together: a CSV to read and a CSV to write.")
    else:
        _refuse_beside_file({"--text": text, "--sme": sme, "--country": country, "--lang": lang or ""})
        asked = read_queries(queries)
        recommender = _loaded(workspace, models)
        among = _served(among, recommender.catalogue)
        answers = recommender.best(
            asked.queries, k=k, among=among, exclude_known=not include_known, two_sided=two_sided
        )
        rows = write_run(output, recommender.catalogue, _followed(answers, len(asked.queries)))
        told: dict[str, str | int] = {
            "queries": len(asked.queries),
            "rows": rows,
            "output": str(output),
            "model": recommender.version,
        }
        _tell_file(told, list(_file_doubts(recommender, asked)), as_json=as_json)


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


def _query(text: str, sme: str, country: str, language: Language) -> Query:
    if not (text.strip() or sme.strip()):
        raise QueryError("Say what the SME does with --text, name it with --sme, or give a file with --queries.")
    code = country_code(country) if country.strip() else ""
    return Query("query", OrganisationId(sme.strip()) or None, code, text, language)


def _refuse_beside_file(given: dict[str, str]) -> None:
    """Refuse options that speak of one SME: a file says it for each of its own."""
    vain = [option for option, value in given.items() if value]
    if vain:
        raise QueryError(
            f"{', '.join(vain)} cannot stand beside --queries: text, SME and country of a query stand in its line, and "
            "a run has no language. Leave them out, or ask for one SME without --queries and --output."
        )


def _served(among: Filters, catalogue: Catalogue) -> Filters:
    """Filters with themes as the catalogue writes them; one that no ecosystem has is refused."""
    served = {theme.casefold(): theme for ecosystem in catalogue for theme in ecosystem.themes}
    for theme in sorted(among.themes):
        if theme.strip().casefold() not in served:
            near = get_close_matches(theme.strip().casefold(), served)
            advice = (
                f"did you mean {' or '.join(near)}?" if near else f"there are {', '.join(sorted(served)) or 'none'}."
            )
            raise QueryError(f"No ecosystem has the theme {theme!r}; {advice}")
    return replace(among, themes=frozenset(served[theme.strip().casefold()] for theme in among.themes))


def _followed(answers: "Iterable[Best]", total: int) -> "Iterable[Best]":
    """Show on a terminal how far it has got."""
    console = Console(stderr=True)
    return track(answers, "recommending", total=total, console=console, transient=True, disable=not console.is_terminal)


def _is_known(recommender: "Recommender", query: Query) -> bool:
    return query.sme_id is not None and recommender.knows(query.sme_id)


def _doubts(recommender: "Recommender", query: Query) -> Iterator[str]:
    """Say what a reader of one ranking should know."""
    if not _is_known(recommender, query) and query.sme_id is not None:
        ground = "what --text says" if query.text.strip() else "demand"
        yield f"nothing is known of {query.sme_id}; the ranking is by {ground} alone"
    yield from _rough(recommender)


def _rough(recommender: "Recommender") -> Iterator[str]:
    if recommender.odds_are_rough:
        yield "the odds are rough: too little past cooperation is known here to calibrate them on"


def _file_doubts(recommender: "Recommender", asked: QueryFile) -> Iterator[str]:
    """Say what a reader of a run should know."""
    if asked.unplaced:
        line, fault = asked.unplaced[0]
        yield f"{len(asked.unplaced):,} countries are not known and count as none; the first, line {line}: {fault}"
    mute = [query for query in asked.queries if not query.text.strip() and not _is_known(recommender, query)]
    if mute:
        yield (
            f"nothing is known of {len(mute):,} SMEs that ask without a text; their rankings are by demand alone "
            f"(the first: query {mute[0].id})"
        )
    yield from _rough(recommender)


def _tell_json(recommender: "Recommender", ranking: Ranking, notes: Sequence[str]) -> None:
    _warn(notes)
    told: dict[str, Any] = {"model": recommender.version, **asdict(ranking), "notes": notes}
    typer.echo(json.dumps(told, ensure_ascii=False, indent=1))


def _tell(
    recommender: "Recommender", ranking: Ranking, notes: Sequence[str], language: Language, *, filtered: bool
) -> None:
    from recommender.explanation.reasons import ODDS  # noqa: PLC0415 - as above
    from recommender.explanation.report import lines  # noqa: PLC0415 - as above

    _warn(notes)
    console = Console(highlight=False, markup=False, emoji=False)
    for line in lines(recommender.catalogue, ranking, language, filtered=filtered):
        console.print(line)
    if ranking.recommendations:
        console.print(ODDS[language], style="dim")
    console.print(f"model {recommender.version}", style="dim")


def _tell_file(told: dict[str, Any], notes: Sequence[str], *, as_json: bool) -> None:
    _warn(notes)
    if as_json:
        typer.echo(json.dumps({**told, "notes": notes}, ensure_ascii=False))
    else:
        typer.echo(
            f"{told['queries']:,} queries, {told['rows']:,} rows written to {told['output']} (model {told['model']})"
        )


def _warn(notes: Iterable[str]) -> None:
    for note in notes:
        typer.echo(f"note: {note}", err=True)
