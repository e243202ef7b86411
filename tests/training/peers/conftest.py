"""A year of the small world that nobody has seen, and what peers may know before it."""

from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray

from recommender.entities import Query
from recommender.retrieval.base import QueryBatch
from tests.training.peers.batches import batch_of
from tests.worlds import CONFIG, UNTIL, Fitted
from training.fitting.examples import Example, computed, examples_in
from training.fitting.world import world_at
from training.peers.base import Given
from training.splitting.windows import years_before

BEFORE, LATER, LAST = years_before(UNTIL, 3)


@dataclass(frozen=True)
class Year:
    """What is given before the last year, and what was asked and found in it."""

    given: Given
    asked: list[Example]
    small: Fitted

    def batch(self, queries: list[Query]) -> QueryBatch:
        return batch_of(self.given.world, self.small.encoder, queries)

    def ways(self, way: str) -> list[Example]:
        return [example for example in self.asked if example.query.id.endswith(f"/{way}")]

    def truths(self, examples: list[Example]) -> NDArray[np.bool_]:
        width = len(self.given.world.catalogue)
        return np.array([np.isin(np.arange(width), sorted(example.truths)) for example in examples])


@pytest.fixture(scope="session")
def year(small: Fitted) -> Year:
    parts = []
    for window in (BEFORE, LATER):
        world = world_at(window.start, small.facts, small.encoder, CONFIG)
        parts.append(computed(examples_in(window, small.facts, world), world, small.encoder, CONFIG.pipeline.near))
    world = world_at(LAST.start, small.facts, small.encoder, CONFIG)
    return Year(Given(world, LAST.start, parts), examples_in(LAST, small.facts, world), small)
