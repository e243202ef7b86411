"""Languages: told where they are clear, left open where they are not."""

import pytest

from recommender.taxonomy.languages import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("We make sensors that measure water quality in mines.", "en"),
        ("Valmistamme antureita, jotka mittaavat veden laatua kaivoksissa.", "fi"),
        ("Vi tillverkar givare som mäter vattenkvaliteten i gruvor.", "sv"),
        ("Wir bauen Sensoren, welche die Wasserqualität in Bergwerken messen.", "de"),
        ("", ""),
        ("12 345", ""),
    ],
)
def test_a_sentence_in_each_language(text: str, language: str) -> None:
    assert language_of(text) == language
