"""Two-sided measures by hand, and what they are taken of."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import EcosystemId
from tests.training.evaluation.settings import product, setting
from tests.worlds import Fitted
from training.evaluation.measures import means
from training.evaluation.reciprocity import Lists, Reciprocity, Sides, mean, reciprocity, sides
from training.evaluation.runs import product_run
from training.evaluation.tasks import Ids

QUERIES, ECOSYSTEMS = ("q1", "q2", "q3"), ("a", "b", "c", "d")
lists = st.fixed_dictionaries({query: st.permutations(ECOSYSTEMS).map(lambda ids: ids[:2]) for query in QUERIES})
theirs = st.fixed_dictionaries({name: st.permutations(QUERIES).map(lambda ids: ids[:2]) for name in ECOSYSTEMS})
qrels = st.fixed_dictionaries(
    {query: st.frozensets(st.sampled_from(ECOSYSTEMS).map(EcosystemId), max_size=4) for query in QUERIES}
)


def truths(**by_query: str) -> dict[str, Ids]:
    return {query: frozenset(map(EcosystemId, names)) for query, names in by_query.items()}


def test_measures_by_hand() -> None:
    found = sides(
        {"q1": ["a", "b"], "q2": ["a", "c"]},
        {"a": ["q1", "q2"], "b": ["q2"], "c": ["q1"], "d": ["q1", "q2"]},
        truths(q1="ad", q2="c"),
    )
    # true pairs: (q1, a) shown by both sides, (q1, d) by d alone, (q2, c) by q2 alone
    assert [found.crecall, found.srecall] == pytest.approx([1, 1 / 3])
    second = 1 / math.log2(3)
    ours = (1 / (1 + second) + second) / 2
    assert found.ndcg == pytest.approx(ours)
    assert found.flagship_ndcg == pytest.approx((1 + 1 + 0) / 3)  # a, d and c; nobody found b
    assert found.rndcg == pytest.approx((2 * ours + 3 * 2 / 3) / 5)
    assert found.gini == pytest.approx(3 / 8)  # shown 2, 1, 1 and 0 times


def test_only_the_first_ten_places_count() -> None:
    far = [f"x{number}" for number in range(10)]
    lists: dict[str, list[str]] = {name: [] for name in far}
    found = sides({"q": [*far, "a"]}, {**lists, "a": [*(f"p{n}" for n in range(10)), "q"]}, truths(q="a"))
    assert found.model_copy(update={"gini": 0.0}) == Sides(
        ndcg=0, flagship_ndcg=0, rndcg=0, crecall=0, srecall=0, gini=0
    )
    assert found.gini == pytest.approx(1 / 11)


def test_nothing_asked_is_nothing_found() -> None:
    assert sides({}, {"a": []}, {}) == Sides(ndcg=0, flagship_ndcg=0, rndcg=0, crecall=0, srecall=0, gini=0)


@given(lists, theirs, qrels)
def test_both_sides_show_no_more_than_either(for_smes: Lists, for_flagships: Lists, known: dict[str, Ids]) -> None:
    found = sides(for_smes, for_flagships, known)
    one, other = sides(for_smes, dict.fromkeys(ECOSYSTEMS, ()), known), sides({}, for_flagships, known)
    assert found.crecall + found.srecall == pytest.approx(one.crecall + other.crecall)
    assert 0 <= found.srecall <= min(one.crecall, other.crecall)
    low, high = sorted((found.ndcg, found.flagship_ndcg))
    assert low - 1e-9 <= found.rndcg <= high + 1e-9


def test_means_weigh_tasks_the_same() -> None:
    zero, one = (Sides(ndcg=v, flagship_ndcg=v, rndcg=v, crecall=v, srecall=v, gini=v) for v in (0.0, 1.0))
    found = mean([Reciprocity(one_sided=zero, two_sided=one), Reciprocity(one_sided=one, two_sided=one)])
    assert (found.one_sided.rndcg, found.two_sided.rndcg) == (0.5, 1)


def test_the_product_is_asked_for_both_sides(small: Fitted) -> None:
    year = setting(small)
    asked = product(small, year)
    for task in year.tasks:
        answered = product_run(asked, task).rankings
        found = reciprocity(asked, task, answered)
        assert found == reciprocity(asked, task, answered)
        for told, two_sided in ((found.one_sided, False), (found.two_sided, True)):
            rankings = asked.recommend(task.queries, k=10, exclude_known=task.exclude_known, two_sided=two_sided)
            run = {ranking.query_id: [r.ecosystem_id for r in ranking.recommendations] for ranking in rankings}
            assert told.ndcg == pytest.approx(means(run, task.qrels)["ndcg_10"])
        best: dict[str, list[str]] = {
            ecosystem.id: [
                asker.query_id
                for asker in asked.askers(ecosystem.id, task.queries, k=10, exclude_known=task.exclude_known)
            ]
            for ecosystem in list(asked.catalogue)[:3]
        }
        wanted = {name: {q for q, known in task.qrels.items() if name in known} for name in best}
        part = {q: known & best.keys() for q, known in task.qrels.items()}
        assert sides({}, best, part).flagship_ndcg == pytest.approx(
            means(best, {n: w for n, w in wanted.items() if w})["ndcg_10"]
        )
