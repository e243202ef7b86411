"""Commands of the training: files into the workspace, the workspace into a published bundle, official archives."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress

from recommender.commands import JsonOption, ModelsOption, WorkspaceOption
from recommender.errors import InputError
from recommender.tables import Tables
from recommender.workspace import Workspace
from training.settings import TrainingSettings, few_retries

if TYPE_CHECKING:
    from training.sources.profiles import ProfilesSummary

DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOST_TOLD = 20
"""Lines of one list that are shown to people."""

PathsArgument = Annotated[list[Path], typer.Argument(help="Files or folders.")]
UntilOption = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help="Only what was known before this day (YYYY-MM-DD).")
]

app = typer.Typer()
ingest = typer.Typer(help="Read files into the workspace.", no_args_is_help=True)
data = typer.Typer(help="Fetch official data.", no_args_is_help=True)
app.add_typer(ingest, name="ingest")
app.add_typer(data, name="data")


@ingest.command("cordis")
def ingest_cordis(
    paths: PathsArgument, workspace: WorkspaceOption, *, until: UntilOption = None, as_json: JsonOption = False
) -> None:
    """Past partnerships in the official CORDIS layout: zips or folders, any number."""
    from training.sources import cordis  # noqa: PLC0415 - imports pandas, which other commands need not

    tables, summary = cordis.read(paths, until=_day(until))
    _keep(workspace, "cordis", paths, tables)
    _tell(asdict(summary), as_json=as_json)


@ingest.command("catalogue")
def ingest_catalogue(
    paths: PathsArgument, workspace: WorkspaceOption, *, until: UntilOption = None, as_json: JsonOption = False
) -> None:
    """Ecosystems described by people: YAML, CSV or XLSX."""
    from training.sources import catalogue  # noqa: PLC0415 - as above

    tables, summary = catalogue.read(paths, until=_day(until), known_on=_today())
    _keep(workspace, "catalogue", paths, tables)
    _tell(asdict(summary), as_json=as_json)


@ingest.command("profiles")
def ingest_profiles(
    paths: PathsArgument, workspace: WorkspaceOption, *, until: UntilOption = None, as_json: JsonOption = False
) -> None:
    """SMEs and what they say of themselves: CSV or XLSX."""
    from training.sources import profiles  # noqa: PLC0415 - as above

    tables, summary = profiles.read(paths, until=_day(until), known_on=_today())
    _keep(workspace, "profiles", paths, tables)
    _tell(_profiles_told(summary), as_json=as_json)


@ingest.command("partnerships")
def ingest_partnerships(
    paths: PathsArgument, workspace: WorkspaceOption, *, until: UntilOption = None, as_json: JsonOption = False
) -> None:
    """Past partnerships from one's own records: CSV or XLSX."""
    from training.sources import partnerships  # noqa: PLC0415 - as above

    tables, summary = partnerships.read(paths, until=_day(until), known_on=_today())
    _keep(workspace, "partnerships", paths, tables)
    _tell(asdict(summary), as_json=as_json)


@app.command()
def train(
    workspace: WorkspaceOption,
    *,
    until: UntilOption = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything that is drawn.")] = 0,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Config in TOML; else the defaults.")] = None,
    as_json: JsonOption = False,
    models: ModelsOption,
) -> None:
    """Fit on what the workspace knew before DAY, judge on the last complete period, publish a bundle."""
    from training.configuration import read_config  # noqa: PLC0415 - imports numeric libraries
    from training.experiment import Places, train  # noqa: PLC0415 - as above
    from training.tracking import Tracking  # noqa: PLC0415 - as above

    place, day, chosen = Workspace(workspace), _day(until), read_config(config)
    place.filled()
    few_retries()
    tracking = Tracking.opened(place.tracking_folder, TrainingSettings())
    console = Console(stderr=True)
    with _progress(console) as progress:
        bar = progress.add_task("embedding texts", visible=False)
        places = Places(place, models, _shown(progress, bar))
        trained = train(places, day, seed, chosen, lambda line: console.print(line, highlight=False))
    told = {"bundle": trained.bundle, "ranker": trained.ranker, **trained.data, **trained.measures}
    try:
        told["run"] = tracking.keep(trained)
    finally:  # the bundle is published, tracked or not
        _tell(told, as_json=as_json)


