"""Bundles on the command line: list, go back, and refuse what is damaged."""

import json
import shutil
from pathlib import Path

import pytest

from tests.tiny import run


@pytest.fixture
def workspace(trained: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(trained, tmp_path / "workspace"))


def listed(workspace: Path) -> tuple[list[str], str | None]:
    told = json.loads(run("bundles", "list", "--json", "--workspace", workspace).stdout)
    return told["published"], told["serving"]


def serving(workspace: Path) -> Path:
    return workspace / "bundles" / str(listed(workspace)[1])


def ask(workspace: Path) -> str:
    result = run("recommend", "--workspace", workspace, "--text", "pumps", "--json")
    assert result.exit_code == 0, result.output
    return str(json.loads(result.stdout)["model"])


def test_the_last_training_serves_and_a_rollback_returns_to_the_one_before(workspace: Path) -> None:
    names, last = listed(workspace)
    assert len(names) == 2
    assert last == names[1] == ask(workspace)
    assert run("bundles", "list", "--workspace", workspace).stdout == f"{names[0]}\n{names[1]}  serving\n"

    assert run("bundles", "rollback", "--workspace", workspace).stdout == f"{names[0]} serves now.\n"
    assert listed(workspace)[1] == names[0] == ask(workspace)

    back = run("bundles", "rollback", "--to", names[1], "--json", "--workspace", workspace)
    assert json.loads(back.stdout) == {"serving": names[1]}
    assert ask(workspace) == names[1]


def test_a_rollback_to_what_is_not_published_is_refused(workspace: Path) -> None:
    result = run("bundles", "rollback", "--to", "nowhere", "--workspace", workspace)
    assert result.exit_code == 5
    assert result.stderr.startswith("error: No bundle 'nowhere'")


def test_without_bundles_the_list_says_so_and_a_question_is_refused(tmp_path: Path) -> None:
    assert "run `kumppani train` first" in run("bundles", "list", "--workspace", tmp_path).stdout
    assert listed(tmp_path) == ([], None)
    for arguments in (["recommend", "--text", "pumps"], ["bundles", "rollback"]):
        result = run(*arguments, "--workspace", tmp_path)
        assert result.exit_code == 5
        assert "No bundle has been published" in result.stderr


DAMAGE = ("manifest.json", "calibration.json", "ranker/trees.txt", "tables/projects.parquet", "encoder/idf.npy")


@pytest.mark.parametrize("name", DAMAGE)
@pytest.mark.parametrize("how", ["removed", "cut", "edited", "emptied"])
def test_a_damaged_bundle_is_refused_with_the_reason(workspace: Path, name: str, how: str) -> None:
    file = serving(workspace) / name
    whole = file.read_bytes()
    if how == "removed":
        file.unlink()
    else:
        middle = len(whole) // 2
        edited = whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]
        file.write_bytes({"cut": whole[:middle], "edited": edited, "emptied": b""}[how])
    result = run("recommend", "--workspace", workspace, "--text", "pumps")
    assert result.exit_code == 5, result.output
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("error: ")
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_a_file_that_does_not_belong_there_is_named(workspace: Path) -> None:
    (serving(workspace) / "extra.txt").write_text("what is this?", "utf-8")
    result = run("recommend", "--workspace", workspace, "--text", "pumps")
    assert result.exit_code == 5
    assert "extra.txt" in result.stderr


def test_a_damaged_pointer_is_refused(workspace: Path) -> None:
    (workspace / "bundles" / "pointer.json").write_text('{"format": 1, "publ', "utf-8")
    result = run("recommend", "--workspace", workspace, "--text", "pumps")
    assert result.exit_code == 5
    assert "pointer.json is damaged" in result.stderr


def test_a_bundle_of_a_later_format_is_refused(workspace: Path) -> None:
    manifest = serving(workspace) / "manifest.json"
    record = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**record, "format": 999}), "utf-8")
    result = run("recommend", "--workspace", workspace, "--text", "pumps")
    assert result.exit_code == 5
    assert "999" in result.stderr


def test_a_bundle_of_another_release_is_refused_with_the_reason(workspace: Path) -> None:
    manifest = serving(workspace) / "manifest.json"
    record = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps({**record, "kumppani": "0.9.0"}), "utf-8")
    result = run("recommend", "--workspace", workspace, "--text", "pumps")
    assert result.exit_code == 5
    assert "kumppani 0.9.0 wrote it" in result.stderr
    assert "Train again" in result.stderr


def test_a_rollback_to_a_damaged_bundle_is_refused_and_the_whole_one_goes_on(workspace: Path) -> None:
    (earlier, last), _ = listed(workspace)
    (workspace / "bundles" / earlier / "ranker" / "trees.txt").write_text("", "utf-8")
    result = run("bundles", "rollback", "--workspace", workspace)
    assert (result.exit_code, result.stdout) == (5, "")
    assert f"error: Bundle {earlier} is refused: ranker/trees.txt is not the file" in result.stderr
    assert f"{last} goes on serving" in result.stderr
    assert listed(workspace)[1] == last == ask(workspace)
