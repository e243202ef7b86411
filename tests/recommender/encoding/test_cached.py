from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from recommender.encoding import cached
from recommender.encoding.base import Role, Vectors
from recommender.encoding.cached import CachedEncoder
from recommender.errors import EncoderError


class Counting:
    """An encoder that keeps what it was asked, and fails from the text ``crash`` on."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.dim = 3
        self.widths = (3,)
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        if "crash" in texts:
            raise KeyboardInterrupt
        self.asked += texts
        vectors = np.array([[len(text), ord(text[0]), len(role)] for text in texts], dtype=np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def segments(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.npy"))


def test_no_text_is_encoded_twice(tmp_path: Path) -> None:
    inner = Counting()
    encoder = CachedEncoder(inner, tmp_path)
    encoder.encode(["a", "b", "a"])
    encoder.encode(["b", "c"])
    assert inner.asked == ["a", "b", "c"]


def test_vectors_survive_bit_by_bit(tmp_path: Path) -> None:
    expected = CachedEncoder(Counting(), tmp_path).encode(["a", "bb", "ccc"])
    inner = Counting()
    found = CachedEncoder(inner, tmp_path).encode(["ccc", "bb", "a"])
    assert found[::-1].tobytes() == expected.tobytes()
    assert inner.asked == []


def test_roles_and_encoders_keep_apart(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"], role="query")
    for inner, role in ((Counting(), "passage"), (Counting("other"), "query")):
        CachedEncoder(inner, tmp_path).encode(["a"], role="passage" if role == "passage" else "query")
        assert inner.asked == ["a"]


def test_the_dimension_is_known_from_the_cache(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    inner = Counting()
    inner.dim = -1
    assert CachedEncoder(inner, tmp_path).dim == 3
    assert CachedEncoder(inner, tmp_path / "empty").dim == -1


def test_a_crash_loses_at_most_one_chunk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cached, "_CHUNK", 2)
    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(Counting(), tmp_path).encode(["a", "b", "c", "d", "e", "crash"])
    inner = Counting()
    CachedEncoder(inner, tmp_path).encode(["a", "b", "c", "d", "e"])
    assert inner.asked == ["e"]


def test_progress_counts_distinct_texts_and_starts_with_what_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cached, "_CHUNK", 2)
    seen: list[tuple[int, int]] = []
    encoder = CachedEncoder(Counting(), tmp_path, lambda done, total: seen.append((done, total)))
    encoder.encode(["a"])
    encoder.encode(["a", "a", "b", "c", "d"])
    assert seen == [(0, 1), (1, 1), (1, 4), (3, 4), (4, 4)]


@pytest.mark.parametrize("keep", [0, 100, -1])
def test_a_torn_file_is_passed_over_and_rebuilt(tmp_path: Path, keep: int) -> None:
    expected = CachedEncoder(Counting(), tmp_path).encode(["a", "b"])
    (file,) = segments(tmp_path)
    file.write_bytes(file.read_bytes()[:keep])
    inner = Counting()
    assert CachedEncoder(inner, tmp_path).encode(["a", "b"]).tobytes() == expected.tobytes()
    assert inner.asked == ["a", "b"]
    assert CachedEncoder(Counting(), tmp_path).encode(["a", "b"]).tobytes() == expected.tobytes()


def test_an_edited_vector_is_passed_over(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    (file,) = segments(tmp_path)
    file.write_bytes(file.read_bytes()[:-1] + b"\0")
    inner = Counting()
    CachedEncoder(inner, tmp_path).encode(["a"])
    assert inner.asked == ["a"]


def test_what_another_process_writes_is_seen(tmp_path: Path) -> None:
    inner = Counting()
    one, two = CachedEncoder(inner, tmp_path), CachedEncoder(Counting(), tmp_path)
    one.encode(["a"])
    two.encode(["a", "b"])
    one.encode(["a", "b"])
    assert inner.asked == ["a"]


def test_many_segments_become_one(tmp_path: Path) -> None:
    texts = [chr(ord("A") + place) for place in range(40)]
    writer = CachedEncoder(Counting(), tmp_path)
    expected = np.vstack([writer.encode([text]) for text in texts])
    assert len(segments(tmp_path)) == 40
    inner = Counting()
    reader = CachedEncoder(inner, tmp_path)
    assert reader.encode(texts).tobytes() == expected.tobytes()
    assert len(segments(tmp_path)) == 1
    assert writer.encode([*texts, "new"])[:-1].tobytes() == expected.tobytes()
    assert CachedEncoder(inner, tmp_path).encode(texts).tobytes() == expected.tobytes()
    assert inner.asked == []


def test_a_segment_that_goes_while_it_is_read_is_looked_for_in_the_new_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in range(40):
        CachedEncoder(Counting(), tmp_path).encode([chr(ord("A") + place)])
        if len(segments(tmp_path)) == 1 and place:
            break
    read = cached._segment  # noqa: SLF001 (stands between the listing and the reading)
    merged = False

    def merged_meanwhile(file: Path) -> object:
        nonlocal merged
        if not merged:
            merged = True
            _merge_all(file.parent)
        return read(file)

    monkeypatch.setattr(cached, "_segment", merged_meanwhile)
    inner = Counting()
    CachedEncoder(inner, tmp_path).encode(["A", "B"])
    assert inner.asked == []


def _merge_all(folder: Path) -> None:
    other = CachedEncoder(Counting(), folder.parent)
    found = {path.stem: np.load(path, allow_pickle=False) for path in segments(folder)}
    other._merge(found)  # noqa: SLF001 (what another process does when it opens the folder)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(EncoderError, match=r"Cannot write to the vector cache .* name another folder"):
        CachedEncoder(Counting(), tmp_path / "file").encode(["a"])


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    CachedEncoder(Counting(), tmp_path).encode(["a"])
    (file,) = segments(tmp_path)
    file.unlink()
    file.mkdir()
    with pytest.raises(EncoderError, match="Cannot read the vector cache file"):
        CachedEncoder(Counting(), tmp_path).encode(["a"])
