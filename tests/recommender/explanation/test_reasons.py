"""Reasons name every feature, keep the sum, and speak three languages; reports show them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import Query, Ranking
from recommender.explanation.reasons import LABELS, ORDER, REASON_OF, ROOM, grouped, reasons
from recommender.explanation.report import lines
from recommender.ranking.features import NAMES
from tests.worlds import Fitted, sme


def test_every_feature_has_a_reason_in_three_languages() -> None:
    assert {name.removesuffix("_rank") for name in NAMES} == set(REASON_OF)
    assert {*REASON_OF.values(), ROOM} == set(LABELS) == {*ORDER, ROOM}
    assert all(set(label) == {"en", "fi", "sv"} and all(label.values()) for label in LABELS.values())


@given(seed=st.integers(0, 1000), rows=st.integers(1, 9))
def test_grouping_keeps_the_sum_and_reasons_come_weightiest_first(seed: int, rows: int) -> None:
    parts = np.random.default_rng(seed).normal(size=(rows, len(NAMES) + 1))
    sums = grouped(parts, np.ones((rows, len(NAMES)), dtype=np.float32))
    np.testing.assert_allclose(sums.sum(axis=1), parts.sum(axis=1), atol=1e-9)
    named = reasons(sums[0].tolist())
    assert sorted(reason.name for reason in named) == sorted(ORDER)
    weights = [abs(reason.value) for reason in named]
    assert weights == sorted(weights, reverse=True)


def test_a_signal_that_knows_nothing_is_no_reason() -> None:
    parts = np.ones((2, len(NAMES) + 1))
    features = np.ones((2, len(NAMES)), dtype=np.float32)
    spoken = grouped(parts, features)[:, ORDER.index("network")]
    features[:, [place for place, name in enumerate(NAMES) if REASON_OF[name.removesuffix("_rank")] == "network"]] = 0
    silent = grouped(parts, features)
    assert (spoken > 0).all()
    assert not silent[:, ORDER.index("network")].any()
    np.testing.assert_allclose(silent.sum(axis=1), parts.sum(axis=1))


@pytest.mark.parametrize(("language", "odds"), [("en", "odds"), ("fi", "todennäköisyys"), ("sv", "sannolikhet")])
def test_a_report_names_flagship_odds_and_reasons(small: Fitted, language: str, odds: str) -> None:
    (ranking,) = small.recommender.recommend([Query("q", sme(3), "", "Ore drill.")], k=3, explain=True)
    shown = list(lines(small.recommender.catalogue, ranking, language))
    assert sum(odds in line for line in shown) == 3
    assert any(LABELS[r.name][language] in line for r in ranking.recommendations[0].reasons for line in shown)


@pytest.mark.parametrize(
    ("language", "by_text", "by_profile"),
    [
        ("en", "you write", "your profile says"),
        ("fi", "kirjoitat", "profiilisi kertoo"),
        ("sv", "ni skriver", "er profil säger"),
    ],
)
def test_a_report_tells_who_speaks(small: Fitted, language: str, by_text: str, by_profile: str) -> None:
    text = "Hydrogen, solar heat and a battery."
    for query, here, not_here in (
        (Query("q", text=text), by_text, by_profile),
        (Query("q", sme(80)), by_profile, by_text),
    ):
        (ranking,) = small.recommender.recommend([query], k=5, explain=True)
        shown = "\n".join(lines(small.recommender.catalogue, ranking, language))
        assert f'{here}: "' in shown
        assert f'{not_here}: "' not in shown


def test_an_empty_report_and_an_unknown_language(small: Fitted) -> None:
    catalogue = small.recommender.catalogue
    assert list(lines(catalogue, Ranking("q", ()), "xx")) == list(lines(catalogue, Ranking("q", ()), "en"))
    assert "No ecosystem is left" in next(lines(catalogue, Ranking("q", ()), "en"))


def test_the_shares_of_reasons_say_what_tells_ecosystems_apart(small: Fitted) -> None:
    recommender = small.recommender
    spoken = recommender.shares([Query("text", text="Hydrogen storage and batteries for the grid", country="FI")])
    assert list(spoken) == list(ORDER)
    assert sum(spoken.values()) == pytest.approx(1)
    assert min(spoken.values()) >= 0
    assert spoken["goals"] + spoken["topic"] + spoken["words"] > 0
    assert spoken["network"] == spoken["partners"] == 0  # a newcomer has no past
    known = recommender.some_known(5)
    assert len(known) == len(set(known)) == 5
    assert all(recommender.knows(one) for one in known)
    assert recommender.shares([Query(one, one) for one in known])["network"] > 0
