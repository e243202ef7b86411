"""Known partners: whoever worked with an ecosystem or its flagship, or leads it."""

from datetime import date

import pytest

from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.entities import (
    Ecosystem,
    EcosystemId,
    OrganisationId,
    Participation,
    Project,
    ProjectId,
    Query,
)
from recommender.history import History
from recommender.retrieval.world import World
from training.fitting.facts import Facts
from training.fitting.world import FitConfig, world_at

DAY = date(2024, 1, 1)


def ecosystem(name: str, flagship: str) -> Ecosystem:
    return Ecosystem(
        EcosystemId(name), OrganisationId(flagship), flagship.title(), {"en": name}, OrganisationId(name),
        summaries={"en": f"Mills and pumps of {name}."}, known_on=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    """Two ecosystems of one flagship and one of another, and projects with each way of meeting."""
    met = {"old": ("partner", "big"), "own": ("joiner", "forest"), "ago": ("elder", "big"), "solo": ("big",)}
    started = {"ago": date(1950, 1, 1)}
    projects = [Project(ProjectId(p), title="Pumps for mills", started=started.get(p, date(2021, 1, 1))) for p in met]
    parts = [Participation(ProjectId(p), OrganisationId(who)) for p, members in met.items() for who in members]
    described = [ecosystem("forest", "big"), ecosystem("water", "big"), ecosystem("health", "other")]
    facts = Facts(DAY, {}, [], described, History.of(projects, parts))
    return world_at(DAY, facts, TfidfEncoder.fit(["Pumps for mills"], TfidfConfig(dim=2)), FitConfig())


@pytest.mark.parametrize(
    ("sme", "known"),
    [
        ("partner", {"forest", "water"}),
        ("joiner", {"forest"}),
        ("elder", {"forest", "water"}),
        ("big", {"forest", "water"}),
        ("other", {"health"}),
        ("forest", {"forest"}),
        ("stranger", set()),
        (None, set()),
    ],
)
def test_known_is_who_worked_with_it_or_its_flagship_or_leads_it(
    world: World, sme: OrganisationId | None, known: set[str]
) -> None:
    encoder = TfidfEncoder.fit(["Pumps for mills"], TfidfConfig(dim=2))
    batch = world.batch([Query("q", sme)], encoder.encode([""], role="query"), 2)
    assert {world.catalogue[row].id for row in world.known(batch)[0].nonzero()[0]} == known
