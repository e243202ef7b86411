from pathlib import Path

import pytest
import yaml

from recommender.taxonomy.themes import THEMES, theme_name
from training.sources import catalogue


def test_every_theme_of_the_catalogue_has_a_name_in_each_language(root: Path) -> None:
    files = sorted((root / "data" / "catalogue").glob("*.yaml"))
    entries = [entry for file in files for entry in yaml.safe_load(file.read_text("utf-8"))]
    used = {theme for entry in entries for theme in entry["themes"]}
    assert len(used) > 40
    assert used <= set(THEMES)
    assert set(THEMES) == set(catalogue.themes())
    for names in THEMES.values():
        assert set(names) == {"en", "fi", "sv"}
        assert all(names.values())


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_no_two_themes_share_a_name(language: str) -> None:
    assert len({names[language] for names in THEMES.values()}) == len(THEMES)


@pytest.mark.parametrize(
    ("slug", "language", "name"),
    [
        ("forest-machines", "fi", "Metsäkoneet"),
        ("forest-machines", "sv", "Skogsmaskiner"),
        ("forest-machines", "de", "Forest machines"),
        ("quantum-computing", "fi", "Quantum computing"),
    ],
)
def test_a_theme_is_named(slug: str, language: str, name: str) -> None:
    assert theme_name(slug, language) == name
