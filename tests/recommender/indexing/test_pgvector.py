"""The index in PostgreSQL: what it takes from a bundle's folder, and when."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from recommender.errors import BundleCorruptError, StoreError
from recommender.indexing.exact import ExactIndex
from recommender.indexing.faiss import FaissIndex, build, described
from recommender.indexing.pgvector import PgvectorIndex
from recommender.store.vectors import Copy, VectorDatabase
from tests.databases import fresh_postgresql
from tests.recommender.indexing.test_faiss import unit


@pytest.fixture
def database(postgresql: str) -> Iterator[VectorDatabase]:
    opened = VectorDatabase.open(fresh_postgresql(postgresql))
    yield opened
    opened.close()


@pytest.mark.parametrize("hnsw_above", [1000, 0])
def test_what_faiss_has_saved_is_searched_without_a_miss(
    database: VectorDatabase, tmp_path: Path, hnsw_above: int
) -> None:
    vectors, queries = unit(300), unit(70, seed=1)
    FaissIndex.build(vectors, hnsw_above=hnsw_above).save(tmp_path)
    found, expected = (
        PgvectorIndex.load(tmp_path, database).search(queries, 20),
        ExactIndex(vectors).search(queries, 20),
    )
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.scores.tobytes() == expected.scores.tobytes()


def test_the_file_is_read_once_and_the_copy_serves_from_then_on(database: VectorDatabase, tmp_path: Path) -> None:
    build(unit(50)).save(tmp_path)
    before = PgvectorIndex.load(tmp_path, database)
    (tmp_path / "index.faiss").unlink()
    after = PgvectorIndex.load(tmp_path, database)
    assert len(after) == len(before) == 50
    assert after.search(unit(3, seed=1), 9).rows.tolist() == before.search(unit(3, seed=1), 9).rows.tolist()


def test_a_damaged_file_is_not_copied(database: VectorDatabase, tmp_path: Path) -> None:
    build(unit(50)).save(tmp_path)
    said, data = described(tmp_path), (tmp_path / "index.faiss").read_bytes()
    (tmp_path / "index.faiss").write_bytes(data[:-9])
    with pytest.raises(BundleCorruptError, match="Publish the bundle anew"):
        PgvectorIndex.load(tmp_path, database)
    with pytest.raises(StoreError, match="is gone"):
        database.nearest(Copy(said.sha256, said.rows, said.dim), unit(1), 3)
    (tmp_path / "index.json").unlink()
    with pytest.raises(BundleCorruptError, match=r"index\.json"):
        PgvectorIndex.load(tmp_path, database)


@pytest.mark.parametrize("dim", [1, 1999, 2000, 2001, 4096])
def test_vectors_may_be_narrow_or_wide(database: VectorDatabase, dim: int) -> None:
    vectors = unit(40, dim)
    found, expected = PgvectorIndex.build(vectors, database).search(vectors, 5), ExactIndex(vectors).search(vectors, 5)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.scores.tobytes() == expected.scores.tobytes()


def test_vectors_without_columns_are_refused(database: VectorDatabase) -> None:
    with pytest.raises(ValueError, match="no columns"):
        PgvectorIndex.build(np.zeros((3, 0), dtype=np.float32), database)
