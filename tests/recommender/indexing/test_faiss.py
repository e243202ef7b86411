import json
from pathlib import Path

import numpy as np
import pytest

from recommender.encoding.base import Vectors
from recommender.errors import BundleCorruptError
from recommender.indexing.exact import ExactIndex
from recommender.indexing.faiss import HNSW_ABOVE, FaissIndex, build


def unit(rows: int, dim: int = 32, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, dim))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_the_number_of_rows_chooses_the_kind() -> None:
    assert build(unit(100)).kind == "faiss:Flat"
    assert FaissIndex.build(unit(100), hnsw_above=100).kind == "faiss:Flat"
    assert FaissIndex.build(unit(101), hnsw_above=100).kind == "faiss:HNSW32"
    assert HNSW_ABOVE == 200_000


def test_hnsw_finds_nearly_all_of_the_nearest() -> None:
    vectors, queries = unit(5000), unit(50, seed=1)
    expected = ExactIndex(vectors).search(queries, 10).rows
    found = FaissIndex.build(vectors, hnsw_above=100).search(queries, 10).rows
    hits = [len(set(a) & set(b)) for a, b in zip(expected.tolist(), found.tolist(), strict=True)]
    assert sum(hits) / 500 >= 0.95


def test_hnsw_falls_back_to_all_rows_where_its_graph_falls_apart() -> None:
    vectors = unit(400)
    found = FaissIndex.build(vectors, hnsw_above=0).search(unit(3, seed=1), 400)
    assert np.sort(found.rows, axis=1).tolist() == [list(range(400))] * 3


def test_vectors_without_columns_are_refused() -> None:
    with pytest.raises(ValueError, match="no columns"):
        build(np.zeros((3, 0), dtype=np.float32))


@pytest.mark.parametrize("hnsw_above", [1000, 0])
class TestSaving:
    def test_a_loaded_index_finds_the_same(self, tmp_path: Path, hnsw_above: int) -> None:
        index = FaissIndex.build(unit(200), hnsw_above=hnsw_above)
        index.save(tmp_path / "new" / "index")
        loaded = FaissIndex.load(tmp_path / "new" / "index")
        expected, found = index.search(unit(5, seed=1), 10), loaded.search(unit(5, seed=1), 10)
        assert loaded.kind == index.kind
        assert found.rows.tolist() == expected.rows.tolist()
        assert found.scores.tobytes() == expected.scores.tobytes()

    def test_the_same_vectors_give_the_same_bytes(self, tmp_path: Path, hnsw_above: int) -> None:
        for name in ("one", "two"):
            FaissIndex.build(unit(200), hnsw_above=hnsw_above).save(tmp_path / name)
        files = sorted(path.name for path in (tmp_path / "one").iterdir())
        assert files == ["index.faiss", "index.json"]
        assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)

    def test_saving_again_replaces(self, tmp_path: Path, hnsw_above: int) -> None:
        for rows in (50, 20):
            FaissIndex.build(unit(rows), hnsw_above=hnsw_above).save(tmp_path)
        assert len(FaissIndex.load(tmp_path)) == 20

    @pytest.mark.parametrize("damage", [lambda data: data[:-9], lambda data: data[:100] + b"\xff" + data[101:]])
    def test_a_damaged_file_is_refused(self, tmp_path: Path, hnsw_above: int, damage: object) -> None:
        assert callable(damage)
        FaissIndex.build(unit(200), hnsw_above=hnsw_above).save(tmp_path)
        file = tmp_path / "index.faiss"
        file.write_bytes(damage(file.read_bytes()))
        with pytest.raises(BundleCorruptError, match=r"index\.faiss .* Publish the bundle anew"):
            FaissIndex.load(tmp_path)


@pytest.mark.parametrize("missing", ["index.faiss", "index.json"])
def test_a_missing_file_is_refused(tmp_path: Path, missing: str) -> None:
    build(unit(5)).save(tmp_path)
    (tmp_path / missing).unlink()
    with pytest.raises(BundleCorruptError, match=missing):
        FaissIndex.load(tmp_path)


@pytest.mark.parametrize("text", ["", "[]", "{}", "nonsense"])
def test_a_manifest_that_says_nothing_is_refused(tmp_path: Path, text: str) -> None:
    build(unit(5)).save(tmp_path)
    (tmp_path / "index.json").write_text(text, encoding="utf-8")
    with pytest.raises(BundleCorruptError):
        FaissIndex.load(tmp_path)


def test_bytes_that_faiss_refuses_are_refused_in_our_words(tmp_path: Path) -> None:
    build(unit(5)).save(tmp_path)
    content = b"not an index"
    (tmp_path / "index.faiss").write_bytes(content)
    manifest = json.loads((tmp_path / "index.json").read_text(encoding="utf-8"))
    manifest["sha256"] = "332a11b7753b90489c1fff155fc269d822f2a1b24f6b201941fb9225014177a0"
    (tmp_path / "index.json").write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(BundleCorruptError):
        FaissIndex.load(tmp_path)
