"""Texts in a language that one encoder, or no past project, speaks: placed by what they mean."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from recommender.encoding.alignment import LEAST
from recommender.encoding.base import Role, Vectors
from recommender.encoding.joined import JoinedEncoder
from recommender.entities import Ecosystem, EcosystemId, OrganisationId, Participation, Project, ProjectId, Query
from recommender.history import History
from recommender.retrieval.dense import unit
from recommender.retrieval.world import World
from training.fitting.facts import Facts
from training.fitting.world import FitConfig, world_at

DAY = date(2024, 1, 1)
TERMS = 40
MEANING, TURN = (np.random.default_rng(3).normal(size=(n, 12)).astype(np.float32) for n in (TERMS, 12))


class Planted:
    """Knows what the words of the languages it speaks mean: ``en7`` and ``fi7`` mean the same."""

    widths = (12,)
    dim = 12

    def __init__(self, languages: set[str], meaning: Vectors) -> None:
        self.name = "+".join(sorted(languages))
        self.languages = languages
        self.meaning = meaning

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        del role
        words = [[word for word in text.split() if word[:2] in self.languages] for text in texts]
        sums = [sum((self.meaning[int(word[2:])] for word in said), np.zeros(12)) for said in words]
        return unit(np.array(sums, dtype=np.float32).reshape(-1, 12))


ENCODER = JoinedEncoder([Planted({"en", "fi"}, MEANING), Planted({"en"}, MEANING @ TURN)])


def ecosystem(name: str) -> Ecosystem:
    return Ecosystem(
        EcosystemId(name), OrganisationId(name), name, {"en": name}, OrganisationId(name), known_on=date(2014, 1, 1)
    )


def world(n_projects: int) -> World:
    """Give a world in which ``low`` stands in projects on the first half of the terms and ``high`` in the others."""
    projects, parts, rng = [], [], np.random.default_rng(3)
    for row in range(n_projects):
        half = row % 2
        first, second = rng.choice(TERMS // 2, 2, replace=False) + half * TERMS // 2
        project = ProjectId(f"p{row:04}")
        projects.append(Project(project, f"en{first} en{second}", started=date(2020, 1, 1)))
        parts += [Participation(project, OrganisationId(name)) for name in (("low", "high")[half], f"other{row % 7}")]
    facts = Facts(DAY, {}, [], [ecosystem("high"), ecosystem("low")], History.of(projects, parts))
    return world_at(DAY, facts, ENCODER, FitConfig())


@pytest.fixture(scope="module")
def taught() -> World:
    return world(3 * LEAST)


def latent(known: World, text: str) -> list[float]:
    batch = known.batch([Query("q", None, "", text)], ENCODER.encode([text], role="query"), 200)
    return [float(value) for value in known.signals(batch)["text_latent"][0]]


def test_a_text_lies_where_the_same_in_the_other_language_does(taught: World) -> None:
    english, finnish = taught.space.placed(ENCODER.encode(["en3 en5", "fi3 fi5"], role="query"))
    assert english @ finnish > 0.98
    assert np.linalg.norm(finnish) == pytest.approx(1, abs=1e-5)


def test_without_enough_to_learn_from_the_other_part_stays_silent() -> None:
    few = world(40)
    assert not few.space.bridge.any()
    assert not few.space.placed(ENCODER.encode(["fi3"], role="query"))[0, 12:].any()


def test_what_says_nothing_is_placed_nowhere(taught: World) -> None:
    assert not taught.space.placed(ENCODER.encode([""], role="query")).any()
    assert latent(taught, "") == [0, 0]


@pytest.mark.parametrize("language", ["en", "fi"])
def test_words_that_no_project_used_are_taken_by_their_meaning(taught: World, language: str) -> None:
    high, low = latent(taught, f"{language}2 {language}9")
    assert low > 2 * high
    high, low = latent(taught, f"{language}22 {language}29")
    assert high > 2 * low
