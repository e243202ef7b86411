"""A ranking in the terminal: nothing that weighs nothing, and why there is nothing."""

import pytest

from recommender.catalogue import Catalogue
from recommender.entities import EcosystemId, OrganisationId, Ranking, Reason, Recommendation
from recommender.explanation.report import lines
from tests.api.fakes import ecosystem

CATALOGUE = Catalogue([ecosystem("forest", "Forest machines", "Harvester Oyj", "Electric harvesters.")])
FILTERS = {"en": "Loosen the filters", "fi": "Väljennä rajauksia", "sv": "Lätta på filtren"}
KNOWN = {"en": "work with already", "fi": "jo työskentele", "sv": "redan arbetar med"}


def told(*reasons: Reason, language: str = "en") -> list[str]:
    one = Recommendation(
        EcosystemId("catalogue:forest"), OrganisationId("flagship:forest"), 1, 0.5, 0.1, reasons=reasons
    )
    return [line.strip() for line in lines(CATALOGUE, Ranking("q", (one,)), language)]


def test_a_reason_that_would_be_printed_as_nothing_is_not_printed() -> None:
    shown = told(Reason("goals", 0.3), Reason("home", 0.004), Reason("demand", -0.004), Reason("words", -0.2))
    assert [line for line in shown if line.startswith(("because", "weaker"))] == [
        "because: What you write fits its goals and past projects (+0.30)",
        "weaker than others: You use the same words (-0.20)",
    ]
    assert any("(+0.01)" in line for line in told(Reason("home", 0.0051)))


def test_the_base_is_no_reason() -> None:
    assert not any("because" in line for line in told(Reason("base", 0.7)))


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_filters_are_named_only_where_some_were_set(language: str) -> None:
    nothing = Ranking("q", ())
    (filtered,) = lines(CATALOGUE, nothing, language, filtered=True)
    (plain,) = lines(CATALOGUE, nothing, language)
    assert FILTERS[language] in filtered
    assert FILTERS[language] not in plain
    assert KNOWN[language] in plain
    assert "--include-known" in plain
