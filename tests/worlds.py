"""A small fictional world, drawn from a seed and fitted by the training's own functions: quick, and the real thing."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Organisation,
    OrganisationId,
    Participation,
    Profile,
    Project,
    ProjectId,
    Scope,
    SizeClass,
    SizeFact,
)
from recommender.history import History
from recommender.pipeline import PipelineConfig, Recommender
from recommender.retrieval.knowledge import Knowledge, gather, project_text
from training.fitting.examples import computed, examples_in
from training.fitting.facts import Facts
from training.fitting.ranker import fit_calibration, fit_ranker
from training.fitting.reciprocal import fit_reciprocal
from training.fitting.world import FitConfig, world_at
from training.splitting.windows import years_before

UNTIL = date(2024, 1, 1)
SEED = 7
CONFIG = FitConfig(trees=12, pipeline=PipelineConfig(near=20))
TOPICS = {
    "forest": "timber harvester pulp sawmill biomass logging bark fibre seedlings paper",
    "marine": "ship engine port vessel fuel hull propeller cargo harbour icebreaker",
    "health": "patient sensor hospital diagnosis wearable imaging clinic therapy heart ward",
    "energy": "hydrogen battery grid turbine storage solar heat electrolyser inverter charger",
    "mining": "ore drill mineral tunnel crusher concentrate tailings copper nickel blasting",
    "food": "protein oats dairy packaging freshness fermentation grain bakery freezing retail",
}
COUNTRIES = ("FI", "SE", "EE", "DE")
FLAGSHIPS, DESCRIBED, SMES, PROJECTS = 14, 16, 90, 150
SOLE_TRADER = 89


@dataclass(frozen=True)
class Fitted:
    """A recommender and the facts that it was fitted on."""

    facts: Facts
    encoder: TfidfEncoder
    recommender: Recommender

    def knowledge(self) -> Knowledge:
        """Return what the retrievers were fitted on."""
        facts = self.facts
        profiles = facts.profiles_at(UNTIL)
        owners = facts.organisations_at(UNTIL), profiles
        return gather(UNTIL, facts.catalogue(UNTIL), facts.history, owners, self.encoder)

    def with_depth(self, depth: int) -> Recommender:
        """Return the same recommender that re-ranks `depth` candidates only."""
        return replace(self.recommender, config=PipelineConfig(depth=depth, near=CONFIG.pipeline.near))


def sme(number: int) -> OrganisationId:
    """Return the id of an SME."""
    return OrganisationId(f"sme-{number:03}")


def fitted() -> Fitted:
    """Draw the facts and fit everything on them: ranker on two years, odds on the last."""
    facts = drawn(np.random.default_rng(SEED))
    texts = {project_text(project) for project in facts.history.projects}
    texts |= {passage for ecosystem in facts.described for passage in ecosystem.passages}
    encoder = TfidfEncoder.fit(sorted(texts - {""}), TfidfConfig(dim=32))
    parts = []
    for window in years_before(UNTIL, 3):
        world = world_at(window.start, facts, encoder, CONFIG)
        parts.append(computed(examples_in(window, facts, world), world, encoder, CONFIG.pipeline.near))
    ranker = fit_ranker(parts[:-1], CONFIG, SEED)
    calibration = fit_calibration([(parts[-1], ranker.scores(parts[-1].features))])
    world = world_at(UNTIL, facts, encoder, CONFIG)
    recommender = Recommender(world, encoder, ranker, calibration, CONFIG.pipeline)
    reciprocal = fit_reciprocal(recommender, parts, CONFIG.reciprocal, SEED)
    return Fitted(facts, encoder, replace(recommender, reciprocal=reciprocal))


def drawn(rng: np.random.Generator) -> Facts:
    """Draw organisations, projects and descriptions; who works with whom follows the topics."""
    topics = list(TOPICS)
    projects, parts = _projects(rng, topics)
    described = [_described(rng, number, topics[number % len(topics)]) for number in range(DESCRIBED)]
    owners = [_organisation(OrganisationId(f"large-{n:02}"), n, SizeClass.LARGE) for n in range(FLAGSHIPS)]
    owners += [_organisation(sme(n), n, SizeClass.SMALL) for n in range(SMES)]
    owners += [_organisation(e.flagship_id, n, SizeClass.LARGE) for n, e in enumerate(described)]
    profiles = [
        Profile(sme(n), (said(rng, topics[n % len(topics)], 9),), known_on=date(2015, 1, 1)) for n in range(60, SMES)
    ]
    organisations = {owner.id: (owner,) for owner in owners}
    return Facts(UNTIL, organisations, profiles, described, History.of(projects, parts))


def said(rng: np.random.Generator, topic: str, length: int) -> str:
    """Return a sentence of words of a topic."""
    return " ".join(rng.choice(TOPICS[topic].split(), length).tolist()).capitalize() + "."


def _projects(rng: np.random.Generator, topics: list[str]) -> tuple[list[Project], list[Participation]]:
    projects, parts = [], []
    for number in range(PROJECTS):
        place = int(rng.integers(len(topics)))
        topic, project_id = topics[place], ProjectId(f"project-{number:03}")
        day = date(2015, 1, 1) + timedelta(days=int(rng.integers(3280)))
        untold = number % 5 == 0
        title, objective = ("", "") if untold else (said(rng, topic, 4), said(rng, topic, 12))
        projects.append(Project(project_id, title, objective, call_title=f"Call for {topic}", started=day))
        hosts = [f"large-{n:02}" for n in range(FLAGSHIPS) if n % len(topics) == place]
        hosts += [f"owner-{n:02}" for n in range(DESCRIBED) if n % len(topics) == place and n < DESCRIBED // 2]
        members = [sme(n) for n in range(70) if n % len(topics) == place or rng.random() < 0.05]
        chosen = [*rng.choice(hosts, 2, replace=False), *rng.choice(members, 3, replace=False)]
        parts += [Participation(project_id, OrganisationId(str(owner))) for owner in chosen]
    return projects, parts


def _organisation(owner: OrganisationId, number: int, size: SizeClass) -> Organisation:
    country, sizes = COUNTRIES[number % len(COUNTRIES)], (SizeFact(size, date(2014, 1, 1)),)
    return Organisation(owner, owner.title(), country=country, sizes=sizes, sole_trader=number == SOLE_TRADER)


def _described(rng: np.random.Generator, number: int, topic: str) -> Ecosystem:
    owner, country = OrganisationId(f"owner-{number:02}"), COUNTRIES[number % len(COUNTRIES)]
    return Ecosystem(
        EcosystemId(f"catalogue:{number:02}"),
        owner,
        owner.title(),
        {"en": f"{topic.title()} {number}"},
        owner,
        scope=list(Scope)[number % len(Scope)],
        country=country,
        region=f"{country}1{'BCD'[number % 3]}" if number % 2 else "",
        summaries={"en": said(rng, topic, 8)},
        goals={"en": (said(rng, topic, 6), said(rng, topic, 6))},
        themes=(topic, "future"),
        sdgs=(1 + number % 17, 9),
        source="https://example.org/",
    )
