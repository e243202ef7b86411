"""Every peer: complete, repeatable, and better than chance where there is something to know."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recommender.entities import Query
from tests.training.peers.batches import MIXED
from tests.training.peers.conftest import Year
from tests.worlds import CONFIG, sme
from training.fitting.facts import Facts
from training.fitting.world import world_at
from training.peers.base import Given, Peer, PeerKind, Scores
from training.peers.interactions import interactions
from training.peers.popularity import fallback
from training.peers.registry import PEERS

ALL = pytest.mark.parametrize("kind", PEERS.values(), ids=PEERS)
POINTS = [(kind, point) for kind in PEERS.values() for point in (kind.grid[:1] if kind.learns else kind.grid)]


def fit(kind: PeerKind, given: Given) -> Peer:
    return kind.fit(given.world, given.day, kind.grid[0], examples=given.examples if kind.learns else ())


def chance_to_order(scores: Scores, truths: Scores) -> float:
    """Mean chance that a truth stands above another ecosystem (area under the curve), ties half."""
    areas = []
    for line, true in zip(scores, truths.astype(bool), strict=True):
        above = line[true][:, None] - line[~true][None, :]
        areas.append(float(np.mean(np.sign(above) / 2 + 0.5)))
    return float(np.mean(areas))


@pytest.mark.parametrize(("kind", "point"), POINTS, ids=[f"{kind.name}-{point}" for kind, point in POINTS])
def test_every_point_scores_the_whole_catalogue_for_every_sort_of_query(
    kind: PeerKind, point: dict[str, float], year: Year
) -> None:
    given = year.given
    scores = kind.fit(given.world, given.day, point, examples=given.examples).scores(year.batch(MIXED))
    assert scores.shape == (len(MIXED), len(given.world.catalogue))
    assert scores.dtype == np.float32
    assert np.isfinite(scores).all()
    assert (np.ptp(scores, axis=1) > 0).all()


@ALL
def test_a_peer_repeats_itself(kind: PeerKind, year: Year) -> None:
    batch = year.batch(MIXED)
    assert np.array_equal(fit(kind, year.given).scores(batch), fit(kind, year.given).scores(batch))


@ALL
def test_a_query_is_scored_alike_alone_and_among_others(kind: PeerKind, year: Year) -> None:
    peer = fit(kind, year.given)
    together = peer.scores(year.batch(MIXED))
    alone = np.concatenate([peer.scores(year.batch([query])) for query in MIXED])
    assert np.allclose(together, alone, rtol=1e-3, atol=1e-4)


@ALL
def test_a_text_changes_scores_exactly_where_a_kind_says_that_it_reads(kind: PeerKind, year: Year) -> None:
    one, other = Query("a", sme(1), text="Ore and mineral drill."), Query("a", sme(1), text="Dairy oats and grain.")
    scores = fit(kind, year.given).scores(year.batch([one, other]))
    assert np.array_equal(scores[0], scores[1]) is not kind.reads_text


@ALL
def test_a_peer_beats_chance_where_there_is_something_to_know(kind: PeerKind, year: Year) -> None:
    examples = year.ways("idea" if kind.reads_text else "call")
    warm = [e for e in examples if kind.reads_text or year.given.world.history.row(e.query.sme_id) is not None]
    assert len(warm) >= 20
    scores = fit(kind, year.given).scores(year.batch([example.query for example in warm]))
    by_topic = not kind.name.startswith("popularity")
    assert chance_to_order(scores, year.truths(warm).astype(np.float32)) > (0.8 if by_topic else 0.6)


@pytest.mark.parametrize("kind", [kind for kind in PEERS.values() if not kind.learns], ids=lambda kind: kind.name)
def test_a_newcomer_without_a_text_gets_what_is_popular(kind: PeerKind, year: Year) -> None:
    batch = year.batch([Query("new", None, "FI"), Query("new", None, "ZZ")])
    scores = fit(kind, year.given).scores(batch)
    if not kind.name.startswith("popularity"):
        assert np.array_equal(
            np.argsort(-scores, kind="stable"), np.argsort(-fallback(year.given)(batch), kind="stable")
        )
    counts = interactions(year.given).sum(axis=0)
    assert (scores[:, counts > 0].min(axis=1) >= scores[:, counts == 0].max(axis=1)).all()


@ALL
def test_nothing_later_than_the_day_is_seen(kind: PeerKind, year: Year) -> None:
    facts = year.small.facts
    blind = Facts(facts.until, facts.statements, facts.profiles, facts.described, facts.history.before(year.given.day))
    world = world_at(year.given.day, blind, year.small.encoder, CONFIG)
    batch = year.batch(MIXED)
    expected = fit(kind, year.given).scores(batch)
    assert np.array_equal(fit(kind, replace(year.given, world=world)).scores(batch), expected)


@pytest.mark.parametrize("kind", [kind for kind in PEERS.values() if kind.learns], ids=lambda kind: kind.name)
def test_who_learns_asks_for_examples(kind: PeerKind, year: Year) -> None:
    with pytest.raises(ValueError, match=rf"{kind.name} learns from examples; give those of earlier windows"):
        kind.fit(year.given.world, year.given.day, kind.grid[0])


@ALL
def test_a_world_without_a_past_still_gives_scores(kind: PeerKind, year: Year) -> None:
    facts = year.small.facts
    day = date(2014, 6, 1)
    empty = Facts(facts.until, facts.statements, facts.profiles, facts.described, facts.history.before(day))
    given = Given(world_at(day, empty, year.small.encoder, CONFIG), day, year.given.examples)
    batch = given.world.batch(MIXED, year.small.encoder.encode([q.text for q in MIXED], role="query"), 20)
    scores = fit(kind, given).scores(batch)
    assert scores.shape == (len(MIXED), len(given.world.catalogue))
    assert np.isfinite(scores).all()


def test_names_are_those_of_the_kinds() -> None:
    assert {name: kind.name for name, kind in PEERS.items()} == {name: name for name in PEERS}
    assert all(kind.grid for kind in PEERS.values())
