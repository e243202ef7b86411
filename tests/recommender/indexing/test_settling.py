"""Rows and scores of an exact search from an engine that rounds in its own way."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.encoding.base import Vectors
from recommender.indexing.exact import ExactIndex
from recommender.indexing.settling import Extent, Proposed, settled
from tests.recommender.indexing.test_faiss import unit

DIM = 32


def settle(vectors: Vectors, queries: Vectors, k: int, error: float) -> tuple[list[object], list[object], list[int]]:
    """Search by an engine whose scores are off by up to `error`; return rows, scores and how many it was asked for."""
    rng, asked = np.random.default_rng(3), []

    def propose(part: Vectors, fetch: int) -> Proposed:
        asked.append(fetch)
        seen = part @ vectors.T + rng.uniform(-error, error, (len(part), len(vectors)))
        rows = np.argsort(-seen, axis=1)[:, :fetch]
        lowest = np.take_along_axis(seen, rows, axis=1)[:, -1]
        return Proposed(rows[:, ::-1], vectors[rows[:, ::-1]], lowest)

    longest = float(np.linalg.norm(vectors, axis=1).max())
    found = settled(queries, k, Extent(len(vectors), DIM, longest), propose)
    return found.rows.tolist(), found.scores.tolist(), asked


@given(rows=st.integers(1, 120), k=st.integers(1, 130), seed=st.integers(0, 20))
def test_an_engine_that_rounds_within_its_bound_finds_what_the_oracle_finds(rows: int, k: int, seed: int) -> None:
    vectors = np.vstack((unit(rows, DIM, seed), unit(rows, DIM, seed)[::2]))
    queries = unit(70, DIM, seed + 50)
    expected = ExactIndex(vectors).search(queries, k)
    found, scores, _ = settle(vectors, queries, k, error=DIM * float(np.finfo(np.float32).eps) / 2)
    assert found == expected.rows.tolist()
    assert scores == expected.scores.tolist()


def test_more_is_asked_for_only_where_rows_may_tie_with_the_last() -> None:
    queries = unit(1, DIM, 9)
    assert settle(unit(500, DIM), queries, 5, 0.0)[2] == [13]
    found, _, asked = settle(np.tile(unit(1, DIM), (500, 1)), queries, 5, 1e-7)
    assert found == [[0, 1, 2, 3, 4]]
    assert asked == [13, 52, 208, 500]
