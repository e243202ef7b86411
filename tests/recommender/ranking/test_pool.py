from dataclasses import replace

import pytest

from recommender.entities import EcosystemId, Query
from recommender.errors import QueryError, UnknownIdError
from tests.worlds import Fitted, sme

QUERIES = [Query(f"q{n % 7}-{n}", sme(n), "", "ship engine" if n % 3 else "") for n in range(90)]
QUERIES += [Query(f"a{n}", None, "FI", "") for n in range(3)]
QUERIES += [Query(f"same{n}", None, "FI", "hydrogen battery") for n in (2, 1, 3)]


@pytest.mark.parametrize("exclude_known", [True, False])
@pytest.mark.parametrize("keep", [1, 5, 200])
def test_a_pool_answers_as_the_recommender_does(
    small: Fitted,
    monkeypatch: pytest.MonkeyPatch,
    keep: int,
    exclude_known: bool,  # noqa: FBT001 (a parameter)
) -> None:
    monkeypatch.setattr("recommender.pipeline.CHUNK", 16)
    pool = small.recommender.pool(QUERIES, keep=keep, exclude_known=exclude_known)
    for ecosystem in small.recommender.catalogue:
        expected = small.recommender.askers(ecosystem.id, QUERIES, k=keep, exclude_known=exclude_known)
        assert pool.askers(ecosystem.id, k=keep) == expected
        assert pool.askers(ecosystem.id, k=1) == expected[:1]


def test_an_empty_pool_has_nobody(small: Fitted) -> None:
    assert small.recommender.pool([]).askers(small.recommender.catalogue[0].id, k=3) == []


def test_refusals(small: Fitted) -> None:
    pool, first = small.recommender.pool(QUERIES[:3], keep=2), small.recommender.catalogue[0].id
    for k in (0, 3):
        with pytest.raises(QueryError, match=f"k is {k}; this pool keeps the best 2 SMEs"):
            pool.askers(first, k=k)
    with pytest.raises(UnknownIdError, match="'nobody'"):
        pool.askers(EcosystemId("nobody"), k=1)
    with pytest.raises(QueryError, match="keep is 0"):
        small.recommender.pool(QUERIES, keep=0)
    with pytest.raises(QueryError, match="train again"):
        replace(small.recommender, reciprocal=None).pool(QUERIES)
