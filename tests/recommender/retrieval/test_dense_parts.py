"""Vectors of several parts: what one encoder does not understand is compared by the others alone."""

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from recommender.encoding.base import Role, Vectors
from recommender.encoding.joined import JoinedEncoder
from recommender.entities import Ecosystem, EcosystemId, OrganisationId
from recommender.history import History
from recommender.retrieval.world import World
from training.fitting.facts import Facts
from training.fitting.world import FitConfig, world_at

DAY = date(2024, 1, 1)
MEANING = {"saw": (1.0, 0.2), "saha": (1.0, 0.2), "pump": (-1.0, 0.4), "pumppu": (-1.0, 0.4)}


class Planted:
    """Knows what the words of its table mean, and no others."""

    widths = (2,)
    dim = 2

    def __init__(self, name: str, words: set[str]) -> None:
        self.name = name
        self.words = words

    def encode(self, texts: Sequence[str], *, role: Role = "passage") -> Vectors:
        del role
        rows = np.array([MEANING[text] if text in self.words else (0.0, 0.0) for text in texts], dtype=np.float32)
        rows = rows.reshape(-1, 2)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)


ENCODER = JoinedEncoder([Planted("all", set(MEANING)), Planted("English", {"saw", "pump"})])


def ecosystem(name: str, **summaries: str) -> Ecosystem:
    return Ecosystem(
        EcosystemId(name), OrganisationId(name), name, {"en": name}, OrganisationId(name), summaries=summaries,
        known_on=date(2020, 1, 1),
    )  # fmt: skip


@pytest.fixture(scope="module")
def world() -> World:
    said = {"a": {"en": "saw"}, "b": {"fi": "saha"}, "c": {"en": "pump"}, "d": {"fi": "pumppu"}}
    described = [ecosystem(name, **summaries) for name, summaries in said.items()]
    return world_at(DAY, Facts(DAY, {}, [], described, History.of([], [])), ENCODER, FitConfig())


@pytest.mark.parametrize("text", ["saw", "saha"])
def test_a_passage_is_as_near_in_a_language_that_one_encoder_knows_as_in_another(world: World, text: str) -> None:
    placed = world.space.placed(ENCODER.encode([text], role="query"))
    saw, saha, pump, pumppu = world.dense.compared(placed)[0]
    assert saw == pytest.approx(1, abs=1e-5)
    assert saha == pytest.approx(1, abs=1e-5)
    assert max(pump, pumppu) < 0
    assert world.dense.compared(placed, np.array([1])) == pytest.approx(saha)


def test_a_text_that_says_nothing_is_near_to_nothing(world: World) -> None:
    placed = world.space.placed(ENCODER.encode(["?"], role="query"))
    assert not world.dense.compared(placed).any()
