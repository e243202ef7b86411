import json
import os
import subprocess
import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from recommender import cli
from recommender.errors import BundleMissingError, InputError
from recommender.publishing import Shelf
from recommender.settings import THREADS
from recommender.workspace import Workspace
from tests.recommender.bundles import publish

SCRIPT = Path(sys.executable).with_name("kumppani")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli.load(), arguments)


def plug(monkeypatch: pytest.MonkeyPatch, **apps: object) -> None:
    """Let the entry-point group hold these apps, an exception standing for one that cannot be imported."""

    class Entry(EntryPoint):
        def load(self) -> object:
            app = apps[self.name]
            if isinstance(app, BaseException):
                raise app
            return app

    entries = [Entry(name, f"somewhere:{name}", cli.GROUP) for name in apps]
    monkeypatch.setattr(cli, "entry_points", lambda group: entries if group == cli.GROUP else [])


def app_with(command: Callable[[], None], name: str = "act") -> typer.Typer:
    app = typer.Typer()
    app.command(name)(command)
    return app


def raising(error: BaseException) -> typer.Typer:
    def act() -> None:
        raise error

    # A second command keeps the first one a sub-command.
    app = app_with(act)
    app.command("rest")(lambda: None)
    return app


def test_version_is_that_of_the_distribution() -> None:
    result = run("--version")
    assert (result.exit_code, result.stdout) == (0, "kumppani 0.1.0\n")


def test_without_a_command_the_help_is_shown_with_every_exit_code() -> None:
    text = " ".join(run("--help").output.split())
    assert "bundles" in text
    assert all(f"{code} {meaning}" in text for code, meaning in cli.EXIT_CODES.items())
    assert "Usage" in run().output


def test_commands_of_all_packages_join_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    one = app_with(lambda: typer.echo("first"), "one")
    two = app_with(lambda: typer.echo("second"), "two")
    plug(monkeypatch, one=one, two=two)
    assert (run("one").stdout, run("two").stdout) == ("first\n", "second\n")


@pytest.mark.parametrize("broken", [ImportError("no such library"), SyntaxError("bad"), "not an app", typer.Typer()])
def test_a_broken_package_costs_a_warning_and_its_own_commands(
    broken: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plug(monkeypatch, broken=broken, whole=app_with(lambda: typer.echo("acted")))
    root = cli.load()
    assert capsys.readouterr().err.startswith("warning: the commands of broken cannot be loaded (")
    assert CliRunner().invoke(root, ["act"]).stdout == "acted\n"


@pytest.mark.parametrize(("error", "code"), [(InputError("a bad\ncolumn"), 2), (BundleMissingError("a bad column"), 5)])
def test_an_error_of_ours_is_one_line_and_its_exit_code(
    error: Exception, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug(monkeypatch, app=raising(error))
    result = run("act")
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", "error: a bad column\n")


def test_any_other_error_is_called_a_fault_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, app=raising(ZeroDivisionError("by nothing")))
    result = run("act")
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ZeroDivisionError: by nothing. This is a fault of kumppani")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(("error", "code"), [(InputError("bad"), 2), (ZeroDivisionError("by nothing"), 1)])
def test_debug_shows_where_an_error_comes_from(error: Exception, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, app=raising(error))
    result = run("--debug", "act")
    assert result.exit_code == code
    assert "Traceback" in result.stderr


def test_an_interruption_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, app=raising(KeyboardInterrupt()))
    assert run("act").exit_code == cli.INTERRUPTED


def test_an_interruption_while_loading_ends_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, app=KeyboardInterrupt())
    with pytest.raises(SystemExit) as end:
        cli.main()
    assert end.value.code == cli.INTERRUPTED


def test_a_command_may_choose_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    plug(monkeypatch, app=raising(typer.Exit(9)))
    assert run("act").exit_code == 9


@pytest.mark.parametrize("arguments", [["no-such"], ["recommend", "--no-such"], ["bundles", "list", "--no-such"]])
def test_a_wrong_command_line_ends_with_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Usage" in result.stderr


