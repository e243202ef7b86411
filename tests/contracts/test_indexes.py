"""What every index promises; the exact index is the oracle."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from recommender.encoding.base import Vectors
from recommender.indexing.base import Index
from recommender.indexing.exact import ExactIndex
from recommender.indexing.faiss import FaissIndex, build
from recommender.indexing.pgvector import PgvectorIndex
from recommender.store.vectors import VectorDatabase
from tests.databases import fresh_postgresql

Build = Callable[[Vectors], Index]
KINDS = ("exact", "faiss:Flat", "faiss:HNSW32", "pgvector:exact")


def unit(rows: int, dim: int = 16, seed: int = 0) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, dim))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


@pytest.fixture(scope="module")
def builds(postgresql: str) -> Iterator[dict[str, Build]]:
    """Return how each index is made; one database serves all of pgvector's."""
    database = VectorDatabase.open(fresh_postgresql(postgresql))
    yield {
        "exact": ExactIndex,
        "faiss:Flat": build,
        "faiss:HNSW32": lambda vectors: FaissIndex.build(vectors, hnsw_above=0),
        "pgvector:exact": lambda vectors: PgvectorIndex.build(vectors, database),
    }
    database.close()


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def make(kind: str, builds: dict[str, Build]) -> Build:
    return builds[kind]


class TestIndex:
    def test_the_kind_is_stated(self, make: Build, kind: str) -> None:
        assert make(unit(3)).kind == kind

    def test_the_nearest_of_each_row_is_itself(self, make: Build) -> None:
        vectors = unit(60)
        index = make(vectors)
        found = index.search(vectors, 1)
        assert len(index) == 60
        assert found.rows.ravel().tolist() == list(range(60))
        np.testing.assert_allclose(found.scores, 1.0, atol=1e-6)

    def test_types_and_shapes(self, make: Build) -> None:
        found = make(unit(10)).search(unit(3, seed=1), 4)
        assert (found.rows.shape, found.scores.shape) == ((3, 4), (3, 4))
        assert [found.rows.dtype.name, found.scores.dtype.name] == ["int64", "float32"]

    def test_scores_fall_and_are_inner_products(self, make: Build) -> None:
        vectors, queries = unit(50), unit(5, seed=1)
        found = make(vectors).search(queries, 20)
        assert (np.diff(found.scores, axis=1) <= 0).all()
        products = np.take_along_axis(queries @ vectors.T, found.rows, axis=1)
        np.testing.assert_allclose(found.scores, products, atol=1e-6)

    @pytest.mark.parametrize("k", [5, 6, 1000])
    def test_k_beyond_the_rows_gives_each_row_once_and_never_minus_one(self, make: Build, k: int) -> None:
        found = make(unit(5)).search(unit(3, seed=1), k)
        assert np.sort(found.rows, axis=1).tolist() == [[0, 1, 2, 3, 4]] * 3

    def test_ties_go_to_the_lower_row(self, make: Build) -> None:
        vectors = np.tile(unit(1), (500, 1))
        found = make(vectors).search(vectors[:2], 7)
        assert found.rows.tolist() == [[0, 1, 2, 3, 4, 5, 6]] * 2

    def test_a_zero_query_ties_with_all_rows(self, make: Build) -> None:
        found = make(unit(40)).search(np.zeros((1, 16), dtype=np.float32), 3)
        assert found.rows.tolist() == [[0, 1, 2]]
        assert not found.scores.any()

    def test_no_queries_and_no_rows(self, make: Build) -> None:
        assert make(unit(4)).search(unit(0), 2).rows.shape == (0, 2)
        assert make(unit(0)).search(unit(3), 2).rows.shape == (3, 0)

    @pytest.mark.parametrize("k", [0, -1])
    def test_k_below_one_is_refused(self, make: Build, k: int) -> None:
        with pytest.raises(ValueError, match=f"k is {k}"):
            make(unit(4)).search(unit(1), k)

    def test_another_dimension_is_refused(self, make: Build) -> None:
        with pytest.raises(ValueError, match="dimension 8 and the index 16"):
            make(unit(4)).search(unit(1, dim=8), 1)

    @pytest.mark.parametrize("bad", [np.nan, np.inf, 1e30])
    def test_what_is_no_number_is_refused(self, make: Build, bad: float) -> None:
        vectors = unit(4)
        vectors[2, 3] = bad
        with pytest.raises(ValueError, match="row 2 is not finite"):
            make(vectors)
        with pytest.raises(ValueError, match="row 2 is not finite"):
            make(unit(4)).search(vectors, 1)

    def test_one_vector_is_no_matrix(self, make: Build) -> None:
        with pytest.raises(ValueError, match="expected"):
            make(unit(4)[0])

    def test_searching_one_by_one_gives_the_same(self, make: Build) -> None:
        vectors, queries = unit(300), unit(150, seed=1)
        index = make(vectors)
        together = index.search(queries, 5)
        alone = [index.search(queries[row : row + 1], 5) for row in range(150)]
        assert np.vstack([found.rows for found in alone]).tolist() == together.rows.tolist()
        assert np.vstack([found.scores for found in alone]).tobytes() == together.scores.tobytes()


# Few distinct values, exact in binary: full of ties.
coarse = arrays(
    np.float32,
    st.tuples(st.integers(1, 30), st.just(3)),
    elements=st.sampled_from([-1.0, -0.5, 0.0, 0.5, 1.0]),
)


@given(vectors=coarse, queries=coarse, k=st.integers(1, 40))
@pytest.mark.parametrize("other", KINDS[1:])
def test_small_indexes_agree_with_the_oracle_ties_included(
    builds: dict[str, Build], other: str, vectors: Vectors, queries: Vectors, k: int
) -> None:
    expected = ExactIndex(vectors).search(queries, k)
    found = builds[other](vectors).search(queries, k)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.scores.tolist() == expected.scores.tolist()


@given(rows=st.integers(1, 400), k=st.integers(1, 50), seed=st.integers(0, 9))
@pytest.mark.parametrize("other", ["faiss:Flat", "pgvector:exact"])
def test_what_compares_all_rows_agrees_with_the_oracle_on_real_valued_vectors(
    builds: dict[str, Build], other: str, rows: int, k: int, seed: int
) -> None:
    vectors = np.vstack((unit(rows, 48, seed), unit(rows, 48, seed)[::3]))
    queries = unit(5, 48, seed + 100)
    expected, found = ExactIndex(vectors).search(queries, k), builds[other](vectors).search(queries, k)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.scores.tobytes() == expected.scores.tobytes()
