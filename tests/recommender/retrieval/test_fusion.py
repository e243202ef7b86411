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


def rows_of(lists: list[list[int]]) -> NDArray[np.int64]:
    return np.array(lists, dtype=np.int64)


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
    found = fuse([rows_of(rows) for rows in lists], allowed, depth)
    for query, rows in enumerate(found):
        assert rows.tolist() == naive([each[query] for each in lists], allowed[query].tolist(), depth)


def test_what_is_not_allowed_takes_no_place() -> None:
    order = rows_of([[3, 2, 1, 0]])
    allowed = np.array([[True, True, False, False]])
    assert [rows.tolist() for rows in fuse([order, order], allowed, 1)] == [[1]]
    assert [rows.tolist() for rows in fuse([order], np.zeros((1, 4), dtype=np.bool_), 3)] == [[]]
