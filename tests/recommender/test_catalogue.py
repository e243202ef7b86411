from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.catalogue import Catalogue
from recommender.entities import Ecosystem, EcosystemId, Filters, Scope
from recommender.errors import InvalidRecordError, UnknownIdError
from tests.recommender.nouns import ECOSYSTEMS, ecosystem

UNIQUE = st.lists(ECOSYSTEMS, unique_by=lambda drawn: drawn.id, max_size=8)


@given(UNIQUE, st.data())
def test_rows_do_not_depend_on_the_order_of_the_input(drawn: list[Ecosystem], data: st.DataObject) -> None:
    catalogue = Catalogue(drawn)
    assert list(catalogue) == list(Catalogue(data.draw(st.permutations(drawn))))
    assert [e.id for e in catalogue] == sorted(e.id for e in drawn)


@given(UNIQUE)
def test_ids_and_rows_translate_into_each_other(drawn: list[Ecosystem]) -> None:
    catalogue = Catalogue(drawn)
    assert len(catalogue) == len(drawn)
    assert [catalogue[catalogue.row(e.id)] for e in drawn] == drawn


def test_an_id_that_stands_twice_is_refused_by_name() -> None:
    with pytest.raises(InvalidRecordError, match="'b' stands twice"):
        Catalogue([ecosystem("a"), ecosystem("b"), replace(ecosystem("b"), country="SE")])


def test_an_unknown_id_is_refused_by_name() -> None:
    with pytest.raises(UnknownIdError, match="'b'"):
        Catalogue([ecosystem("a")]).row(EcosystemId("b"))


@given(UNIQUE, st.sets(st.sampled_from(Scope)), st.sets(st.integers(1, 17)))
def test_rows_are_admitted_one_by_one(drawn: list[Ecosystem], scopes: set[Scope], sdgs: set[int]) -> None:
    filters = Filters(scopes=frozenset(scopes), sdgs=frozenset(sdgs))
    catalogue = Catalogue(drawn)
    assert catalogue.admitted(filters).tolist() == [filters.admits(e) for e in catalogue]


@given(UNIQUE, st.data())
def test_rows_of_ids_pass_over_what_is_not_there(drawn: list[Ecosystem], data: st.DataObject) -> None:
    wanted = data.draw(st.sets(st.sampled_from([e.id for e in drawn]))) if drawn else set()
    catalogue = Catalogue(drawn)
    found = catalogue.rows({*wanted, EcosystemId("no id at all")})
    assert [catalogue[int(row)].id for row in found] == sorted(wanted)
