"""Reciprocal-rank fusion against a naive one."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from recommender.retrieval.fusion import SMOOTHING, fuse


def naive(lists: list[list[int]], allowed: list[bool], depth: int) -> list[int]:
    worth = {row: 0.0 for row, admitted in enumerate(allowed) if admitted}
    for rows in lists:
        for rank, row in enumerate([row for row in rows if allowed[row]], start=1):
            worth[row] += 1 / (SMOOTHING + rank)
    return sorted(sorted(worth, key=lambda row: (-worth[row], row))[:depth])


def wanting(lists: list[list[list[int]]]) -> NDArray[np.float32]:
    """Return values by which each retriever (first axis) orders the rows of each query as it is told."""
    return -np.argsort(np.array(lists), axis=-1).astype(np.float32)


@st.composite
def cases(draw: st.DrawFn) -> tuple[list[list[list[int]]], NDArray[np.bool_], int]:
    n, queries = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    orders = st.permutations(range(n))
    lists = draw(st.lists(st.lists(orders, min_size=queries, max_size=queries), min_size=1, max_size=4))
    allowed = draw(st.lists(st.lists(st.booleans(), min_size=n, max_size=n), min_size=queries, max_size=queries))
    return lists, np.array(allowed, dtype=np.bool_), draw(st.integers(1, 15))


@given(cases())
def test_fusion_against_a_naive_one(case: tuple[list[list[list[int]]], NDArray[np.bool_], int]) -> None:
    lists, allowed, depth = case
    found = fuse(wanting(lists), allowed, depth)
    for query, taken in enumerate(found):
        assert np.flatnonzero(taken).tolist() == naive([each[query] for each in lists], allowed[query].tolist(), depth)


def test_what_is_not_allowed_takes_no_place() -> None:
    order = [[3, 2, 1, 0]]
    allowed = np.array([[True, True, False, False]])
    assert fuse(wanting([order, order]), allowed, 1).tolist() == [[False, True, False, False]]
    assert not fuse(wanting([order]), np.zeros((1, 4), dtype=np.bool_), 3).any()


def test_ties_go_by_row() -> None:
    found = fuse(np.zeros((2, 1, 3), dtype=np.float32), np.ones((1, 3), dtype=np.bool_), 2)
    assert found.tolist() == [[True, True, False]]
