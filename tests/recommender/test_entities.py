from dataclasses import FrozenInstanceError, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import Ecosystem, Filters, Organisation, OrganisationId, Profile, Scope, SizeClass, SizeFact
from tests.recommender.nouns import DAYS, ECOSYSTEMS, FACTS, ecosystem


def organisation(*facts: tuple[SizeClass, int]) -> Organisation:
    sizes = tuple(SizeFact(size, date(year, 1, 1)) for size, year in facts)
    return Organisation(OrganisationId("a"), "A", sizes=sizes)


@pytest.mark.parametrize("size", SizeClass)
def test_only_what_is_stated_as_small_counts_as_an_sme(size: SizeClass) -> None:
    assert size.is_sme == (size.value in {"micro", "small", "medium", "sme"})


def test_a_size_is_unknown_until_it_was_stated() -> None:
    grown = organisation((SizeClass.SMALL, 2015), (SizeClass.LARGE, 2020))
    assert grown.size_on(date(2015, 1, 1)) is SizeClass.UNKNOWN
    assert grown.size_on(date(2015, 1, 2)) is SizeClass.SMALL
    assert organisation().size_on(date(2020, 1, 1)) is SizeClass.UNKNOWN


def test_the_size_stated_most_often_counts_and_the_latest_wins_a_tie() -> None:
    day = date(2030, 1, 1)
    tie = organisation((SizeClass.SMALL, 2015), (SizeClass.LARGE, 2020))
    assert tie.size_on(day) is SizeClass.LARGE
    often = organisation((SizeClass.SMALL, 2015), (SizeClass.SMALL, 2016), (SizeClass.LARGE, 2020))
    assert often.size_on(day) is SizeClass.SMALL
    unknown = organisation((SizeClass.SMALL, 2015), (SizeClass.UNKNOWN, 2016), (SizeClass.UNKNOWN, 2017))
    assert unknown.size_on(day) is SizeClass.SMALL


@given(st.lists(FACTS, max_size=6), DAYS, st.data())
def test_a_size_depends_neither_on_later_facts_nor_on_their_order(
    facts: list[SizeFact], day: date, data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations([fact for fact in facts if fact.known_on < day]))
    whole = Organisation(OrganisationId("a"), "A", sizes=tuple(facts))
    assert whole.size_on(day) is replace(whole, sizes=tuple(shuffled)).size_on(day)


def test_a_profile_speaks_with_all_its_texts() -> None:
    profile = Profile(OrganisationId("a"), ("We weld.", "We paint."), offers=("hulls",), needs=("steel",))
    assert profile.text == "We weld. We paint. hulls steel"


def test_an_ecosystem_is_named_in_the_language_asked_for_else_in_english_else_somehow() -> None:
    forest = replace(ecosystem("forest"), names={"en": "Forest", "fi": "Metsä"})
    assert (forest.name("fi"), forest.name("sv"), forest.name()) == ("Metsä", "Forest", "Forest")
    assert replace(forest, names={"fi": "Metsä"}).name("sv") == "Metsä"
    assert replace(forest, names={}).name() == "forest"


def test_passages_are_summaries_then_goals_else_the_name() -> None:
    forest = replace(
        ecosystem("forest"), summaries={"fi": "Koneet", "en": "Machines"}, goals={"fi": ("b",), "en": ("a", "")}
    )
    assert forest.passages == ("Machines", "Koneet", "a", "b")
    assert ecosystem("forest").passages == ("forest",)


def test_nouns_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        ecosystem("a").country = "SE"  # type: ignore[misc]


def test_a_region_admits_its_sub_regions_only() -> None:
    filters = Filters(regions=frozenset({"FI1D"}))
    regions = ["FI1D", "FI1D2", "FI1", "FI1C", ""]
    assert [filters.admits(replace(ecosystem("a"), region=region)) for region in regions] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_an_empty_region_admits_nothing() -> None:
    assert not Filters(regions=frozenset({""})).admits(replace(ecosystem("a"), region="FI1D"))


def test_themes_and_goals_admit_what_shares_one() -> None:
    water = replace(ecosystem("a"), themes=("water", "mining"), sdgs=(6, 9))
    assert Filters(themes=frozenset({"water", "forest"}), sdgs=frozenset({6})).admits(water)
    assert not Filters(themes=frozenset({"water"}), sdgs=frozenset({7})).admits(water)
    assert not Filters(scopes=frozenset({Scope.REGIONAL})).admits(water)
    assert not Filters(countries=frozenset({"SE"})).admits(water)


@given(ECOSYSTEMS)
def test_no_filter_admits_everything_and_its_own_values_admit_an_ecosystem(drawn: Ecosystem) -> None:
    assert Filters().admits(drawn)
    own = Filters(
        scopes=frozenset({drawn.scope}), countries=frozenset({drawn.country}),
        regions=frozenset({drawn.region} - {""}), themes=frozenset(drawn.themes), sdgs=frozenset(drawn.sdgs),
    )  # fmt: skip
    assert own.admits(drawn)
