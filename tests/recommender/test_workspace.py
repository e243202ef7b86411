from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from recommender.errors import WorkspaceError
from recommender.tables import Tables, frame
from recommender.workspace import Workspace, write_text_atomically


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "w")


def tables(*projects: tuple[str, str]) -> Tables:
    """Return tables with projects of these ids and titles."""
    return Tables.of(
        projects=frame("projects", [(name, title, "", "", "", "", "", "", "") for name, title in projects])
    )


def titles(workspace: Workspace) -> dict[str, str]:
    return {p.id: p.title for p in workspace.tables().project_list()}


def test_a_new_workspace_is_empty_and_creates_nothing(workspace: Workspace) -> None:
    assert workspace.layers() == []
    with pytest.raises(WorkspaceError, match="kumppani ingest"):
        workspace.tables()
    assert not workspace.folder.exists()


def test_every_part_lies_in_the_folder(workspace: Workspace) -> None:
    folders = [workspace.tables_folder, workspace.vectors_folder, workspace.bundles_folder, workspace.tracking_folder]
    assert [folder.name for folder in folders] == ["tables", "vectors", "bundles", "tracking"]
    assert all(folder.parent == workspace.folder for folder in folders)


def test_later_layers_stand_over_earlier_ones(workspace: Workspace) -> None:
    workspace.add("one", tables(("a", "old"), ("b", "old")))
    workspace.add("two", tables(("b", "new"), ("c", "new")))
    assert titles(workspace) == {"a": "old", "b": "new", "c": "new"}


def test_a_layer_of_the_same_name_is_replaced_and_its_files_go(workspace: Workspace) -> None:
    workspace.add("one", tables(("a", "old")))
    workspace.add("two", tables(("a", "between")))
    workspace.add("one", tables(("b", "new")))
    assert titles(workspace) == {"a": "between", "b": "new"}
    assert sorted(path.name for path in workspace.tables_folder.iterdir() if path.is_dir()) == sorted(
        workspace.layers()
    )


def test_a_layer_does_not_replace_one_whose_name_it_begins(workspace: Workspace) -> None:
    workspace.add("cordis-fp7", tables(("a", "seventh")))
    workspace.add("cordis", tables(("b", "eighth")))
    assert titles(workspace) == {"a": "seventh", "b": "eighth"}


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    contents = []
    for name in ("v", "w"):
        workspace = Workspace(tmp_path / name)
        workspace.add("one", tables(("a", "title"), ("b", "öljy")))
        (layer,) = workspace.layers()
        files = sorted((workspace.tables_folder / layer).iterdir())
        contents.append([(file.name, file.read_bytes()) for file in files])
    assert contents[0] == contents[1]


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "{}", "null", "\x00", '{"layers": 5}', '{"layers": null}'],
)
def test_a_damaged_list_of_layers_is_refused_with_advice(text: str, workspace: Workspace) -> None:
    workspace.add("one", tables(("a", "old")))
    (workspace.tables_folder / "layers.json").write_text(text)
    for ask in (workspace.layers, workspace.tables, lambda: workspace.add("two", tables())):
        with pytest.raises(WorkspaceError, match=r"layers\.json is damaged .* ingest into a new workspace"):
            ask()


def truncate(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-20])


@pytest.mark.parametrize("damage", [Path.unlink, truncate, lambda file: file.write_bytes(b"")])
def test_a_damaged_layer_is_refused_by_name(damage: Callable[[Path], object], workspace: Workspace) -> None:
    workspace.add("one", tables(("a", "old")))
    (layer,) = workspace.layers()
    damage(workspace.tables_folder / layer / "projects.parquet")
    with pytest.raises(WorkspaceError, match=f"Layer {layer} cannot be read"):
        workspace.tables()


def test_a_folder_that_cannot_be_written_is_an_error_of_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match="Cannot write"):
        Workspace(tmp_path / "file").add("one", tables())


def test_a_text_that_parquet_cannot_hold_is_an_error_of_ours_and_leaves_nothing(workspace: Workspace) -> None:
    broken = tables(("a", "title"))
    broken.projects["title"] = pd.Series(["\udcff"], dtype="object")
    with pytest.raises(WorkspaceError):
        workspace.add("one", broken)
    assert list(workspace.tables_folder.iterdir()) == []


def test_a_text_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "text"
    for text in ("älyä", ""):
        write_text_atomically(path, text)
        assert path.read_text("utf-8") == text
    assert [file.name for file in tmp_path.iterdir()] == ["text"]