@app.command()
def evaluate(  # noqa: PLR0913 - each is an option of the command line
    workspace: WorkspaceOption,
    *,
    cutoff: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DAY", help="Fit before this day, judge on the year after; may be repeated. Else the usual days."
        ),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of everything that is drawn.")] = 0,
    output: Annotated[Path | None, typer.Option(metavar="FOLDER", help="Where to write; else W/evaluation.")] = None,
    peers: Annotated[bool, typer.Option(help="Fit and judge other methods too; takes far longer.")] = True,
    config: Annotated[Path | None, typer.Option(metavar="FILE", help="Config in TOML; else the defaults.")] = None,
    queries: Annotated[int, typer.Option(min=1, help="Queries a task at most.")] = 1000,
    table: Annotated[bool, typer.Option("--table", help="Print a table in Markdown.")] = False,
    as_json: JsonOption = False,
    models: ModelsOption,
) -> None:
    """Judge the product, beside other methods, on what came after days in the past; publish nothing."""
    from training.configuration import read_config  # noqa: PLC0415 - imports numeric libraries
    from training.evaluation.folder import write  # noqa: PLC0415 - as above
    from training.evaluation.summary import markdown_lines, pooled_lines  # noqa: PLC0415 - as above
    from training.experiment import Places  # noqa: PLC0415 - as above
    from training.peers.registry import PEERS  # noqa: PLC0415 - as above
    from training.trial import Plan, trial  # noqa: PLC0415 - as above

    place, chosen = Workspace(workspace), read_config(config)
    days = [day for text in cutoff or () if (day := _day(text, "--cutoff"))]
    place.filled()
    plan = Plan(days, seed, queries, PEERS if peers else {})
    folder, console = output or place.folder / "evaluation", Console(stderr=True)
    with _progress(console) as progress:
        bar = progress.add_task("embedding texts", visible=False)
        places = Places(place, models, _shown(progress, bar))
        found = trial(places, chosen, plan, lambda line: console.print(line, highlight=False))
    write(folder, found.findings, found.judged)
    lines = markdown_lines if table else pooled_lines
    _tell_table(lines(found.findings), found.findings.model_dump(mode="json"), as_json=as_json)
    console.print(f"written to {folder}", highlight=False)


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(metavar="RESULT_A", help="Folder that evaluate has written.")],
    second: Annotated[Path, typer.Argument(metavar="RESULT_B", help="Another, of the same queries.")],
    *,
    as_json: JsonOption = False,
) -> None:
    """Compare two evaluations of the product on the same queries: B less A."""
    from training.evaluation.comparison import compare as compared  # noqa: PLC0415 - imports numeric libraries
    from training.evaluation.folder import read  # noqa: PLC0415 - as above
    from training.evaluation.summary import difference_lines  # noqa: PLC0415 - as above

    differences = compared(read(first), read(second))
    told = {"first": str(first), "second": str(second), "differences": [asdict(found) for found in differences]}
    _tell_table(difference_lines(differences), told, as_json=as_json)


@app.command("experiment")
def run_experiments(
    folders: Annotated[
        list[Path], typer.Argument(metavar="FOLDER...", help="Folders of experiments, each with a config.toml.")
    ],
    workspace: WorkspaceOption,
    *,
    as_json: JsonOption = False,
    models: ModelsOption,
) -> None:
    """Judge variants of a config on what came after days in the past, and write the result beside the config."""
    from training.evaluation.summary import STAR, variant_lines  # noqa: PLC0415 - imports numeric libraries
    from training.experiment import Places  # noqa: PLC0415 - as above
    from training.experiments import read_experiment, run_experiment, write_result  # noqa: PLC0415 - as above

    place, console = Workspace(workspace), Console(stderr=True)
    configs = [read_experiment(folder) for folder in folders]
    place.filled()
    for folder, config in zip(folders, configs, strict=True):
        with _progress(console) as progress:
            bar = progress.add_task("embedding texts", visible=False)
            places = Places(place, models, _shown(progress, bar))
            found = run_experiment(places, config, lambda line: console.print(line, highlight=False))
        written = write_result(folder, found)
        lines = [config.question, *variant_lines(found.parts), STAR]
        _tell_table(lines, found.model_dump(mode="json"), as_json=as_json)
        console.print(f"written to {written}", highlight=False)


