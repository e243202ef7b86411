from datetime import date

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import OrganisationId, Participation, Project
from recommender.history import History
from tests.recommender.nouns import DAYS, PARTICIPATIONS, PROJECTS, participation, project

FACTS = st.tuples(
    st.lists(PROJECTS, unique_by=lambda drawn: drawn.id, max_size=6), st.lists(PARTICIPATIONS, max_size=12)
)


def same(one: History, other: History) -> bool:
    arrays = ("project_rows", "participant_rows", "coordinates", "started")
    return (
        one.projects == other.projects
        and one.participants == other.participants
        and all(np.array_equal(getattr(one, name), getattr(other, name)) for name in arrays)
    )


def pairs(history: History) -> set[tuple[str, str, bool]]:
    rows = zip(history.project_rows, history.participant_rows, history.coordinates, strict=True)
    return {(history.projects[p].id, history.participants[o], bool(leads)) for p, o, leads in rows}


def small() -> History:
    projects = [project("late", date(2020, 1, 1)), project("early", date(2010, 1, 1)), project("undated", None)]
    parts = [
        participation("late", "b"), participation("early", "a", "coordinator"), participation("early", "b"),
        participation("early", "a"), participation("undated", "c"), participation("unknown", "d"),
    ]  # fmt: skip
    return History.of(projects, parts)


def test_only_dated_projects_and_known_participations_stand() -> None:
    history = small()
    assert [p.id for p in history.projects] == ["early", "late"]
    assert history.participants == ("a", "b")
    assert pairs(history) == {("early", "a", True), ("early", "b", False), ("late", "b", False)}


def test_who_coordinates_once_coordinates_whatever_else_is_stated() -> None:
    parts = [participation("p", "a"), participation("p", "a", "coordinator"), participation("p", "a")]
    assert History.of([project("p", date(2020, 1, 1))], parts).coordinates.tolist() == [True]


def test_incidence_joint_rows_and_ages() -> None:
    history = small()
    assert history.incidence.toarray().tolist() == [[1, 1], [0, 1]]
    assert history.joint.tolist() == [True, False]
    assert [history.row(OrganisationId(name)) for name in "abc"] == [0, 1, None]
    assert history.row(None) is None
    np.testing.assert_allclose(history.age(date(2020, 1, 1)), [10, 0], atol=0.01)


def test_a_history_without_facts_is_empty() -> None:
    history = History.of([], [])
    assert (history.projects, history.participants) == ((), ())
    assert history.incidence.shape == (0, 0)
    assert history.joint.shape == history.age(date(2020, 1, 1)).shape == (0,)
    assert same(history.before(date(2020, 1, 1)), history)


@given(FACTS, st.data())
def test_rows_do_not_depend_on_the_order_of_the_facts(
    facts: tuple[list[Project], list[Participation]], data: st.DataObject
) -> None:
    projects, parts = facts
    shuffled = History.of(data.draw(st.permutations(projects)), data.draw(st.permutations(parts)))
    assert same(History.of(projects, parts), shuffled)


@given(FACTS, DAYS)
def test_before_is_the_history_of_what_had_started(facts: tuple[list[Project], list[Participation]], day: date) -> None:
    projects, parts = facts
    started = [p for p in projects if p.started is not None and p.started < day]
    assert same(History.of(projects, parts).before(day), History.of(started, parts))


@given(FACTS)
def test_incidence_counts_each_pair_once(facts: tuple[list[Project], list[Participation]]) -> None:
    history = History.of(*facts)
    assert set(history.incidence.data.tolist()) <= {1.0}
    assert history.incidence.nnz == len(pairs(history))
    assert history.joint.tolist() == (history.incidence.sum(axis=1) > 1).tolist()
