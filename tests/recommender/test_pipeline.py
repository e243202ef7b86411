"""What a ranking promises, whatever is asked: length, order, filters, odds, reasons, and an answer for everyone."""

import math
from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import Mock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from recommender import describing, pipeline
from recommender.entities import EcosystemId, Filters, OrganisationId, Query, Ranking, Scope
from recommender.errors import QueryError
from recommender.partnerships import Partnerships
from recommender.pipeline import LATEST, PipelineConfig, Recommender
from tests.worlds import COUNTRIES, SMES, TOPICS, Fitted, sme

DEPTHS = (1, 3, 10, 400)
WORDS = " ".join(TOPICS.values()).split()
SMES_ASKING = st.none() | st.integers(0, SMES - 1).map(sme) | st.just(OrganisationId("stranger"))
TEXTS = st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join) | st.text(max_size=12)
QUERIES = st.builds(Query, st.just("q"), SMES_ASKING, st.sampled_from(["", "XX", *COUNTRIES]), TEXTS)
FILTERS = st.builds(
    Filters,
    st.frozensets(st.sampled_from(Scope), max_size=2),
    st.frozensets(st.sampled_from(["XX", *COUNTRIES]), max_size=2),
    st.frozensets(st.sampled_from(["FI", "FI1", "FI1C", "SE1D", "DE1", "NO"]), max_size=2),
    st.frozensets(st.sampled_from([*TOPICS, "future", "past"]), max_size=2),
    st.frozensets(st.integers(1, 17), max_size=3),
)
thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def ids(ranking: Ranking) -> list[str]:
    return [r.ecosystem_id for r in ranking.recommendations]


NEAR = 1e-4
"""Signals are rounded to the fifth digit of their largest, then standardised; one at an edge may go the other way."""


def assert_same(found: Sequence[Ranking], expected: Sequence[Ranking]) -> None:
    for one, other in zip(found, expected, strict=True):
        assert (one.query_id, ids(one)) == (other.query_id, ids(other))
        for a, b in zip(one.recommendations, other.recommendations, strict=True):
            assert a.score == pytest.approx(b.score, abs=NEAR)
            assert a.odds == pytest.approx(b.odds, abs=NEAR)


@pytest.fixture(params=DEPTHS, ids=lambda depth: f"depth={depth}")
def recommender(request: pytest.FixtureRequest, small: Fitted) -> Recommender:
    return small.with_depth(request.param)