@data.command("download")
def download(
    group: Annotated[str, typer.Argument(help="Which archives, e.g. cordis.")],
    folder: Annotated[Path, typer.Option(metavar="FOLDER", help="Where to put them.")] = Path("downloads"),
    sources: Annotated[Path, typer.Option(metavar="FILE", help="List of archives.")] = Path("data/sources.toml"),
) -> None:
    """Fetch official archives, go on where a download broke off, and record their checksums."""
    from training.sources import download as fetching  # noqa: PLC0415 - as above

    for remote in fetching.listed(group, sources):
        with _progress(Console(stderr=True)) as progress:
            bar = progress.add_task(remote.name)
            path = fetching.download(remote, folder, progress=_moving(progress, bar))
        typer.echo(f"{path}  sha256 {fetching.recorded_sha256(path)}")


def _progress(console: Console) -> Progress:
    """Bars for a terminal; elsewhere nothing, not even an empty line."""
    return Progress(console=console, transient=True, disable=not console.is_terminal)


def _moving(progress: Progress, bar: Any) -> Callable[[int, int | None], None]:  # noqa: ANN401 - rich's task id
    return lambda done, of: progress.update(bar, completed=done, total=of)


def _shown(progress: Progress, bar: Any) -> Callable[[int, int], None]:  # noqa: ANN401 - as above
    """Move a bar that is hidden while there is nothing to do."""
    return lambda done, of: progress.update(bar, completed=done, total=of, visible=done < of)


def _keep(workspace: Path, source: str, paths: Sequence[Path], tables: Tables) -> None:
    """Write the layer of a source; its name comes from the files, so that the same files replace themselves."""
    names = "\n".join(sorted(str(path.resolve()) for path in paths))
    Workspace(workspace).add(
        f"{source}-{hashlib.sha256(names.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}", tables
    )


def _tell(summary: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(summary, ensure_ascii=False, default=str))
        return
    for name, value in summary.items():
        told = f"{name.replace('_', ' ')}:"
        if isinstance(value, Mapping | list | tuple) and value:
            typer.echo("\n".join((told, *_listed(value))))
        else:
            typer.echo(f"{told} {_plain(value)}")


def _listed(value: Mapping[str, Any] | Sequence[Any]) -> Iterator[str]:
    """One line for each thing, so many of them that a screen holds them."""
    each = [f"{name}: {_plain(one)}" for name, one in value.items()] if isinstance(value, Mapping) else value
    yield from (f"  {one}" for one in each[:MOST_TOLD])
    if len(each) > MOST_TOLD:
        yield f"  … and {len(each) - MOST_TOLD:,} more; --json tells all"


def _plain(value: object) -> str:
    if isinstance(value, int | float):
        return f"{value:,}" if isinstance(value, int) else f"{value:.3f}"
    return "none" if value in ({}, (), []) else str(value)


def _tell_table(lines: Sequence[str], told: dict[str, Any], *, as_json: bool) -> None:
    typer.echo(json.dumps(told, ensure_ascii=False) if as_json else "\n".join(lines))


def _profiles_told(summary: "ProfilesSummary") -> dict[str, Any]:
    counts = {field.name: getattr(summary, field.name) for field in fields(summary) if field.name != "reports"}
    found = {str(code): count for code, count in sorted(summary.counts().items())}
    odd = [
        f"line {report.line}, {report.name}: {'; '.join(finding.message for finding in report.findings)}"
        for report in summary.reports
        if report.findings
    ]
    return {**counts, "findings": found, "report": odd}


def _day(text: str | None, option: str = "--until") -> date | None:
    if text is None:
        return None
    try:
        # Python reads other forms of ISO 8601 too, such as 2024-W01-1.
        return date.fromisoformat(text if DAY.fullmatch(text) else "")
    except ValueError:
        raise InputError(f"{option} {text!r} is not a day; write it as YYYY-MM-DD, e.g. 2024-01-01.") from None


def _today() -> date:
    return datetime.now(tz=UTC).date()
