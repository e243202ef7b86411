"""What failures, kills and other writers leave of a shelf: whole bundles, and nothing else."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from recommender.publishing import Shelf
from tests.recommender.bundles import publish, whole


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "bundles", keep=3)


def drafts(shelf: Shelf) -> list[Path]:
    return list(shelf.folder.glob(".draft-*"))


def test_a_draft_that_fails_is_removed(shelf: Shelf) -> None:
    def fail() -> None:
        with shelf.draft() as draft:
            (draft / "half").write_text("")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert shelf.folder.is_dir()
    assert not drafts(shelf)


def test_drafts_of_a_crash_are_swept_and_those_being_written_stay(shelf: Shelf) -> None:
    left = [shelf.folder / ".draft-crash", shelf.folder / ".pointer.json-crash"]
    with shelf.draft() as draft:
        left[0].mkdir()
        (left[0] / "half").write_text("")
        left[1].write_text("half")
        (shelf.folder / ".of-others").mkdir()
        publish(shelf, "a")
        assert drafts(shelf) == [draft]
    assert sorted(path.name for path in shelf.folder.iterdir()) == [".of-others", "a", "pointer.json"]


def test_a_draft_that_vanishes_or_cannot_be_opened_stops_no_publication(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refusing(path: object, *arguments: int) -> int:
        if ".draft-crash" in str(path):
            raise FileNotFoundError(path)
        return opened(path, *arguments)  # type: ignore[arg-type]

    opened = os.open
    publish(shelf, "a")
    (shelf.folder / ".draft-crash").mkdir()
    monkeypatch.setattr(os, "open", refusing)
    publish(shelf, "b")
    assert shelf.published() == ("a", "b")


PUBLISHER = """
import sys
from itertools import count
from pathlib import Path
from recommender.publishing import Shelf
from tests.recommender.bundles import publish

shelf = Shelf(Path(sys.argv[1]), keep=3)
print("ready", flush=True)
for number in count(int(sys.argv[2])):
    publish(shelf, f"n{number % 5}")
"""


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_a_whole_bundle_serving(shelf: Shelf, root: Path) -> None:
    publish(shelf, "n0")
    chance = random.Random(1)  # noqa: S311 - moments, not secrets
    served = set()
    for attempt in range(30):
        call = [sys.executable, "-c", PUBLISHER, str(shelf.folder), str(attempt)]
        with subprocess.Popen(call, cwd=root, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(chance.uniform(0, 0.03))
            process.kill()
        assert whole(shelf.current())
        assert all(whole(shelf.folder / name) for name in shelf.published())
        served.add(shelf.current().name)
    assert len(served) > 1, "the publisher was killed before it did anything"
    publish(shelf, "last")
    assert sorted(path.name for path in shelf.folder.iterdir()) == sorted([*shelf.published(), "pointer.json"])


@pytest.mark.slow
def test_writers_exclude_one_another(shelf: Shelf, root: Path) -> None:
    code = PUBLISHER.replace("count(int(sys.argv[2]))", "range(int(sys.argv[2]), int(sys.argv[2]) + 20)")
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(shelf.folder), str(start)], cwd=root, stdout=subprocess.DEVNULL
        )
        for start in (0, 2)
    ]
    assert [process.wait() for process in processes] == [0, 0]
    assert len(shelf.published()) == 3
    assert all(whole(shelf.folder / name) for name in shelf.published())