class TestRanking:
    @thorough
    @given(query=QUERIES, k=st.integers(1, 60), among=FILTERS, exclude_known=st.booleans(), two_sided=st.booleans())
    def test_k_of_those_that_qualify_and_nothing_else(
        self, *, recommender: Recommender, query: Query, k: int, among: Filters, exclude_known: bool, two_sided: bool
    ) -> None:
        world = recommender.world
        known = Partnerships.of(world.history, world.catalogue).known_to(query.sme_id) if exclude_known else frozenset()
        qualify = {e.id for e in world.catalogue if among.admits(e) and e.id not in known}
        (ranking,) = recommender.recommend([query], k=k, among=among, exclude_known=exclude_known, two_sided=two_sided)
        assert len(ranking.recommendations) == min(k, len(qualify))
        assert len(set(ids(ranking))) == len(ids(ranking))
        assert set(ids(ranking)) <= qualify
        for recommendation in ranking.recommendations:
            ecosystem = world.catalogue[world.catalogue.row(recommendation.ecosystem_id)]
            assert recommendation.flagship_id == ecosystem.flagship_id

    @thorough
    @given(query=QUERIES, k=st.integers(1, 60), exclude_known=st.booleans())
    def test_best_first_with_ties_by_id_and_odds_that_follow(
        self, *, recommender: Recommender, query: Query, k: int, exclude_known: bool
    ) -> None:
        (ranking,) = recommender.recommend([query], k=k, exclude_known=exclude_known)
        shown = ranking.recommendations
        assert shown == tuple(sorted(shown, key=lambda r: (-r.score, r.ecosystem_id)))
        assert [r.rank for r in shown] == list(range(1, len(shown) + 1))
        assert all(0 <= r.odds <= 1 and math.isfinite(r.score) for r in shown)
        odds = [r.odds for r in shown]
        assert odds == sorted(odds, reverse=True)

    @thorough
    @given(query=QUERIES, k=st.integers(1, 8))
    def test_reasons_sum_to_the_score_and_change_nothing(self, small: Fitted, query: Query, k: int) -> None:
        (told,) = small.recommender.recommend([query], k=k, explain=True)
        (plain,) = small.recommender.recommend([query], k=k)
        for r in told.recommendations:
            assert sum(reason.value for reason in r.reasons) == pytest.approx(r.score, abs=1e-6)
        silent = [replace(r, reasons=(), evidence=()) for r in told.recommendations]
        assert silent == list(plain.recommendations)

    @settings(thorough, max_examples=25)
    @given(queries=st.lists(QUERIES, max_size=12))
    def test_a_batch_answers_as_one_by_one(self, recommender: Recommender, queries: list[Query]) -> None:
        asked = [replace(query, id=str(place)) for place, query in enumerate(queries)]
        together = recommender.recommend(asked, k=15)
        alone = [recommender.recommend([query], k=15)[0] for query in asked]
        assert_same(together, alone)

    @settings(thorough, max_examples=25)
    @given(queries=st.lists(QUERIES, max_size=12), k=st.integers(1, 60), among=FILTERS, two_sided=st.booleans())
    def test_numbers_say_what_rankings_say(
        self, *, recommender: Recommender, queries: list[Query], k: int, among: Filters, two_sided: bool
    ) -> None:
        best = recommender.best(queries, k=k, among=among, two_sided=two_sided)
        rankings = recommender.recommend(queries, k=k, among=among, two_sided=two_sided, explain=True)
        for found, ranking in zip(best, rankings, strict=True):
            told = [replace(r, reasons=(), evidence=()) for r in ranking.recommendations]
            assert found.ranking(recommender.catalogue) == replace(ranking, recommendations=tuple(told))

    def test_chunks_change_nothing(self, small: Fitted, monkeypatch: pytest.MonkeyPatch) -> None:
        queries = [Query(str(n), sme(n), "", WORDS[n % len(WORDS)]) for n in range(10)]
        whole = small.recommender.recommend(queries, k=5)
        monkeypatch.setattr(pipeline, "CHUNK", 7)
        monkeypatch.setattr(describing, "FEW", 3)
        assert_same(small.recommender.recommend(queries, k=5), whole)

    def test_a_longer_ranking_begins_with_the_shorter(self, small: Fitted) -> None:
        query = Query("q", sme(4), "", "hydrogen battery")
        (long,), (short,) = (small.recommender.recommend([query], k=k) for k in (20, 5))
        assert ids(long)[:5] == ids(short)

    def test_the_encoder_sleeps_while_there_is_nothing_to_encode(self, small: Fitted) -> None:
        queries = [Query("q", sme(4)), Query("punctuation", sme(5), "", "… !")]
        asleep = replace(small.recommender, encoder=Mock(spec=[]))
        assert asleep.recommend(queries, k=5) == small.recommender.recommend(queries, k=5)
        with pytest.raises(AttributeError):
            asleep.recommend([*queries, Query("text", None, "", "hydrogen")], k=5)

    def test_asking_again_gives_the_same(self, small: Fitted) -> None:
        query = Query("q", sme(4), "", "hydrogen battery")
        first, again = (small.recommender.recommend([query], k=20, explain=True) for _ in range(2))
        assert first == again

    def test_ties_break_by_id(self, small: Fitted) -> None:
        flat = replace(small.recommender.ranker, linear_weight=0.0, tree_weight=0.0)  # type: ignore[type-var]
        recommender = replace(small.recommender, ranker=flat)
        (ranking,) = recommender.recommend([Query("q", text="battery")], k=100)
        assert ids(ranking) == [e.id for e in recommender.catalogue]


