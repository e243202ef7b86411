import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.errors import BundleCorruptError, BundleError, BundleMissingError, BundleVersionError
from recommender.manifest import sealed
from recommender.publishing import Shelf
from tests.recommender.bundles import EMPTY, publish, whole


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "bundles", keep=3)


def test_an_empty_shelf_has_nothing_and_creates_nothing(shelf: Shelf) -> None:
    assert shelf.published() == ()
    for ask in (shelf.current, shelf.rollback):
        with pytest.raises(BundleMissingError, match="kumppani train"):
            ask()
    assert not shelf.folder.exists()


def test_what_is_published_last_serves(shelf: Shelf) -> None:
    assert publish(shelf, "a") == "a"
    assert publish(shelf, "b") == "b"
    assert shelf.published() == ("a", "b")
    assert shelf.current() == shelf.folder / "b"
    assert whole(shelf.current())
    assert not list(shelf.folder.glob(".draft-*"))


def test_everybody_may_read_what_is_published_or_repaired(shelf: Shelf) -> None:
    for _ in range(2):
        publish(shelf, "a")
        assert stat.filemode(shelf.current().stat().st_mode) == "drwxr-xr-x"
        assert all(path.stat().st_mode & stat.S_IROTH for path in shelf.folder.rglob("*"))
        shelf.current().chmod(0o700)


def test_publishing_equal_content_again_changes_nothing(shelf: Shelf) -> None:
    publish(shelf, "a")
    publish(shelf, "a")
    assert shelf.published() == ("a",)
    assert whole(shelf.current())


def test_publishing_equal_content_again_repairs_a_damaged_bundle(shelf: Shelf) -> None:
    publish(shelf, "a")
    bundle = shelf.current()
    (bundle / "manifest.json").write_text("edited")
    (bundle / "index" / "vectors").unlink()
    (bundle / "stray").write_text("added")
    publish(shelf, "a")
    assert whole(bundle)
    assert not (bundle / "stray").exists()


def test_only_the_latest_are_kept_and_what_a_crash_left_is_swept(shelf: Shelf) -> None:
    for name in "abcd":
        publish(shelf, name)
    (shelf.folder / "left-by-a-crash").mkdir()
    publish(shelf, "e")
    assert shelf.published() == ("c", "d", "e")
    assert {path.name for path in shelf.folder.iterdir() if path.is_dir()} == {"c", "d", "e"}


def test_rolling_back_goes_further_back_and_comes_round(shelf: Shelf) -> None:
    for name in "abc":
        publish(shelf, name)
    assert [shelf.rollback() for _ in range(3)] == ["b", "a", "c"]
    assert shelf.rollback("a") == "a"
    assert shelf.published() == ("b", "c", "a")
    assert shelf.rollback("a") == "a"
    assert shelf.published() == ("b", "c", "a")


def test_a_bundle_published_after_a_rollback_stands_on_what_served(shelf: Shelf) -> None:
    for name in "abc":
        publish(shelf, name)
    shelf.rollback()
    publish(shelf, "d")
    assert shelf.published() == ("a", "b", "d")
    assert shelf.rollback() == "b"


def test_a_bundle_published_after_a_rollback_can_be_rolled_back_in_turn(shelf: Shelf) -> None:
    shelf.keep = 4
    for name in "abc":
        publish(shelf, name)
    shelf.rollback("a")
    assert shelf.published() == ("b", "c", "a")
    publish(shelf, "d")
    assert shelf.published() == ("b", "c", "a", "d")
    assert whole(shelf.current())
    assert shelf.rollback() == "a"
    assert all(whole(shelf.folder / name) for name in shelf.published())


def test_what_served_and_what_was_rolled_back_from_outlive_older_ones(shelf: Shelf) -> None:
    for name in "abc":
        publish(shelf, name)
    shelf.rollback("a")
    publish(shelf, "d")
    assert shelf.published() == ("c", "a", "d")


