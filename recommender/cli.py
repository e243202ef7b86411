"""The console script ``kumppani``: one root, to which each package adds commands through an entry-point group.

A package names a `typer.Typer` in the group ``kumppani.commands``; its commands join the root. Whatever a command
raises ends here: what a user can mend is one line on standard error and the exit code of its error, anything else is
a fault of the program and says so.
"""

import io
import os
import shlex
import sys
import traceback
from importlib.metadata import entry_points, version
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from recommender.errors import FileMissingError, KumppaniError
from recommender.settings import one_thread_each

GROUP = "kumppani.commands"
INTERRUPTED = 130  # typer ends an interrupted command so
PIPE_CLOSED = 141
EXIT_CODES = {
    0: "done",
    1: "a fault of kumppani, or aborted",
    2: "the command line or the input cannot be used",
    3: "the workspace is missing, empty or locked",
    4: "the encoder cannot be built, verified or loaded",
    5: "no bundle is published, or the bundle is refused",
    6: "there is too little to learn from",
    7: "a download failed or its checksum differs",
    8: "the service cannot start where it was told",
    9: "the run of a training cannot be kept",
    10: "the database of the service cannot be used",
    INTERRUPTED: "interrupted",
    PIPE_CLOSED: "the reader of the output went away",
}
"""What the process ends with."""


class GuardedGroup(TyperGroup):
    """The root of all commands; turns whatever a command raises into a message and an exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - typer's own context, which it does not export
        """Run the command that `ctx` holds, each numeric library on one thread."""
        one_thread_each()
        try:
            value = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort, typer.TyperException):
            raise
        except BrokenPipeError:
            _silence_stdout()
            raise typer.Exit(PIPE_CLOSED) from None
        except Exception as error:
            if ctx.params.get("debug"):
                traceback.print_exc()
            raise typer.Exit(_report(error)) from error
        return value


def load() -> typer.Typer:
    """Build the root and add the commands of every package; one that is broken costs a warning and its own commands."""
    codes = "; ".join(f"{code} {meaning}" for code, meaning in EXIT_CODES.items())
    root = typer.Typer(
        name="kumppani",
        cls=GuardedGroup,
        help="Which ecosystems led by large companies should a small company join, and why?",
        epilog=f"Exit codes: {codes}.",
        no_args_is_help=True,
        rich_markup_mode=None,
    )
    root.callback()(_root)
    root.command()(demo)
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        try:
            app = entry.load()
            if not isinstance(app, typer.Typer):
                raise TypeError(f"{entry.value} is not a typer.Typer")  # noqa: TRY301 - a broken package like any other
            typer.main.get_command(app)
        except Exception as error:  # noqa: BLE001 - a package may break in any way, the others shall still serve
            _say(f"the commands of {entry.name} cannot be loaded ({type(error).__name__}: {error})", kind="warning")
        else:
            root.add_typer(app)
    return root


def demo(
    data: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder of the bundled data.")] = Path("data"),
    workspace: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder of the workspace.")] = Path("workspace"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8000,
) -> None:
    """Ingest the bundled data, train on it and serve: each step is a command that you can run yourself."""
    catalogue, sample = data / "catalogue", data / "sample"
    for needed in (catalogue, sample / "profiles.csv", sample / "partnerships.csv"):
        if not needed.exists():
            raise FileMissingError(f"{needed} is not there; run the demo in a checkout, or name its data with --data.")
    at = ["--workspace", str(workspace)]
    for step in (
        ["ingest", "catalogue", str(catalogue), *at],
        ["ingest", "profiles", str(sample / "profiles.csv"), *at],
        ["ingest", "partnerships", str(sample / "partnerships.csv"), *at],
        ["train", *at],
        ["serve", *at, "--port", str(port)],
    ):
        typer.echo(f"$ kumppani {shlex.join(step)}")
        code = typer.main.get_command(load()).main(step, prog_name="kumppani", standalone_mode=False)
        if code:
            raise typer.Exit(code)


def main() -> None:
    """Run the console script."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        command = typer.main.get_command(load())
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    command(prog_name="kumppani")


def _show_version(value: bool) -> None:  # noqa: FBT001 - typer calls it so
    if value:
        typer.echo(f"kumppani {version('kumppani')}")
        raise typer.Exit


def _root(
    *,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")] = False,
    show_version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Hold the options that stand before every command."""


def _report(error: Exception) -> int:
    """Say in one line what went wrong; return the exit code."""
    if isinstance(error, KumppaniError):
        _say(str(error))
        return error.exit_code
    _say(
        f"{type(error).__name__}: {error}. This is a fault of kumppani, please report it; "
        "`kumppani --debug …` shows where it arose."
    )
    return 1


def _say(message: str, *, kind: str = "error") -> None:
    typer.echo(f"{kind}: {' '.join(message.split())}", err=True)


def _silence_stdout() -> None:
    """Send what is left in the buffer nowhere, so that closing the stream at exit does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
