"""Vectors in PostgreSQL with pgvector, on the same machine; the floor is FAISS, in turn with it"""

import itertools
import time
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from recommender.encoding.base import Vectors
from recommender.entities import Query
from recommender.indexing.faiss import FaissIndex, build
from recommender.indexing.pgvector import PgvectorIndex
from recommender.pipeline import LATEST
from recommender.store.vectors import VectorDatabase
from tests.benchmarks.large import LARGE, SMALL, fitted, sme
from tests.benchmarks.table import Row, Table, interleaved
from tests.databases import fresh_postgresql

WIDTH = 768
"""Dimensions of the two encoders of the product together."""
NEAR = 200
"""Rows that a query asks for, as the product does."""


@pytest.fixture
def database(postgresql: str) -> Iterator[VectorDatabase]:
    opened = VectorDatabase.open(fresh_postgresql(postgresql))
    yield opened
    opened.close()


def unit(rows: int, seed: int) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(rows, WIDTH)).astype(np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_a_known_profile(database: VectorDatabase, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    large = fitted(LARGE if full else SMALL)
    plain = large.with_depth(large.size.depth)
    assert isinstance(plain.world.index, FaissIndex)
    moved = replace(plain, world=replace(plain.world, index=PgvectorIndex.build(plain.world.index.vectors, database)))
    queries = [Query(f"k{n}", sme(n)) for n in range(2 * LATEST)]  # so many that none is remembered
    assert plain.recommend(queries, k=20) == moved.recommend(queries, k=20)
    one, other = itertools.cycle(queries), itertools.cycle(queries)
    calls = [lambda: plain.recommend([next(one)], k=20), lambda: moved.recommend([next(other)], k=20)]
    floor, found = interleaved(calls, 300 if full else 5)
    what = f"known profile: {large.size.ecosystems:,} ecosystems, {len(plain.world.index):,} projects"
    table.add(
        Row(f"{what}, p50", None, floor.median, found.median, "ms", judged=full),
        Row(f"{what}, p99", None, floor.quantile(0.99), found.quantile(0.99), "ms", judged=full),
    )


def test_many_vectors(database: VectorDatabase, table: Table, full: bool) -> None:  # noqa: FBT001 (a fixture)
    rows = 100_000 if full else 2_000
    vectors, queries = unit(rows, 0), unit(64, 1)
    start = time.perf_counter()
    flat = build(vectors)
    built = time.perf_counter()
    moved = PgvectorIndex.build(vectors, database)
    copied = time.perf_counter()
    again = PgvectorIndex.build(vectors, database)
    opened = time.perf_counter()
    expected, found = flat.search(queries, NEAR), again.search(queries, NEAR)
    assert found.rows.tolist() == expected.rows.tolist()
    assert found.scores.tobytes() == expected.scores.tobytes()
    one, other = itertools.cycle(queries), itertools.cycle(queries)
    calls = [lambda: flat.search(next(one)[None], NEAR), lambda: moved.search(next(other)[None], NEAR)]
    floor, alone = interleaved(calls, 50 if full else 3)
    calls = [lambda: flat.search(queries, NEAR), lambda: moved.search(queries, NEAR)]
    floor_of_all, together = interleaved(calls, 5 if full else 1, warm=1)
    what = f"{rows:,} vectors of {WIDTH} dimensions"
    table.add(
        Row(f"{what}: nearest {NEAR} of one query, p50", None, floor.median, alone.median, "ms", judged=full),
        Row(f"{what}: of 64 queries at once", None, floor_of_all.median, together.median, "ms", judged=full),
        Row(f"{what}: index built, or copied", None, built - start, copied - built, "s", judged=full),
        Row(f"{what}: opened where the copy is there", None, None, opened - copied, "s", judged=full),
    )
