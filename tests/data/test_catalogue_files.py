import re
from datetime import date
from pathlib import Path

import pytest

from recommender.catalogue import Catalogue
from recommender.entities import Ecosystem, Scope, SizeClass
from recommender.tables import Tables
from recommender.taxonomy.sdgs import SDGS
from training.sources.catalogue import CatalogueSummary, read, themes

FOLDER = Path(__file__).parents[2] / "data" / "catalogue"
CHECKED = date(2026, 11, 24)


@pytest.fixture(scope="module")
def bundled() -> tuple[Tables, CatalogueSummary]:
    return read([FOLDER], until=None, known_on=CHECKED)


@pytest.fixture(scope="module")
def ecosystems(bundled: tuple[Tables, CatalogueSummary]) -> list[Ecosystem]:
    return bundled[0].ecosystem_list()


def test_there_are_enough_and_none_is_lost(bundled: tuple[Tables, CatalogueSummary]) -> None:
    tables, summary = bundled
    assert summary.files == 3
    assert summary.entries == summary.ecosystems == len(tables.ecosystems) == len(Catalogue(tables.ecosystem_list()))
    assert summary.ecosystems >= 48
    assert (summary.left_out, summary.closed, len(tables.quarantine)) == (0, 0, 0)


def test_every_entry_speaks_english_and_finnish(ecosystems: list[Ecosystem]) -> None:
    for ecosystem in ecosystems:
        for texts in (ecosystem.names, ecosystem.summaries, ecosystem.goals):
            assert set(texts) == {"en", "fi"}, ecosystem.id
        assert len(ecosystem.goals["en"]) == len(ecosystem.goals["fi"]), ecosystem.id
        assert 3 <= len(ecosystem.goals["en"]) <= 6, ecosystem.id
        for text in ecosystem.summaries.values():
            assert 2 <= len(re.findall(r"[.](?= |$)", text)) <= 4, ecosystem.id


def test_texts_are_short_enough_to_embed_and_no_two_entries_share_one(ecosystems: list[Ecosystem]) -> None:
    assert max(len(passage.split()) for e in ecosystems for passage in e.passages) <= 90
    summaries = [summary for e in ecosystems for summary in e.summaries.values()]
    assert len(set(summaries)) == len(summaries)


def test_every_entry_can_be_checked(ecosystems: list[Ecosystem]) -> None:
    for ecosystem in ecosystems:
        assert ecosystem.source.startswith("https://"), ecosystem.id
        assert ecosystem.known_on == CHECKED
    assert sum(e.verified for e in ecosystems) >= 40


def test_goals_and_themes_are_known_ones(ecosystems: list[Ecosystem]) -> None:
    numbers = {goal.number for goal in SDGS}
    for ecosystem in ecosystems:
        assert set(ecosystem.sdgs) <= numbers
        assert list(ecosystem.sdgs) == sorted(ecosystem.sdgs), ecosystem.id
        assert set(ecosystem.themes) <= set(themes())
    assert set(themes()) - {theme for e in ecosystems for theme in e.themes} == set()


def test_flagships_that_are_large_companies_are_known_as_such(bundled: tuple[Tables, CatalogueSummary]) -> None:
    after = date(2026, 11, 25)
    sizes = {str(organisation.id): organisation.size_on(after) for organisation in bundled[0].organisation_list()}
    assert sizes["valio"] is sizes["ponsse"] is SizeClass.LARGE
    assert sizes["savonia"] is SizeClass.UNKNOWN
    assert {str(e.flagship_id) for e in bundled[0].ecosystem_list()} == set(sizes)


@pytest.mark.parametrize(
    ("theme", "ids"),
    [
        (
            "forest-machines",
            {"six-mobile-work-machines", "kestech", "ponsse-suppliers", "machine-and-material-technology"},
        ),
        ("water", {"kuopio-water-cluster", "blue-economy-mikkeli"}),
        ("health-technology", {"kuopio-health", "healthhub-finland", "cleverhealth-network"}),
    ],
)
def test_trades_of_north_savo_find_their_ecosystems(theme: str, ids: set[str], ecosystems: list[Ecosystem]) -> None:
    assert ids <= {e.id for e in ecosystems if theme in e.themes}


def test_clusters_of_north_savo_lie_there(ecosystems: list[Ecosystem]) -> None:
    regional = {e.id for e in ecosystems if e.scope is Scope.REGIONAL and e.region == "FI1DB"}
    assert {"kuopio-health", "kuopio-water-cluster", "energy-cluster-north-savo", "kestech"} <= regional


def test_nothing_is_said_that_no_page_supports(ecosystems: list[Ecosystem]) -> None:
    said = " ".join(p for e in ecosystems for p in (*e.passages, *e.names.values())).casefold()
    assert "forward'27" not in said
    assert "ealliance" not in said
    assert "expandfibre" not in {e.id for e in ecosystems}
