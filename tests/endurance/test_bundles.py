"""Bundles: what kills, cut files and flipped bits leave of them, and what is refused before anything is loaded"""

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import lightgbm
import numpy as np
import pytest

from recommender import bundle
from recommender.bundle import Training, load, save
from recommender.errors import BundleError
from recommender.manifest import sealed
from recommender.publishing import Shelf
from tests.benchmarks.table import Row, Table
from tests.recommender.bundles import EMPTY, publish, whole
from tests.recommender.test_publishing_crashes import PUBLISHER
from tests.worlds import CONFIG, SEED, UNTIL, Fitted

TRAINING = Training(UNTIL, SEED, {"kind": "tfidf"}, CONFIG.model_dump(), {}, {})
READERS: list[tuple[ModuleType, str]] = [(np, "load"), (lightgbm, "Booster"), (bundle, "_read")]
"""What opens the parts of a bundle."""


@pytest.fixture(scope="module")
def saved(small: Fitted, tmp_path_factory: pytest.TempPathFactory) -> Path:
    draft = tmp_path_factory.mktemp("saved") / "draft"
    draft.mkdir()
    return draft.rename(draft.with_name(save(small.recommender, draft, TRAINING)))


@pytest.fixture
def copy(saved: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(saved, tmp_path / saved.name))


def is_refused(folder: Path) -> bool:
    """Whether loading fails with an error of ours before any reader was called."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in READERS:
            patch.setattr(module, name, lambda *_, name=name, **__: pytest.fail(f"{name} was called"))
        try:
            load(folder, folder)
        except BundleError:
            return True
    return False


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def killed(shelf: Shelf, root: Path, after: float, start: int) -> None:
    """Start a process that publishes without an end, and kill it that many seconds after it said that it is ready."""
    call = [sys.executable, "-c", PUBLISHER, str(shelf.folder), str(start)]
    with subprocess.Popen(call, cwd=root, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(after)
        process.kill()


@pytest.mark.slow
def test_kills_while_a_bundle_is_published(tmp_path: Path, root: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    kills, neither, served = 500 if full else 25, 0, set()
    shelf = Shelf(tmp_path / "bundles", keep=3)
    chance = random.Random(2)  # noqa: S311 (moments, not secrets)
    publish(shelf, "n0")
    for number in range(kills):
        killed(shelf, root, chance.uniform(0, 0.03), number)
        neither += not all(whole(shelf.folder / name) for name in (shelf.current().name, *shelf.published()))
        served.add(shelf.current().name)
    assert neither == 0
    assert len(served) > 1, "the publisher was killed before it did anything"
    table.add(Row(f"neither old nor new whole after a kill, of {kills}", 0, None, neither, "", judged=full))


def test_flipped_bits(copy: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    flips, taken = 1000 if full else 100, []
    chance = random.Random(3)  # noqa: S311 (places, not secrets)
    files = [path for path in files_of(copy) if path.stat().st_size]
    for number in range(flips):
        file = files[number % len(files)]
        content = file.read_bytes()
        place, bit = chance.randrange(len(content)), chance.randrange(8)
        file.write_bytes(content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :])
        if not is_refused(copy):
            taken.append((file.name, place, bit))
        file.write_bytes(content)
    assert load(copy, copy).version == copy.name
    assert taken == []
    table.add(Row(f"flipped bits that were not refused, of {flips}", 0, None, len(taken), "", judged=full))


def test_truncations(copy: Path, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    chance, taken, cuts = random.Random(4), [], 0  # noqa: S311 (places, not secrets)
    for file in files_of(copy):
        content = file.read_bytes()
        for size in {0, len(content) - 1, *(chance.randrange(len(content)) for _ in range(10 if full else 1))}:
            file.write_bytes(content[:size])
            cuts += 1
            if not is_refused(copy):
                taken.append((file.name, size))
        file.write_bytes(content)
    assert taken == []
    table.add(Row(f"cut files that were not refused, of {cuts}", 0, None, len(taken), "", judged=full))


PICKLE = b"\x80\x04cposix\nsystem\n(S'touch opened'\ntR."


def pickled(folder: Path) -> None:
    (folder / "space" / "centre.npy").write_bytes(PICKLE)


def pickled_beside(folder: Path) -> None:
    (folder / "ranker" / "model.pkl").write_bytes(PICKLE)


def linked_file(folder: Path) -> None:
    file = folder / "ranker" / "trees.txt"
    shutil.copy(file, folder.parent / "elsewhere")
    file.unlink()
    file.symlink_to(folder.parent / "elsewhere")


def linked_folder(folder: Path) -> None:
    (folder / "graph").rename(folder.parent / "graph")
    (folder / "graph").symlink_to(folder.parent / "graph")


def linked_manifest(folder: Path) -> None:
    (folder / "manifest.json").rename(folder.parent / "manifest.json")
    (folder / "manifest.json").symlink_to(folder.parent / "manifest.json")


def linked_whole(folder: Path) -> None:
    folder.rename(folder.parent / "moved")
    folder.symlink_to(folder.parent / "moved")


def escaping(name: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        record = json.loads((folder / "manifest.json").read_text("utf-8"))
        record["files"][name] = record["files"].pop("ranker/trees.txt")
        (folder / "manifest.json").write_text(json.dumps(record), "utf-8")

    return edit


ATTACKS: dict[str, Callable[[Path], None]] = {
    "a pickle for an array": pickled, "a pickle beside": pickled_beside, "a linked file": linked_file,
    "a linked folder": linked_folder, "a linked manifest": linked_manifest, "a linked bundle": linked_whole,
    "a path up": escaping("../ranker/trees.txt"), "an absolute path": escaping("/etc/passwd"),
    "a path that winds": escaping("ranker/../ranker/trees.txt"),
}  # fmt: skip


@pytest.mark.parametrize("renamed", [False, True], ids=["named by content", "renamed"])
def test_attacks(saved: Path, tmp_path: Path, table: Table, full: bool, renamed: bool) -> None:  # noqa: FBT001 (fixtures)
    taken = []
    for number, (name, attack) in enumerate(ATTACKS.items()):
        folder = tmp_path / str(number) / ("renamed" if renamed else saved.name)  # a name of its own hides no edit
        shutil.copytree(saved, folder)
        attack(folder)
        if not is_refused(folder):
            taken.append(name)
    assert taken == []
    what = f"attacks on a bundle {'of another name ' if renamed else ''}that were not refused, of {len(ATTACKS)}"
    table.add(Row(what, 0, None, len(taken), "", judged=full))


def test_a_pickle_that_is_sealed_as_if_training_wrote_it_is_not_opened(copy: Path) -> None:
    pickled(copy)
    (copy / "manifest.json").unlink()
    name = sealed(EMPTY.model_copy(update={"config": CONFIG.model_dump()}), copy)
    with pytest.raises(BundleError, match="cannot be read"):
        load(copy.rename(copy.with_name(name)), copy)
    assert not Path("opened").exists()
