"""Examples: three ways to ask, what counts as found, and what is left out."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recommender.entities import SizeClass
from recommender.ranking.features import NAMES
from tests.worlds import CONFIG, UNTIL, Fitted
from training.fitting.examples import Example, computed, examples_in
from training.fitting.world import world_at
from training.splitting.windows import Window

START = date(2023, 1, 1)
WINDOW = Window(START, UNTIL)


@pytest.fixture(scope="module")
def examples(small: Fitted) -> list[Example]:
    return examples_in(WINDOW, small.facts, world_at(START, small.facts, small.encoder, CONFIG))


def kind(example: Example) -> str:
    return example.query.id.rsplit("/", 1)[-1]


def test_there_are_several_ways_to_ask(examples: list[Example]) -> None:
    assert {kind(example) for example in examples} <= {"call", "idea", "newcomer", "alone"}
    assert {"idea", "alone"} <= {kind(example) for example in examples}
    assert len({example.query.id for example in examples}) == len(examples)
    assert all(bool(example.query.text) is (kind(example) != "alone") for example in examples)
    assert all(example.truths for example in examples)


def test_projects_are_those_of_the_window(examples: list[Example], small: Fitted) -> None:
    started = {project.id: project.started for project in small.facts.history.projects}
    days = [started[example.project] for example in examples if kind(example) in {"call", "idea"}]  # type: ignore[index]
    assert days
    assert all(day is not None and START <= day < UNTIL for day in days)


def test_known_ones_are_left_out_only_where_nothing_but_the_past_is_told(
    examples: list[Example], small: Fitted
) -> None:
    world = world_at(START, small.facts, small.encoder, CONFIG)
    assert all(example.exclude_known is (kind(example) == "alone") for example in examples)
    for example in examples:
        if kind(example) == "alone":
            batch = world.batch([example.query], small.encoder.encode([""], role="query"), CONFIG.pipeline.near)
            assert not world.known(batch)[0, sorted(example.truths)].any()
            assert world.history.row(example.query.sme_id) is not None


def test_askers_are_never_large(examples: list[Example], small: Fitted) -> None:
    known = small.facts.organisations_at(WINDOW.end)
    sizes = {known[example.query.sme_id].size_on(WINDOW.end) for example in examples if example.query.sme_id}
    assert sizes
    assert SizeClass.LARGE not in sizes


def test_an_asker_that_is_called_large_asks_no_more(examples: list[Example], small: Fitted) -> None:
    asker = examples[0].query.sme_id
    assert asker is not None
    (known,) = small.facts.statements[asker]
    grown = replace(known, sizes=tuple(replace(fact, size=SizeClass.LARGE) for fact in known.sizes))
    facts = replace(small.facts, statements={**small.facts.statements, asker: (grown,)})
    world = world_at(START, small.facts, small.encoder, CONFIG)
    assert asker not in {example.query.sme_id for example in examples_in(WINDOW, facts, world)}


def test_features_of_all_allowed_rows_follow_one_another(examples: list[Example], small: Fitted) -> None:
    world = world_at(START, small.facts, small.encoder, CONFIG)
    table = computed(examples, world, small.encoder, CONFIG.pipeline.near)
    assert table.features.shape == (table.sizes.sum(), len(NAMES))
    assert len(table.hits) == len(table.rows) == len(table.features)
    assert table.asked == tuple(examples)
    assert np.isfinite(table.features).all()
    start = 0
    for example, size in zip(examples, table.sizes.tolist(), strict=True):
        rows = table.rows[start : start + size]
        assert set(rows[table.hits[start : start + size]].tolist()) == set(example.truths)
        assert (size == len(world.catalogue)) or example.exclude_known
        start += size
