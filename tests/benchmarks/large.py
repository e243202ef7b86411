"""A fictional world of any size, drawn from a seed and fitted on spelling: as large as a benchmark needs, and cheap."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from recommender.encoding.tfidf import TfidfConfig, TfidfEncoder
from recommender.entities import (
    Ecosystem,
    EcosystemId,
    Kind,
    Organisation,
    OrganisationId,
    Participation,
    Project,
    ProjectId,
    Query,
    Scope,
    SizeClass,
    SizeFact,
)
from recommender.history import History
from recommender.pipeline import PipelineConfig, Recommender
from recommender.retrieval.knowledge import project_text
from tests.worlds import COUNTRIES, SEED, UNTIL
from training.fitting.examples import computed, examples_in
from training.fitting.facts import Facts
from training.fitting.ranker import fit_calibration, fit_ranker
from training.fitting.reciprocal import fit_reciprocal
from training.fitting.world import FitConfig, world_at
from training.splitting.windows import years_before

SYLLABLES = ["ka", "lo", "mi", "ne", "pu", "ra", "se", "ti", "vo", "hy", "jä", "kö"]
WORDS_OF_TOPIC = 24


@dataclass(frozen=True)
class Size:
    """How many of each there are; ``depth`` candidates are re-ranked."""

    ecosystems: int
    smes: int
    projects: int
    trees: int = 100
    depth: int = 200

    @property
    def config(self) -> FitConfig:
        """How a world of this size is fitted."""
        return FitConfig(trees=self.trees, max_queries=200, pipeline=PipelineConfig(depth=self.depth))


SMALL = Size(ecosystems=60, smes=120, projects=300, trees=20, depth=30)
LARGE = Size(ecosystems=1000, smes=2000, projects=4000)


@dataclass(frozen=True)
class Drawn:
    """Draws texts and cooperation by topics, one topic for about ten ecosystems."""

    size: Size
    rng: np.random.Generator

    @property
    def topics(self) -> int:
        """How many there are."""
        return max(4, self.size.ecosystems // 10)

    def said(self, topic: int, length: int) -> str:
        """Return a sentence, mostly in words of a topic."""
        own = self.rng.integers(WORDS_OF_TOPIC, size=length) + topic * WORDS_OF_TOPIC
        any_ = self.rng.integers(WORDS_OF_TOPIC * self.topics, size=length)
        return " ".join(_word(int(n)) for n in np.where(self.rng.random(length) < 0.8, own, any_)).capitalize() + "."

    def facts(self) -> Facts:
        """Return ecosystems, of which each second stands in projects, SMEs and ten years of projects."""
        described = [self._ecosystem(n) for n in range(self.size.ecosystems)]
        projects, parts = [], []
        for number in range(self.size.projects):
            topic, project_id = int(self.rng.integers(self.topics)), ProjectId(f"project-{number:05}")
            day = UNTIL - timedelta(days=int(self.rng.integers(1, 3650)))
            texts = (self.said(topic, 6), self.said(topic, 40))
            projects.append(Project(project_id, *texts, call_title=self.said(topic, 8), started=day))
            hosts = self.rng.choice(range(topic, self.size.ecosystems, 2 * self.topics), 1)
            members = self.rng.choice(range(topic, self.size.smes, self.topics), 2, replace=False)
            who = [owner(int(n)) for n in hosts] + [sme(int(n)) for n in members]
            parts += [Participation(project_id, each) for each in who]
        organisations = {sme(n): (_organisation(sme(n), n),) for n in range(self.size.smes)}
        for number in range(self.size.ecosystems):  # no companies, else projects would show them once more
            organisations[owner(number)] = (replace(_organisation(owner(number), number), kind=Kind.RESEARCH),)
        return Facts(UNTIL, organisations, [], described, History.of(projects, parts))

    def _ecosystem(self, number: int) -> Ecosystem:
        topic = number % self.topics
        return Ecosystem(
            EcosystemId(f"catalogue:{number:05}"),
            owner(number),
            f"Flagship {number}",
            {"en": f"Circle {number} {self.said(topic, 2)}"},
            owner(number),
            scope=list(Scope)[number % len(Scope)],
            country=COUNTRIES[number % len(COUNTRIES)],
            summaries={"en": self.said(topic, 15)},
            goals={"en": tuple(self.said(topic, 10) for _ in range(3))},
            source="https://example.org/",
        )


@dataclass(frozen=True)
class Large:
    """A recommender fitted on a drawn world, and where more texts are drawn from."""

    size: Size
    recommender: Recommender
    drawn: Drawn

    def known(self, number: int) -> Query:
        """Return what an SME of the history asks, with an idea of 30 words."""
        return Query(f"q{number}", sme(number), "FI", self.drawn.said(number % self.drawn.topics, 30))

    def with_depth(self, depth: int) -> Recommender:
        """Return the same recommender that re-ranks `depth` candidates."""
        return replace(self.recommender, config=PipelineConfig(depth=depth))


def fitted(size: Size) -> Large:
    """Draw a world and fit everything on it."""
    config = size.config
    drawn = Drawn(size, np.random.default_rng(SEED))
    facts = drawn.facts()
    texts = {project_text(project) for project in facts.history.projects}
    texts |= {passage for ecosystem in facts.described for passage in ecosystem.passages}
    encoder = TfidfEncoder.fit(sorted(texts), TfidfConfig(dim=256, words=5000, characters=0))
    parts = []
    for window in years_before(UNTIL, 2):
        world = world_at(window.start, facts, encoder, config)
        examples = examples_in(window, facts, world)[: config.max_queries]
        parts.append(computed(examples, world, encoder, config.pipeline.near))
    ranker = fit_ranker(parts[:-1], config, SEED)
    calibration = fit_calibration([(parts[-1], ranker.scores(parts[-1].features))])
    world = world_at(UNTIL, facts, encoder, config)
    recommender = Recommender(world, encoder, ranker, calibration, config.pipeline)
    return Large(
        size, replace(recommender, reciprocal=fit_reciprocal(recommender, parts, config.reciprocal, SEED)), drawn
    )


def sme(number: int) -> OrganisationId:
    """Return the id of an SME."""
    return OrganisationId(f"sme-{number:06}")


def owner(number: int) -> OrganisationId:
    """Return the id of a flagship."""
    return OrganisationId(f"owner-{number:05}")


def _organisation(who: OrganisationId, number: int) -> Organisation:
    small = SizeFact(SizeClass.SMALL, date(2010, 1, 1))
    return Organisation(who, who.title(), country=COUNTRIES[number % len(COUNTRIES)], sizes=(small,))


def _word(number: int) -> str:
    """Spell a number: the same word for the same number."""
    base, spelt = len(SYLLABLES), ""
    for _ in range(4):
        number, digit = divmod(number, base)
        spelt += SYLLABLES[digit]
    return spelt
