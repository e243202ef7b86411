"""Queries as the ranker sees them: looked up, with the signals of all retrievers and their features."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from recommender.encoding.base import Encoder, Vectors, has_words
from recommender.encoding.plain import plain
from recommender.entities import OrganisationId, Query
from recommender.ranking.base import Matrix
from recommender.ranking.features import Context, features
from recommender.retrieval.base import QueryBatch, Signals
from recommender.retrieval.dense import spoken
from recommender.retrieval.lexical import words
from recommender.retrieval.world import World

Described = tuple[QueryBatch, Signals, Matrix]
"""The queries, their signals, and their features (n_queries, n_ecosystems, n_features)."""

FEW = 16
"""Queries described at once: so few that a processor keeps their features near, which nothing else depends on."""


def described(world: World, encoder: Encoder, near: int, queries: Sequence[Query]) -> Iterator[Described]:
    """Look queries up, all at once, and describe a few at a time; the `near` projects nearest to each vote."""
    asked = [_plain(query) for query in queries]
    return in_parts(world, world.batch(asked, _encoded(world, encoder, [query.text for query in asked]), near))


def in_parts(world: World, batch: QueryBatch) -> Iterator[Described]:
    """Describe a few queries at a time, in their order."""
    signals = world.signals(batch)
    for start in range(0, len(batch), FEW):
        part = slice(start, start + FEW)
        few, told = batch[part], {name: values[part] for name, values in signals.items()}
        yield few, told, features(told, context(few))


def described_by_id(
    world: World, encoder: Encoder, near: int, sme_id: OrganisationId | None, country: str
) -> Described:
    """Look an SME up that writes nothing; the arrays may be shared, so they cannot be written to."""
    ((batch, signals, table),) = described(world, encoder, near, [Query("", sme_id, country)])
    for array in (*signals.values(), table):
        array.flags.writeable = False
    return batch, signals, table


def context(batch: QueryBatch) -> Context:
    """What holds for each query as a whole."""
    return Context(
        has_text=spoken(batch.texts)[:, 0],
        has_profile=spoken(batch.profiles)[:, 0],
        is_warm=batch.rows >= 0,
        words=np.array([len(words(query.text)) for query in batch.queries], dtype=np.int64),
    )


def _encoded(world: World, encoder: Encoder, texts: Sequence[str]) -> Vectors:
    """Vectors of texts; where there is not a word, the encoder, which may take seconds to load, is left asleep."""
    if not any(map(has_words, texts)):
        return np.zeros((len(texts), len(world.space.centre)), dtype=np.float32)
    return encoder.encode(texts, role="query")


def _plain(query: Query) -> Query:
    text = plain(query.text)
    return query if text == query.text else replace(query, text=text)