class TestWithout:
    @thorough
    @given(query=QUERIES, k=st.integers(1, 60), n=st.integers(0, 60), two_sided=st.booleans())
    def test_as_many_come_as_qualify(
        self, *, recommender: Recommender, query: Query, k: int, n: int, two_sided: bool
    ) -> None:
        (whole,) = recommender.recommend([query], k=1000, two_sided=two_sided)
        silenced = frozenset(r.ecosystem_id for r in whole.recommendations[::2][:n])
        asked = replace(query, without=silenced | {EcosystemId("no id at all")})
        (ranking,) = recommender.recommend([asked], k=k, two_sided=two_sided)
        assert not silenced & set(ids(ranking))
        assert len(ids(ranking)) == min(k, len(ids(whole)) - len(silenced))

    @thorough
    @given(query=QUERIES, k=st.integers(1, 20), n=st.integers(0, 20))
    def test_the_others_keep_order_and_odds(self, small: Fitted, query: Query, k: int, n: int) -> None:
        (whole,) = small.recommender.recommend([query], k=1000)
        silenced = frozenset(r.ecosystem_id for r in whole.recommendations[:n])
        (rest,) = small.recommender.recommend([replace(query, without=silenced)], k=k)
        moved = [replace(r, rank=r.rank - len(silenced)) for r in whole.recommendations[n : n + k]]
        assert list(rest.recommendations) == moved

    def test_one_query_silences_no_other(self, small: Fitted) -> None:
        plain = Query("q", text="hydrogen battery")
        first = small.recommender.recommend([plain], k=1)[0].recommendations[0].ecosystem_id
        quiet = replace(plain, without=frozenset({first}))
        found = small.recommender.recommend([quiet, plain, quiet], k=5)
        assert [ids(ranking)[0] == first for ranking in found] == [False, True, False]

    def test_an_ecosystem_is_not_told_of_who_silenced_it(self, small: Fitted) -> None:
        wanted = small.recommender.catalogue[0].id
        queries = [Query(str(n), text=word) for n, word in enumerate(WORDS[:6])]
        queries[2] = replace(queries[2], without=frozenset({wanted}))
        found = small.recommender.askers(wanted, queries, k=100)
        assert sorted(asker.query_id for asker in found) == ["0", "1", "3", "4", "5"]


class TestKnown:
    def test_partners_are_left_out_unless_asked_for(self, recommender: Recommender) -> None:
        world = recommender.world
        partnerships = Partnerships.of(world.history, world.catalogue)
        queries = [Query(str(n), sme(n)) for n in range(SMES)]
        n_known = 0
        for query, new, all_ in zip(
            queries,
            recommender.recommend(queries, k=1000),
            recommender.recommend(queries, k=1000, exclude_known=False),
            strict=True,
        ):
            known = partnerships.known_to(query.sme_id)
            assert not known & set(ids(new))
            assert len(ids(all_)) == len(world.catalogue)
            n_known += len(known)
        assert n_known > SMES  # the world is such that the promise says something

    def test_who_is_known(self, small: Fitted) -> None:
        warm, described, stranger = sme(0), sme(80), OrganisationId("stranger")
        assert small.recommender.world.history.row(warm) is not None
        assert small.recommender.world.history.row(described) is None
        assert [small.recommender.knows(i) for i in (warm, described, stranger)] == [True, True, False]

    def test_the_country_is_that_of_the_sme_unless_it_is_given(self, small: Fitted) -> None:
        home, away = COUNTRIES[0], COUNTRIES[1]
        silent, said, other = (Query("q", sme(0), country, "ore") for country in ("", home, away))
        answers = small.recommender.recommend([silent, said, other], k=5)
        assert answers[0] == answers[1] != answers[2]


