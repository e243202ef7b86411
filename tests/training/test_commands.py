"""Commands of the training: what they print, plain and as JSON, and how they end."""

import http.server
import json
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.loopback import Quiet, answering
from tests.tiny import DAY, Tiny, run
from training.commands import MOST_TOLD

SOURCES = ("cordis", "catalogue", "profiles", "partnerships")
COUNTED = {"cordis": "organisations", "catalogue": "ecosystems", "profiles": "profiles", "partnerships": "partnerships"}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, str]:
    return {source: path for source, path in Tiny().write(tmp_path / "files")}  # noqa: C416 - lists, not pairs


@pytest.mark.parametrize("source", SOURCES)
def test_an_ingest_tells_what_it_read(source: str, files: dict[str, str], tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    plain = run("ingest", source, files[source], "--workspace", workspace)
    assert plain.exit_code == 0, plain.output
    told = json.loads(run("ingest", source, files[source], "--workspace", workspace, "--json").stdout)
    assert told[COUNTED[source]] > 0
    assert f"{COUNTED[source]}: {told[COUNTED[source]]}\n" in plain.stdout
    assert len(Workspace(workspace).layers()) == 1


@pytest.mark.parametrize("source", SOURCES)
def test_an_ingest_before_a_day_leaves_out_what_came_later(source: str, files: dict[str, str], tmp_path: Path) -> None:
    at = ["--workspace", str(tmp_path / "workspace"), "--json"]
    whole = json.loads(run("ingest", source, files[source], *at).stdout)
    part = json.loads(run("ingest", source, files[source], *at, "--until", "2020-05-01").stdout)
    counted = COUNTED[source] if source != "cordis" else "projects"
    if source == "catalogue":  # its entries are of 2019
        assert part[counted] == whole[counted]
        none = json.loads(run("ingest", source, files[source], *at, "--until", "2019-01-01").stdout)
        assert (none[counted], none["left_out"]) == (0, whole[counted])
    else:
        assert 0 < part[counted] < whole[counted]
        assert part["left_out"] > 0


def test_the_report_on_profiles_names_line_and_finding(tmp_path: Path) -> None:
    file = tmp_path / "profiles.csv"
    file.write_text("name,text,updated\nMill Oy,We saw wood.,2020-01-01\n", "utf-8")
    told = json.loads(run("ingest", "profiles", str(file), "--workspace", tmp_path / "w", "--json").stdout)
    assert told["findings"]["size-missing"] == 1
    assert any(line.startswith("line 2, Mill Oy: ") and "No size" in line for line in told["report"])


def test_people_read_the_report_line_by_line_and_no_more_than_a_screen(tmp_path: Path) -> None:
    file = tmp_path / "profiles.csv"
    rows = "".join(f"Mill {number} Oy,We saw wood.,2020-01-01\n" for number in range(23))
    file.write_text(f"name,text,updated\n{rows}", "utf-8")
    told = run("ingest", "profiles", str(file), "--workspace", tmp_path / "w").stdout.splitlines()
    assert "  size-missing: 23" in told[told.index("findings:") : told.index("report:")]
    report = told[told.index("report:") + 1 :]
    assert report[0].startswith("  line 2, Mill 0 Oy: ")
    assert len(report) == MOST_TOLD + 1
    assert report[-1] == "  … and 3 more; --json tells all"
    assert "ignored columns: none" in told


@pytest.mark.parametrize(
    "day", ["", "yesterday", "2024-02-30", "2024-13-01", "01.02.2024", "2024", "٢٠٢٤-٠١-٠١x", "20240101", "2024-W01-1"]
)
@pytest.mark.parametrize("command", [*SOURCES, "train"])
def test_a_day_that_is_none_is_refused(command: str, day: str, files: dict[str, str], tmp_path: Path) -> None:
    told = ["train"] if command == "train" else ["ingest", command, files[command]]
    result = run(*told, "--workspace", tmp_path / "workspace", "--until", day)
    assert result.exit_code == 2
    assert result.stderr == f"error: --until {day!r} is not a day; write it as YYYY-MM-DD, e.g. 2024-01-01.\n"
    assert not (tmp_path / "workspace").exists()


def test_a_training_tells_bundle_run_data_and_measures(trained: Path, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace"
    Workspace(workspace).add("layer", Workspace(trained).tables())
    config = str(trained.parent / "files" / "config.toml")
    result = run("train", "--workspace", workspace, "--config", config, "--json", "--until", DAY.isoformat())
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["bundle"].startswith(f"{DAY}-")
    assert told["projects"] == "180"
    assert 0 <= told["idea/all/ndcg_10"] <= 1
    assert f"published {told['bundle']}" in result.stderr
    assert (workspace / "tracking" / "mlflow.db").is_file()

    plain = run("train", "--workspace", workspace, "--config", config, "--until", DAY.isoformat())
    assert f"bundle: {told['bundle']}\n" in plain.stdout
    assert f"odds/all/ece: {told['odds/all/ece']:.3f}\n" in plain.stdout


@pytest.mark.parametrize(
    ("until", "code", "told"), [(None, 3, "run `kumppani ingest` first"), ("2000-01-01", 6, "choose a later day")]
)
def test_a_training_that_cannot_be_ends_with_its_code(
    until: str | None, code: int, told: str, trained: Path, tmp_path: Path
) -> None:
    at = ["--workspace", str(trained), "--until", until] if until else ["--workspace", str(tmp_path / "nothing")]
    config = str(trained.parent / "files" / "config.toml")
    result = run("train", *at, "--config", config)
    assert result.exit_code == code
    assert told in result.stderr
    assert result.stderr.splitlines()[-1].startswith("error: ")
    assert not (tmp_path / "nothing").exists()


def test_runs_that_cannot_be_kept_are_told_before_anything_is_trained(
    trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KUMPPANI_TRACKING_URI", "http://127.0.0.1:9")
    workspace = tmp_path / "workspace"
    Workspace(workspace).add("layer", Workspace(trained).tables())
    result = run("train", "--workspace", workspace)
    assert (result.exit_code, result.stdout) == (9, "")
    assert result.stderr.startswith("error: Nothing was trained, since no run can be kept at http://127.0.0.1:9 (")
    assert len(result.stderr.splitlines()) == 1
    assert [path.name for path in workspace.iterdir()] == ["tables"]


@pytest.mark.parametrize("as_json", [True, False])
def test_a_tracking_that_fails_at_the_end_leaves_the_bundle_published_and_says_so(
    *, as_json: bool, trained: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object) -> None:
        raise ConnectionError("The server went away.")

    monkeypatch.setattr("mlflow.tracking.MlflowClient.create_run", gone)
    workspace = tmp_path / "workspace"
    Workspace(workspace).add("layer", Workspace(trained).tables())
    config = str(trained.parent / "files" / "config.toml")
    result = run("train", "--workspace", workspace, "--config", config, *(["--json"] if as_json else []))
    assert result.exit_code == 9
    told = result.stderr.splitlines()[-1]
    name = Shelf(Workspace(workspace).bundles_folder).current().name
    assert told.startswith(f"error: Bundle {name} is published and serves, but its run cannot be kept at sqlite:///")
    assert "fault of kumppani" not in result.stderr
    assert name in result.stdout
    assert "run" not in (json.loads(result.stdout) if as_json else result.stdout.split())


class Folder(Quiet, http.server.SimpleHTTPRequestHandler):
    """Serves files."""


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    folder = tmp_path / "site"
    folder.mkdir()
    with zipfile.ZipFile(folder / "cordis.zip", "w") as archive:
        archive.writestr("project.csv", "id;startDate\n")
    with answering(partial(Folder, directory=str(folder))) as address:
        yield address


def sources(folder: Path, address: str, sha256: str = "") -> str:
    file = folder / "sources.toml"
    file.write_text(
        f'[[source]]\ngroup = "cordis"\nname = "cordis.zip"\naddress = "{address}"\nsha256 = "{sha256}"\n', "utf-8"
    )
    return str(file)


def test_a_download_is_kept_with_its_checksum(site: str, tmp_path: Path) -> None:
    file = sources(tmp_path, f"{site}/cordis.zip")
    into = tmp_path / "down"
    result = run("data", "download", "cordis", "--folder", into, "--sources", file)
    assert result.exit_code == 0, result.output
    digest = (into / "cordis.zip.sha256").read_text("utf-8").split()[0]
    assert result.stdout == f"{into / 'cordis.zip'}  sha256 {digest}\n"
    assert zipfile.is_zipfile(into / "cordis.zip")
    assert run("data", "download", "cordis", "--folder", into, "--sources", file).stdout == result.stdout


def test_a_download_that_fails_ends_with_its_code(site: str, tmp_path: Path) -> None:
    into = ["--folder", str(tmp_path / "down"), "--sources"]
    missing = run("data", "download", "cordis", *into, sources(tmp_path, f"{site}/nowhere.zip"))
    assert (missing.exit_code, missing.stdout) == (7, "")
    assert missing.stderr.startswith("error: ")
    other = run("data", "download", "cordis", *into, sources(tmp_path, f"{site}/cordis.zip", "0" * 64))
    assert other.exit_code == 7
    unknown = run("data", "download", "weather", *into, sources(tmp_path, f"{site}/cordis.zip"))
    assert unknown.exit_code == 2
    assert "it knows cordis" in unknown.stderr
