"""A period of the small world: its setting, and a product that was fitted before it."""

from dataclasses import replace
from datetime import date

from recommender.pipeline import Recommender
from tests.worlds import CONFIG, UNTIL, Fitted
from training.evaluation.runs import Setting
from training.evaluation.tasks import tasks_in
from training.fitting.examples import computed, examples_in
from training.fitting.reciprocal import fit_reciprocal
from training.fitting.world import world_at
from training.splitting.windows import Window


def setting(small: Fitted, year: int = 2023, most: int = 1000) -> Setting:
    """Return the setting of a year, with the examples of the year before."""
    window = Window(date(year, 1, 1), date(year + 1, 1, 1))
    assert window.end <= UNTIL
    before = Window(date(year - 1, 1, 1), window.start)
    world = world_at(window.start, small.facts, small.encoder, CONFIG)
    past = world_at(before.start, small.facts, small.encoder, CONFIG)
    near = CONFIG.pipeline.near
    learned = computed(examples_in(before, small.facts, past), past, small.encoder, near)
    tasks = tuple(tasks_in(window, small.facts, world, most=most, seed=1))
    return Setting(window, tasks, small.facts, world, small.encoder, near, (learned,))


def product(small: Fitted, of: Setting) -> Recommender:
    """Return the product in the world of a setting."""
    moved = replace(small.recommender, world=of.world)
    return replace(moved, reciprocal=fit_reciprocal(moved, of.examples, CONFIG.reciprocal, seed=1))
