import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.schemas.base import Language
from api.schemas.ecosystems import EcosystemSummary
from api.schemas.recommendations import ReasonShown, RecommendationShown
from api.web.countries import NAMES, choices, country_name
from api.web.figures import WIDTH, bars, odds_in_words, percent, signed, weighty
from tests.api.fakes import ECOSYSTEMS


def item(*values: float) -> RecommendationShown:
    reasons = [ReasonShown(name=f"r{n}", label=f"R{n}", value=value) for n, value in enumerate(values)]
    summary = EcosystemSummary.of(ECOSYSTEMS[0])
    return RecommendationShown(rank=1, ecosystem=summary, score=0, odds=0.1, reasons=reasons, evidence=[])


@pytest.mark.parametrize(
    ("odds", "language", "words"),
    [
        (0.125, "en", "about 1 in 8"),
        (0.125, "fi", "noin joka 8."),
        (0.125, "sv", "ungefär 1 på 8"),
        (0.34, "en", "about 1 in 3"),
        (0.35, "en", "about 4 in 10"),
        (0.62, "fi", "noin 6 kymmenestä"),
        (1.0, "sv", "ungefär 9 av 10"),
        (1 / 43, "en", "about 1 in 40"),
        (1 / 130, "en", "about 1 in 150"),
        (0.002, "en", "about 1 in 500"),
        (0.0019, "en", "less than 1 in 500"),
        (0.0, "sv", "färre än 1 på 500"),
    ],
)
def test_odds_in_words(odds: float, language: Language, words: str) -> None:
    assert odds_in_words(odds, language) == words


@given(st.floats(0, 1))
def test_all_odds_can_be_said(odds: float) -> None:
    assert any(digit in odds_in_words(odds, "en") for digit in "123456789")


def test_numbers_follow_the_language() -> None:
    assert percent(0.058, "en") == "5.8 %"
    assert percent(0.058, "fi") == "5,8 %"
    assert percent(0.58, "sv") == "58 %"
    assert signed(-0.4, "en") == "−0.40"
    assert signed(1.25, "fi") == "+1,25"


def test_only_weighty_reasons_are_drawn_and_never_the_starting_point() -> None:
    reasons = [ReasonShown(name=name, label=name, value=value) for name, value in
               [("base", 9.0), ("a", 0.1), ("b", -2.0), ("c", 0.01), ("d", 1.0), ("e", 0.0)]]  # fmt: skip
    assert [reason.name for reason in weighty(reasons)] == ["b", "d", "a"]
    assert weighty([]) == []


@given(st.lists(st.lists(st.floats(-50, 50), max_size=13), max_size=5))
def test_bars_stay_in_their_drawing(values: list[list[float]]) -> None:
    for drawn in bars([item(*line) for line in values]):
        for bar in drawn:
            assert bar.x >= -1e-6
            assert bar.x + bar.width <= WIDTH + 1e-6


def test_bars_of_all_items_share_one_scale() -> None:
    [[first], [second]] = bars([item(2.0), item(1.0)])
    assert (first.x, first.width, second.width) == (0, 100, 50)
    [[good, bad]] = bars([item(3.0, -1.0)])
    assert (good.x, good.width, bad.x, bad.width) == (25, 75, 0, 25)


def test_countries_are_in_alphabetical_order_of_the_language_after_finland() -> None:
    names = [name for _, name in choices("sv")]
    assert names[0] == "Finland"
    assert names[-1] == "Österrike"
    assert len(names) == len(NAMES) == len(set(names))
    assert country_name("FI", "fi") == "Suomi"
    assert country_name("ZZ", "en") == "ZZ"
