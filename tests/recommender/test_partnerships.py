from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId, OrganisationId, Partnership, ProjectId
from recommender.history import History
from recommender.partnerships import Partnerships
from tests.recommender.nouns import DAYS, IDS, ecosystem, participation, project

PARTNERSHIPS = st.builds(
    Partnership, IDS.map(OrganisationId), IDS.map(EcosystemId), DAYS, IDS.map(ProjectId)
)  # fmt: skip


def test_who_stood_in_a_project_with_the_participant_is_a_partner() -> None:
    projects = [project("p", date(2010, 1, 1)), project("q", date(2020, 1, 1)), project("r", date(2020, 1, 1))]
    parts = [participation(p, o) for p, o in [("p", "big"), ("p", "x"), ("q", "x"), ("q", "big"), ("r", "y")]]
    catalogue = Catalogue([ecosystem("one", participant="big"), ecosystem("two", participant="other")])
    found = Partnerships.of(History.of(projects, parts), catalogue)
    assert [(p.sme_id, p.ecosystem_id, p.since.year, p.source) for p in found] == [
        ("x", "one", 2010, "p"), ("x", "one", 2020, "q"),
    ]  # fmt: skip


def test_one_participant_may_stand_for_several_ecosystems_and_never_for_its_own_partner() -> None:
    parts = [participation("p", "big"), participation("p", "x"), participation("p", "grand")]
    catalogue = Catalogue(
        [ecosystem(name, participant=who) for name, who in [("a", "big"), ("b", "big"), ("c", "grand")]]
    )
    found = Partnerships.of(History.of([project("p", date(2010, 1, 1))], parts), catalogue)
    assert {(p.sme_id, p.ecosystem_id) for p in found} == {
        ("x", "a"), ("x", "b"), ("x", "c"), ("grand", "a"), ("grand", "b"), ("big", "c"),
    }  # fmt: skip


@given(st.lists(PARTNERSHIPS), DAYS)
def test_before_keeps_exactly_what_had_started(drawn: list[Partnership], day: date) -> None:
    past = Partnerships(drawn).before(day)
    assert sorted(past, key=repr) == sorted((p for p in drawn if p.since < day), key=repr)
    for sme in {p.sme_id for p in drawn}:
        assert past.known_to(sme) == {p.ecosystem_id for p in drawn if p.sme_id == sme and p.since < day}


@given(st.lists(PARTNERSHIPS), st.data())
def test_the_order_of_the_input_does_not_matter(drawn: list[Partnership], data: st.DataObject) -> None:
    partnerships = Partnerships(drawn)
    assert list(partnerships) == list(Partnerships(data.draw(st.permutations(drawn))))
    assert len(partnerships) == len(drawn)


def test_a_newcomer_knows_nobody() -> None:
    partnerships = Partnerships([])
    assert partnerships.known_to(OrganisationId("x")) == partnerships.known_to(None) == frozenset()
