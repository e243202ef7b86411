"""Dataclasses of arrays as folders: what is written is read, and nothing is pickled."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_array

from recommender import arrays


@dataclass(frozen=True)
class Part:
    values: NDArray[np.float32]
    names: NDArray[np.str_]
    links: csr_array
    words: tuple[str, ...]
    places: dict[str, int]
    count: int


def part() -> Part:
    links = csr_array(np.array([[0, 1.5, 0], [0, 0, 0]], dtype=np.float32))
    values = np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3))
    return Part(values, np.array(["ä", ""]), links, ("å", "b"), {"b": 1, "ä": 2}, 3)


def test_what_is_written_is_read(tmp_path: Path) -> None:
    arrays.write(part(), tmp_path / "new" / "part")
    read, written = arrays.read(Part, tmp_path / "new" / "part"), part()
    assert read.values.tolist() == written.values.tolist()
    assert read.values.dtype == written.values.dtype
    assert read.names.tolist() == ["ä", ""]
    assert read.links.shape == (2, 3)
    assert read.links.toarray().tolist() == written.links.toarray().tolist()
    assert (read.words, read.places, read.count) == (("å", "b"), {"b": 1, "ä": 2}, 3)


def test_nothing_at_all_is_kept_too(tmp_path: Path) -> None:
    empty = Part(
        np.zeros((0, 4), np.float32), np.array([], np.str_), csr_array(np.zeros((0, 3), np.float32)), (), {}, 0
    )
    arrays.write(empty, tmp_path / "part")
    read = arrays.read(Part, tmp_path / "part")
    assert (read.values.shape, read.links.shape, read.words, read.places) == ((0, 4), (0, 3), (), {})


def test_equal_parts_give_equal_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        arrays.write(part(), tmp_path / name)
    one, other = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("one", "other"))
    assert one == other


def test_objects_are_refused_rather_than_pickled(tmp_path: Path) -> None:
    @dataclass(frozen=True)
    class Odd:
        values: NDArray[np.object_]

    with pytest.raises(ValueError, match="allow_pickle"):
        arrays.write(Odd(np.array([{}], dtype=np.object_)), tmp_path / "odd")
    (tmp_path / "pickled").mkdir()
    (tmp_path / "pickled" / "plain.json").write_text("{}", "utf-8")
    np.save(tmp_path / "pickled" / "values.npy", np.array([{}], dtype=np.object_), allow_pickle=True)
    with pytest.raises(ValueError, match="allow_pickle"):
        arrays.read(Odd, tmp_path / "pickled")


def test_a_missing_piece_is_an_error(tmp_path: Path) -> None:
    for piece, error in (("values.npy", KeyError), ("links.indptr.npy", OSError), ("plain.json", OSError)):
        arrays.write(part(), tmp_path / piece)
        (tmp_path / piece / piece).unlink()
        with pytest.raises(error):
            arrays.read(Part, tmp_path / piece)
