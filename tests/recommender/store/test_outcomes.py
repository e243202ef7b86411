"""Outcomes, and the funnel with its intervals."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, InputError, UnknownIdError
from recommender.store import audit, outcomes
from recommender.store.nouns import Outcome, Reached, Role, Stage, UserId
from recommender.store.outcomes import Cohort, Funnel, Step, in_fives, wilson
from recommender.store.store import Store
from tests.databases import START, Clock
from tests.recommender.store.rows import ADVISOR, FOREST, ORG, OTHER, WATER, account, assigned, company

TODAY = START.date()
ALL = Cohort()


def tell(
    store: Store,
    stage: Stage,
    who: OrganisationId = ORG,
    ecosystem_id: EcosystemId = WATER,
    *,
    day: date = TODAY,
    euros: int | None = None,
) -> Outcome:
    reached = Reached(who, ecosystem_id, stage, day, euros)
    return store.write(partial(outcomes.record, reached=reached, author=ADVISOR))


def counts(store: Store, among: Cohort = ALL) -> list[int | None]:
    with store.reading() as connection:
        return [step.count for step in outcomes.funnel(connection, among).steps]


@pytest.fixture
def told(store: Store) -> Store:
    """Three matches: one that only was viewed, one that was met, one that led to money."""
    company(store, region="FI1D1")
    company(store, OTHER, country="SE", region="SE11")
    account(store, ADVISOR, Role.ADVISOR)
    assigned(store, ORG, ADVISOR)
    tell(store, Stage.SUGGESTED, day=TODAY - timedelta(days=90))
    tell(store, Stage.RDI, day=TODAY, euros=20_000)
    tell(store, Stage.RDI, day=TODAY, euros=5_000)
    tell(store, Stage.MET, ecosystem_id=FOREST, day=TODAY - timedelta(days=10))
    tell(store, Stage.VIEWED, OTHER)
    return store


def take_back(store: Store, outcome_id: str) -> Outcome:
    return store.write(partial(outcomes.undo, outcome_id=outcome_id, author=ADVISOR))


def test_what_is_undone_counts_no_more_and_stays_as_it_was(told: Store) -> None:
    wrong = tell(told, Stage.RDI, OTHER, euros=7_000_000)
    assert counts(told) == [3, 3, 3, 3, 3, 2, 2]
    undo = take_back(told, wrong.id)
    assert (undo.undoes, undo.reached.stage, undo.reached.day, undo.reached.euros) == (wrong.id, Stage.RDI, TODAY, None)
    assert counts(told) == [3, 3, 2, 2, 2, 1, 1]
    with told.reading() as connection:
        assert outcomes.funnel(connection, ALL).euros == 25_000
        kept = outcomes.listed(connection, OTHER)
        assert outcomes.find(connection, wrong.id) == replace(wrong, undone=True)
        assert audit.entries(connection)[-1].action == "outcome.undo"
    assert [(one.id, one.undone) for one in kept] == [(kept[0].id, False), (wrong.id, True), (undo.id, False)]
    take_back(told, kept[0].id)
    assert counts(told) == [2, 2, 2, 2, 2, 1, 1], "the match was never told of"


def test_what_is_told_or_undone_later_leaves_a_funnel_of_a_moment_as_it_was(told: Store, clock: Clock) -> None:
    moment = clock()
    with told.reading() as connection:
        before = outcomes.funnel(connection, ALL)
        mine = outcomes.listed(connection, OTHER)[0]
    tell(told, Stage.RDI, OTHER, FOREST, day=TODAY - timedelta(days=300), euros=7_000_000)
    take_back(told, mine.id)
    with told.reading() as connection:
        assert outcomes.funnel(connection, ALL) != before
        assert outcomes.funnel(connection, ALL, before=moment) == before
        assert outcomes.funnel(connection, ALL, before=mine.at).steps[0].count == 2, "before it was told"


def test_the_most_that_one_company_made_up_is_known(told: Store) -> None:
    tell(told, Stage.RDI, ecosystem_id=FOREST, euros=1_000)
    tell(told, Stage.RDI, OTHER, euros=9_000)
    with told.reading() as connection:
        found = outcomes.funnel(connection, ALL)
    assert (found.euros, found.largest) == (35_000, 26_000)


def test_an_outcome_is_undone_once_and_an_undo_never(told: Store) -> None:
    wrong = tell(told, Stage.MET)
    undo = take_back(told, wrong.id)
    for outcome_id, error in ((wrong.id, ConflictError), (undo.id, ConflictError), ("out-none", UnknownIdError)):
        with pytest.raises(error):
            take_back(told, outcome_id)


def test_a_later_stage_implies_the_earlier_ones(told: Store) -> None:
    with told.reading() as connection:
        found = outcomes.funnel(connection, Cohort())
        assert audit.verify(connection) == 5
    assert [(step.stage, step.count) for step in found.steps] == [
        (Stage.SUGGESTED, 3), (Stage.VIEWED, 3), (Stage.CONTACTED, 2), (Stage.REPLIED, 2), (Stage.MET, 2),
        (Stage.AGREEMENT, 1), (Stage.RDI, 1),
    ]  # fmt: skip
    assert found.euros == 25_000
    assert [step.share for step in found.steps] == [None, 1, pytest.approx(2 / 3), 1, 1, 0.5, 1]


@pytest.mark.parametrize(
    ("among", "expected"),
    [
        ({"ecosystem_id": FOREST}, [1, 1, 1, 1, 1, 0, 0]),
        ({"country": "SE"}, [1, 1, 0, 0, 0, 0, 0]),
        ({"region": "FI1D"}, [2, 2, 2, 2, 2, 1, 1]),
        ({"region": "F%"}, [0] * 7),
        ({"advisor": ADVISOR}, [2, 2, 2, 2, 2, 1, 1]),
        ({"advisor": UserId("usr-none")}, [0] * 7),
        ({"since": TODAY - timedelta(days=10)}, [2, 2, 1, 1, 1, 0, 0]),
        ({"until": TODAY - timedelta(days=10)}, [2, 2, 2, 2, 2, 1, 1]),
        ({"since": TODAY - timedelta(days=10), "until": TODAY - timedelta(days=10)}, [1, 1, 1, 1, 1, 0, 0]),
    ],
)
def test_filters_choose_the_matches_that_began_there(told: Store, among: dict[str, Any], expected: list[int]) -> None:
    assert counts(told, Cohort(**among)) == expected


def test_outcomes_are_read_as_told_and_in_pages(told: Store) -> None:
    with told.reading() as connection:
        found = outcomes.listed(connection, ORG)
        pages = [*outcomes.listed(connection, ORG, limit=1), *outcomes.listed(connection, ORG, after=found[0].number)]
    assert [outcome.reached.stage for outcome in found] == [Stage.SUGGESTED, Stage.RDI, Stage.RDI, Stage.MET]
    assert pages == found
    assert (found[1].reached.euros, found[1].author) == (20_000, ADVISOR)


def test_what_cannot_be_is_refused(store: Store) -> None:
    company(store)
    with pytest.raises(InputError, match="2026-03-02 is still to come"):
        tell(store, Stage.MET, day=TODAY + timedelta(days=1))
    with pytest.raises(InputError, match="Euros belong"):
        tell(store, Stage.RDI)
    with pytest.raises(InputError, match="Euros belong"):
        tell(store, Stage.MET, euros=5)
    with pytest.raises(UnknownIdError, match="'org-b'"):
        tell(store, Stage.MET, OTHER)
    assert counts(store) == [0] * 7


def test_an_interval_is_that_of_wilson() -> None:
    # 10 of 20, by hand: z² = 3.8415; (.5 + .09604 ± 1.96 √(.0125 + .0024)) / 1.19207 = .2993 and .7007
    assert list(wilson(10, 20)) == pytest.approx([0.2993, 0.7007], abs=5e-5)
    # 0 of 10: the lower end is 0, the upper z² / (n + z²) = 3.8415 / 13.8415; 10 of 10 is its mirror
    assert list(wilson(0, 10)) == pytest.approx([0, 0.27753], abs=5e-6)
    assert list(wilson(10, 10)) == pytest.approx([0.72247, 1], abs=5e-6)


@given(st.integers(1, 5000).flatmap(lambda trials: st.tuples(st.integers(0, trials), st.just(trials))))
def test_intervals_are_those_of_scipy(drawn: tuple[int, int]) -> None:
    interval = binomtest(*drawn).proportion_ci(method="wilson")
    assert list(wilson(*drawn)) == pytest.approx([interval.low, interval.high], abs=1e-12)


def funnel_of(*numbers: int, euros: int = 0, largest: int = 0) -> Funnel:
    return Funnel(tuple(Step(stage, number) for stage, number in zip(Stage, numbers, strict=True)), euros, largest)


@given(st.lists(st.integers(0, 60), min_size=7, max_size=7).map(lambda numbers: sorted(numbers, reverse=True)))
def test_numbers_are_told_in_fives_and_none_below_five(numbers: list[int]) -> None:
    shown = in_fives(funnel_of(*numbers, euros=1000))
    assert [step.count for step in shown.steps] == [None if n < 5 else n - n % 5 for n in numbers]
    for before, step in pairwise(shown.steps):
        told = before.count is not None and step.count is not None
        assert step.share == (pytest.approx((step.count or 0) / before.count) if told and before.count else None)
    assert (shown.euros is None) == (numbers[-1] < 5)


def test_one_match_more_or_less_is_not_seen_but_at_a_fifth() -> None:
    before, after = in_fives(funnel_of(13, 13, 12, 9, 8, 7, 6)), in_fives(funnel_of(14, 14, 13, 9, 8, 7, 6))
    assert before == after


@pytest.mark.parametrize(("euros", "told"), [(0, 0), (7, 7), (1_234_567, 1_200_000), (99_999, 100_000)])
def test_spending_is_told_in_two_digits(euros: int, told: int) -> None:
    assert in_fives(funnel_of(*[9] * 7, euros=euros)).euros == told


@pytest.mark.parametrize(("largest", "told"), [(50_000, 100_000), (50_001, None), (100_000, None)])
def test_spending_of_which_one_company_made_up_most_is_not_told(largest: int, told: int | None) -> None:
    assert in_fives(funnel_of(*[9] * 7, euros=100_000, largest=largest)).euros == told
