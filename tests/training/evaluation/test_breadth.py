"""Beyond accuracy: each figure by hand."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import Ecosystem, EcosystemId, OrganisationId, SizeClass
from tests.worlds import UNTIL, Fitted
from training.evaluation.breadth import FEW_PARTNERS, Asker, Shop, breadth, gini


def ids(names: str) -> list[EcosystemId]:
    return [EcosystemId(name) for name in names]


def ecosystem(name: str, country: str) -> Ecosystem:
    return Ecosystem(EcosystemId(name), OrganisationId(name), name, {"en": name}, OrganisationId(name), country=country)


SHOP = Shop(
    tuple(ecosystem(name, country) for name, country in (("a", "FI"), ("b", "SE"), ("c", "FI"), ("d", ""))),
    np.array([31, 0, FEW_PARTNERS, FEW_PARTNERS + 1]),
    63,
    np.array([[1.0, 0], [0, 1], [1, 0], [0, 0]]),
)
NOBODY = Asker("", SizeClass.UNKNOWN, served=False)


def test_what_is_shown_by_hand() -> None:
    askers = [Asker("FI", SizeClass.MICRO, served=False), Asker("SE", SizeClass.SMALL, served=True), NOBODY]
    found = breadth([ids("ab"), ids("abc"), ids("d")], askers, SHOP)
    assert found.coverage == 1
    assert found.novelty == pytest.approx((1 + 6 + 1 + 6 + 6 - math.log2(26) + 6 - math.log2(27)) / 6)
    assert found.diversity == pytest.approx((1 + 2 / 3) / 2)
    assert found.newcomers == pytest.approx(3 / 6)
    assert found.home == pytest.approx(2 / 5)
    assert found.foreign == pytest.approx(3 / 5)
    assert (found.micro_asking, found.micro_served) == (0.5, 0)


def test_only_the_first_ten_places_count() -> None:
    long = breadth([[*ids("a" * 10), *ids("b")]], [NOBODY], SHOP)
    assert long.coverage == 1 / 4
    assert long.diversity == pytest.approx(0)


def test_of_nothing_there_is_nothing_to_tell() -> None:
    found = breadth([[], []], [NOBODY, NOBODY], SHOP)
    assert (found.coverage, found.gini) == (0, 0)
    assert {found.novelty, found.diversity, found.newcomers, found.home, found.foreign} == {None}
    assert (found.micro_asking, found.micro_served) == (None, None)


def test_sizes_that_are_not_exact_do_not_count() -> None:
    askers = [Asker("", SizeClass.SME, served=True), Asker("", SizeClass.MICRO, served=True)]
    found = breadth([ids("a"), ids("b")], askers, SHOP)
    assert (found.micro_asking, found.micro_served) == (1, 1)


@pytest.mark.parametrize(("counts", "expected"), [([0, 0], 0), ([3, 3, 3], 0), ([0, 0, 0, 8], 0.75), ([1, 3], 0.25)])
def test_gini_by_hand(counts: list[int], expected: float) -> None:
    assert gini(np.array(counts)) == pytest.approx(expected)


@given(st.lists(st.integers(0, 50), min_size=1, max_size=30))
def test_gini_is_half_the_relative_mean_difference(counts: list[int]) -> None:
    values = np.array(counts)
    apart = np.abs(values[:, None] - values[None, :]).mean()
    assert gini(values) == pytest.approx(apart / (2 * values.mean()) if values.sum() else 0, abs=1e-9)


def test_a_shop_counts_partners_other_than_the_ecosystem_itself(small: Fitted) -> None:
    world = small.recommender.world
    shop = Shop.of(world)
    history = small.facts.history.before(UNTIL)
    assert shop.participants == len(history.participants)
    lengths = np.linalg.norm(shop.vectors, axis=1)
    assert np.all(np.isclose(lengths, 1) | (lengths == 0))
    members: dict[int, set[int]] = {}
    for project, who in zip(history.project_rows.tolist(), history.participant_rows.tolist(), strict=True):
        members.setdefault(project, set()).add(who)
    for found, ecosystem_ in zip(shop.partners.tolist(), world.catalogue, strict=True):
        seat = history.row(ecosystem_.participant_id)
        assert found == max(len({who for one in members.values() if seat in one for who in one}) - 1, 0)
