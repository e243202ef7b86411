"""Batches for tests of peers."""

from collections.abc import Sequence

from recommender.encoding.base import Encoder
from recommender.entities import Query
from recommender.retrieval.base import QueryBatch
from recommender.retrieval.world import World
from tests.worlds import CONFIG, sme


def batch_of(world: World, encoder: Encoder, queries: Sequence[Query]) -> QueryBatch:
    texts = encoder.encode([query.text for query in queries], role="query")
    return world.batch(list(queries), texts, CONFIG.pipeline.near)


MIXED = [
    Query("warm", sme(1)),
    Query("warm, with a text", sme(1), text="Hydrogen battery storage for a grid."),
    Query("warm again", sme(1)),
    Query("with a profile only", sme(75)),
    Query("newcomer", None, "FI", "Sensor for the patient in a hospital ward."),
    Query("newcomer of a country that nobody knows", None, "ZZ"),
    Query("newcomer who says nothing", None),
    Query("words that nobody knows", None, "SE", "Xyzzy plugh."),
]