def test_a_reader_that_goes_away_ends_the_program_quietly(tmp_path: Path) -> None:
    shelf = Shelf(Workspace(tmp_path).bundles_folder)
    with shelf.draft() as draft:
        shelf.publish(draft, "a")
    reader, writer = os.pipe()
    os.close(reader)
    call = [str(SCRIPT), "bundles", "list", "--workspace", str(tmp_path)]
    done = subprocess.run(call, stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert done.returncode == cli.PIPE_CLOSED
    assert b"Traceback" not in done.stderr
    assert b"error" not in done.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_bytes_that_are_no_text_do_not_crash(encoding: str, tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/\xff\xfe-\xc3\xa4"
    script: list[str | bytes] = ["env", f"PYTHONIOENCODING={encoding}", str(SCRIPT)]
    listed = subprocess.run(
        [*script, "bundles", "list", "--workspace", folder, "--json"], capture_output=True, check=False
    )
    refused = subprocess.run(
        [*script, "bundles", "rollback", "--workspace", folder, "--to", b"\xff"], capture_output=True, check=False
    )
    unknown = subprocess.run([*script, b"\xff\xfe"], capture_output=True, check=False)
    assert json.loads(listed.stdout) == {"published": [], "serving": None}
    assert (listed.returncode, refused.returncode, unknown.returncode) == (0, 5, 2)
    assert b"Traceback" not in listed.stderr + refused.stderr + unknown.stderr


PROBE = """
import json
from concurrent.futures import ThreadPoolExecutor
from recommender import cli

root = cli.load()

@root.command()
def probe() -> None:
    import recommender.bundle, training.experiment, torch
    from threadpoolctl import threadpool_info

    with ThreadPoolExecutor(1) as beside:
        for found in (threadpool_info(), beside.submit(threadpool_info).result()):
            print(json.dumps({library["filepath"]: library["num_threads"] for library in found}))
    print(torch.get_num_threads())

root(["probe"], prog_name="kumppani")
"""


def test_numeric_libraries_run_one_thread_in_every_command_and_in_its_threads(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in THREADS:
        monkeypatch.setenv(name, "4")
    done = subprocess.run([sys.executable, "-c", PROBE], cwd=root, capture_output=True, text=True, check=True)
    here, beside, torch = map(json.loads, done.stdout.splitlines())
    assert len(here) > 2
    assert set(here.values()) == set(beside.values()) == {torch} == {1}


def test_bundles_are_listed_and_rolled_back(tmp_path: Path) -> None:
    workspace = ("--workspace", str(tmp_path))
    assert run("bundles", "list", *workspace).stdout.startswith("Nothing has been published yet")
    shelf = Shelf(Workspace(tmp_path).bundles_folder)
    for name in ("a", "b"):
        publish(shelf, name)
    assert run("bundles", "list", *workspace).stdout == "a\nb  serving\n"
    assert run("bundles", "rollback", *workspace).stdout == "a serves now.\n"
    assert json.loads(run("bundles", "list", "--json", *workspace).stdout) == {"published": ["b", "a"], "serving": "a"}
    assert json.loads(run("bundles", "rollback", "--to", "b", "--json", *workspace).stdout) == {"serving": "b"}
    refused = run("bundles", "rollback", "--to", "c", *workspace)
    assert refused.exit_code == 5
    assert "published are: a, b" in refused.stderr


def test_the_workspace_is_that_of_the_environment_unless_one_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("named", "set", "workspace"):
        publish(Shelf(Workspace(tmp_path / name).bundles_folder), name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KUMPPANI_WORKSPACE", "set")
    assert run("bundles", "list").stdout == "set  serving\n"
    assert run("bundles", "list", "--workspace", "named").stdout == "named  serving\n"
    monkeypatch.setenv("KUMPPANI_WORKSPACE", "")
    assert run("bundles", "list").stdout == "workspace  serving\n"
