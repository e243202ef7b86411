import pytest

from recommender.taxonomy.sdgs import SDGS, sdg_name


def test_there_are_seventeen_goals_in_order_named_in_three_languages() -> None:
    assert [goal.number for goal in SDGS] == list(range(1, 18))
    for language in ("en", "fi", "sv"):
        assert len({goal.names[language] for goal in SDGS}) == 17


@pytest.mark.parametrize(
    ("number", "language", "name"),
    [
        (6, "en", "Clean water and sanitation"),
        (6, "fi", "Puhdas vesi ja sanitaatio"),
        (13, "sv", "Bekämpa klimatförändringarna"),
        (17, "de", "Partnerships for the goals"),
        (0, "en", ""),
        (18, "en", ""),
    ],
)
def test_a_goal_is_named_by_its_number(number: int, language: str, name: str) -> None:
    assert sdg_name(number, language) == name
