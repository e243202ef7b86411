"""The seam between peers and those who judge them.

A peer is fitted on what the product knows at a day and scores the whole catalogue. Where its own method knows nothing
it falls back to what is popular in the asker's country, so that none loses by silence.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from recommender.retrieval.base import QueryBatch
from recommender.retrieval.world import World
from training.fitting.examples import Examples

Scores = NDArray[np.float32]
"""A score for every ecosystem and query: float32 (n_queries, n_ecosystems)."""

Values = Mapping[str, float]
"""Hyperparameters of a peer, by name."""

Scoring = Callable[[QueryBatch], Scores]
"""What a method knows of a batch; exactly 0 where it knows nothing."""


class Peer(Protocol):
    """Scores the whole catalogue; higher is better within one query. Known partners are scored like all others."""

    @property
    def name(self) -> str:
        """Name of its kind."""
        ...

    def scores(self, batch: QueryBatch) -> Scores:
        """Score every ecosystem for every query: float32 (n_queries, n_ecosystems)."""
        ...


@dataclass(frozen=True)
class Given:
    """What a peer may be fitted on: the world as of ``day``, and the examples of earlier windows where it learns."""

    world: World
    day: date
    examples: Sequence[Examples] = ()


@dataclass(frozen=True)
class BackedPeer:
    """A method, and what stands in where it knows nothing."""

    name: str
    method: Scoring
    otherwise: Scoring

    def scores(self, batch: QueryBatch) -> Scores:
        """Rank what the method scores first, and below it all the rest by what stands in."""
        known, instead = self.method(batch), self.otherwise(batch)
        floor = np.minimum(known.min(axis=1, keepdims=True), 0)
        scale = np.maximum(instead.max(axis=1, keepdims=True), np.finfo(np.float32).tiny)
        return np.where(known == 0, floor - 2 + instead / scale, known).astype(np.float32)


@dataclass(frozen=True)
class PeerKind:
    """A kind of peer before it is fitted.

    ``build`` makes the method, ``otherwise`` what stands in for it; ``grid`` holds the values worth trying;
    ``reads_text`` tells whether the query's text changes its scores, ``learns`` whether it needs examples.
    """

    name: str
    build: Callable[[Given, Values], Scoring]
    otherwise: Callable[[Given], Scoring]
    grid: tuple[Values, ...] = ({},)
    reads_text: bool = False
    learns: bool = False

    def fit(self, world: World, day: date, values: Values, *, examples: Sequence[Examples] = ()) -> Peer:
        """Fit on what is known at `day`.

        Parameters
        ----------
        world : as of `day`
        values : one point of ``grid``
        examples : of windows that end at `day` or earlier; used where it learns

        Raises
        ------
        ValueError
            If it learns and there are no examples.
        """
        if self.learns and not examples:
            raise ValueError(f"the peer {self.name} learns from examples; give those of earlier windows")
        given = Given(world, day, examples)
        return BackedPeer(self.name, self.build(given, values), self.otherwise(given))


def grid(**options: Sequence[float]) -> tuple[Values, ...]:
    """All combinations of the options."""
    return tuple(dict(zip(options, chosen, strict=True)) for chosen in product(*options.values()))
