"""What models are fitted from: the encoder, the world and the examples of a day; the same is made once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from recommender.encoding.base import Encoder
from recommender.retrieval.world import World
from training.fitting.examples import Examples, computed, examples_in
from training.fitting.facts import Facts
from training.fitting.world import FitConfig, world_at
from training.splitting.windows import Window

Say = Callable[[str], None]


@dataclass(frozen=True)
class Materials:
    """Facts and an encoder of each day, with what was made of them.

    Models that differ only in how their ranker is fitted are made from the same world and the same examples. All is
    kept as long as this object is, so take another one for models that share nothing.
    """

    facts: Facts
    encoder_at: Callable[[date], Encoder]
    seed: int
    _worlds: dict[tuple[date, str], World] = field(default_factory=dict)
    _examples: dict[tuple[Window, str], Examples | None] = field(default_factory=dict)

    def world(self, day: date, config: FitConfig) -> World:
        """Everything that a query is answered from, fitted on what was known before `day`."""
        key = day, config.materials
        if key not in self._worlds:
            self._worlds[key] = world_at(day, self.facts, self.encoder_at(day), config)
        return self._worlds[key]

    def examples(self, window: Window, config: FitConfig, say: Say) -> Examples | None:
        """Examples of a window, as many as the config takes, drawn by the seed; ``None`` where they are too few."""
        key = window, config.materials
        if key not in self._examples:
            self._examples[key] = self._computed(window, config, say)
        return self._examples[key]

    def _computed(self, window: Window, config: FitConfig, say: Say) -> Examples | None:
        facts, n_ecosystems = self.facts, len(self.facts.catalogue(window.start))
        told = f"{window.start} to {window.end}: {{:,}} queries among {n_ecosystems:,} ecosystems"
        started = (project.started or date.max for project in facts.history.projects)
        if not (n_ecosystems and any(window.start <= day < window.end for day in started)):
            say(told.format(0))
            return None
        encoder = self.encoder_at(window.start)
        world = world_at(window.start, facts, encoder, config)  # not kept: the examples are all that is needed of it
        examples = examples_in(window, facts, world)
        say(told.format(len(examples)))
        if len(examples) < config.min_queries:
            return None
        if len(examples) > config.max_queries:
            chosen = np.random.default_rng(self.seed).choice(len(examples), config.max_queries, replace=False)
            examples = [examples[place] for place in sorted(chosen)]
        return computed(examples, world, encoder, config.pipeline.near)