NEWCOMERS = {
    "nothing": "",
    "blank": " \n\t ",
    "one word": "hydrogen",
    "one letter": "h",
    "punctuation": "?!…—()[]{}<>;:,.'\"",
    "long": "hydrogen battery grid! " * 900,
    "no spaces": "x" * 20_000,
    "lone surrogate": "hydrogen \ud800 battery",
    "only a surrogate": "\udfff",
    "emoji": "🔋🌲🚢",
    "nul": "ore\0drill",
    "unknown words": "zzyzx qwfpg",
    "other script": "水素 батарея بطارية",
}


@pytest.mark.parametrize("text", NEWCOMERS.values(), ids=NEWCOMERS)
@pytest.mark.parametrize("sme_id", [None, OrganisationId("stranger"), OrganisationId(""), OrganisationId("\ud800")])
def test_newcomers_always_get_an_answer(small: Fitted, text: str, sme_id: OrganisationId | None) -> None:
    for country in ("", "FI", "\ud800"):
        (ranking,) = small.recommender.recommend([Query("q", sme_id, country, text)], k=10, explain=True)
        assert len(ranking.recommendations) == 10
        assert all(0 < r.odds < 1 and r.reasons for r in ranking.recommendations)


class TestRefusals:
    @pytest.mark.parametrize("k", [0, -1])
    def test_k_below_one(self, small: Fitted, k: int) -> None:
        with pytest.raises(QueryError, match=f"k is {k}; ask for at least 1"):
            small.recommender.recommend([Query("q")], k=k)
        with pytest.raises(QueryError, match=f"k is {k}; ask for at least 1"):
            small.recommender.best([Query("q")], k=k)

    def test_nobody_asks(self, small: Fitted) -> None:
        assert small.recommender.recommend([], k=3) == []

    def test_nothing_qualifies(self, recommender: Recommender) -> None:
        nowhere = Filters(countries=frozenset({"XX"}))
        assert recommender.recommend([Query("q")], k=3, among=nowhere, explain=True) == [Ranking("q", ())]

    @pytest.mark.parametrize("wrong", [{"depth": 0}, {"near": 1}, {"deep": 3}])
    def test_a_config_that_makes_no_sense(self, wrong: dict[str, int]) -> None:
        with pytest.raises(ValidationError):
            PipelineConfig.model_validate(wrong)


def test_what_is_asked_for_comes_first(small: Fitted) -> None:
    catalogue = small.recommender.catalogue
    described = Filters(themes=frozenset({"future"}))
    for topic, words in TOPICS.items():
        query = Query("q", text=f"We make {words} better.")
        (ranking,) = small.recommender.recommend([query], k=1, among=described)
        first = catalogue[catalogue.row(ranking.recommendations[0].ecosystem_id)]
        assert topic in first.themes


def test_an_sme_that_asks_again_gets_the_same_whatever_else_it_wants(small: Fitted) -> None:
    fresh, asked = replace(small.recommender), replace(small.recommender)
    first = asked.recommend([Query("first", sme(4))], k=5)[0]
    without = frozenset({first.recommendations[0].ecosystem_id})
    for query in (Query("first", sme(4)), Query("again", sme(4), without=without), Query("there", sme(4), "DE")):
        for more in ({"explain": True}, {"exclude_known": False}, {"among": Filters(countries=frozenset({"FI"}))}):
            expected = replace(fresh).recommend([query], k=5, **more)
            assert asked.recommend([query], k=5, **more) == expected


def test_what_is_kept_of_the_latest_smes_is_bounded_and_of_one_bundle(small: Fitted) -> None:
    asked = replace(small.recommender)
    for number in range(LATEST + 20):
        asked.recommend([Query("q", sme(number % 90), f"C{number}")], k=1)
    assert asked._latest.cache_info().currsize == LATEST  # type: ignore[attr-defined]  # noqa: SLF001
    assert replace(asked)._latest.cache_info().currsize == 0  # type: ignore[attr-defined]  # noqa: SLF001


def test_a_text_is_not_kept(small: Fitted) -> None:
    asked = replace(small.recommender)
    asked.recommend([Query("q", sme(4), "FI", "Our secret harvester.")], k=1)
    assert asked._latest.cache_info().currsize == 0  # type: ignore[attr-defined]  # noqa: SLF001