@pytest.mark.parametrize("to", ["b", None])
def test_rolling_back_to_a_damaged_bundle_is_refused_and_changes_nothing(to: str | None, shelf: Shelf) -> None:
    for name in "abc":
        publish(shelf, name)
    (shelf.folder / "b" / "index" / "vectors").write_text("edited")
    with pytest.raises(BundleCorruptError, match=r"index/vectors is not the file .* c goes on serving; --to names"):
        shelf.rollback(to)
    assert shelf.published() == ("a", "b", "c")
    assert shelf.rollback("a") == "a"


def test_rolling_back_to_a_bundle_of_another_version_is_refused(shelf: Shelf) -> None:
    with shelf.draft() as draft:
        sealed(EMPTY.model_copy(update={"kumppani": "9.9.0"}), draft)
        shelf.publish(draft, "a")
    publish(shelf, "b")
    with pytest.raises(BundleVersionError, match=r"kumppani 9\.9\.0 wrote it .* b goes on serving"):
        shelf.rollback()
    assert shelf.current().name == "b"


def test_there_is_no_way_back_from_the_only_bundle(shelf: Shelf) -> None:
    publish(shelf, "a")
    with pytest.raises(BundleMissingError, match="Only a is published"):
        shelf.rollback()


def test_rolling_back_to_an_unknown_or_vanished_bundle_names_those_there_are(shelf: Shelf) -> None:
    publish(shelf, "a")
    publish(shelf, "b")
    (shelf.folder / "a").rename(shelf.folder / ".a")
    for name in ("a", "x", "../a"):
        with pytest.raises(BundleMissingError, match="published are: a, b"):
            shelf.rollback(name)
    assert shelf.published() == ("a", "b")


def test_a_serving_bundle_that_is_gone_is_missed(shelf: Shelf) -> None:
    publish(shelf, "a")
    (shelf.folder / "a").rename(shelf.folder / ".a")
    with pytest.raises(BundleMissingError, match="Bundle a should serve"):
        shelf.current()


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"format": 1}', '{"format": 1, "published": "a"}', '{"format": 1, "published": [1]}',
     '{"format": 1, "published": ["../etc"]}', '{"format": 1, "published": [""]}', "\udcff", "[" * 100_000],
)  # fmt: skip
def test_a_damaged_pointer_is_refused_with_advice(text: str, shelf: Shelf) -> None:
    publish(shelf, "a")
    shelf.pointer.write_bytes(text.encode(errors="surrogateescape"))
    with pytest.raises(BundleCorruptError, match=r"pointer\.json is damaged .*kumppani train"):
        shelf.current()
    assert whole(shelf.folder / "a")


@given(
    st.recursive(
        st.none() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_no_pointer_whatever_it_holds_fails_otherwise(
    tmp_path_factory: pytest.TempPathFactory, content: object
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("bundles"))
    shelf.pointer.write_text(json.dumps({"format": 1, "published": content}))
    try:
        names = shelf.published()
    except BundleCorruptError:
        return
    assert content == list(names)


def test_a_pointer_of_another_format_is_refused(shelf: Shelf) -> None:
    publish(shelf, "a")
    shelf.pointer.write_text('{"format": 2, "published": ["a"]}')
    with pytest.raises(BundleVersionError, match="format 2"):
        shelf.published()


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "a\n", "ä"])
def test_a_name_that_could_leave_the_folder_is_refused(name: str, shelf: Shelf) -> None:
    with shelf.draft() as draft, pytest.raises(ValueError, match="cannot name a bundle"):
        shelf.publish(draft, name)


def test_the_serving_bundle_cannot_be_kept_out() -> None:
    with pytest.raises(ValueError, match="keep is 0"):
        Shelf(Path(), keep=0)


@pytest.mark.parametrize("act", [lambda shelf: shelf.draft().__enter__(), lambda shelf: shelf.publish(Path(), "a")])
def test_a_folder_that_cannot_be_written_is_an_error_of_ours(act: Callable[[Shelf], object], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BundleError, match="file/bundles"):
        act(Shelf(tmp_path / "file" / "bundles"))


def test_a_draft_that_is_gone_leaves_the_shelf_as_it_was(shelf: Shelf) -> None:
    publish(shelf, "a")
    with pytest.raises(BundleError, match="Cannot publish"):
        shelf.publish(shelf.folder / ".draft-gone", "b")
    assert shelf.published() == ("a",)
