"""Tasks: what SMEs asked for in the period after a day and found, drawn so that whole clusters stay together."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from recommender.entities import EcosystemId, Query
from recommender.retrieval.world import World
from training.fitting.examples import Example, examples_in
from training.fitting.facts import Facts
from training.splitting.windows import Window

NAMES = ("alone", "call", "idea", "newcomer")
"""Ways to ask, in the order told: with one's past alone, with the title of a call, with an idea, as a newcomer."""

ROLLING = tuple(Window(date(year, 1, 1), date(year + 1, 1, 1)) for year in range(2017, 2021))
"""Rolling origins: the year after each cutoff."""

DEVELOPMENT = Window(date(2024, 1, 1), date(2024, 9, 1))
"""What the development was judged on; what came later is kept for the last judgement."""

Ids = frozenset[EcosystemId]


@dataclass(frozen=True)
class Task:
    """One way to ask, with its truths.

    ``qrels`` holds what each query led to, ``excluded`` what was known before and does not count (empty where known
    partners stay), ``clusters`` the project or SME that a query comes from; all have a line for every query.
    """

    name: str
    day: date
    queries: tuple[Query, ...]
    qrels: Mapping[str, Ids]
    excluded: Mapping[str, Ids]
    clusters: Mapping[str, str]

    @property
    def exclude_known(self) -> bool:
        """Whether partners that were known before are left out."""
        return self.name == "alone"

    @property
    def fingerprint(self) -> str:
        """SHA-256 over queries, truths and clusters."""
        record = [
            (q.id, q.sme_id, q.country, q.text, sorted(self.qrels[q.id]), sorted(self.excluded[q.id]),
             self.clusters[q.id])
            for q in sorted(self.queries, key=lambda query: query.id)
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(record).encode()).hexdigest()


def tasks_in(window: Window, facts: Facts, world: World, *, most: int, seed: int) -> list[Task]:
    """Give the tasks of a window that have queries, at most `most` queries each.

    Parameters
    ----------
    facts : known up to the window's end
    world : as of the window's start; says who was known, and to whom
    most : whole clusters are drawn as long as they fit
    seed : the same seed draws the same clusters
    """
    by_name: dict[str, list[Example]] = {name: [] for name in NAMES}
    for example in examples_in(window, facts, world):
        by_name[example.query.id.rsplit("/", 1)[-1]].append(example)
    chosen = {name: drawn(examples, most, seed) for name, examples in by_name.items()}
    return [_task(name, window.start, examples, world) for name, examples in chosen.items() if examples]


def drawn(examples: Sequence[Example], most: int, seed: int) -> list[Example]:
    """Draw whole clusters while they fit into `most`; the order stays."""
    sizes: dict[str, int] = {}
    for example in examples:
        sizes[example.project] = sizes.get(example.project, 0) + 1
    names, kept, room = sorted(sizes), set(), most
    for place in np.random.default_rng(seed).permutation(len(names)):
        if sizes[names[place]] <= room:
            kept.add(names[place])
            room -= sizes[names[place]]
    return [example for example in examples if example.project in kept]


def _task(name: str, day: date, examples: Sequence[Example], world: World) -> Task:
    queries = tuple(example.query for example in examples)
    known = _known(queries, world) if name == "alone" else [()] * len(queries)
    return Task(
        name=name,
        day=day,
        queries=queries,
        qrels={example.query.id: _ids(example.truths, world) for example in examples},
        excluded={query.id: _ids(rows, world) for query, rows in zip(queries, known, strict=True)},
        clusters={example.query.id: example.project for example in examples},
    )


def _known(queries: Sequence[Query], world: World) -> list[Sequence[int]]:
    silent = np.zeros((len(queries), len(world.space.centre)), dtype=np.float32)
    return [np.flatnonzero(line).tolist() for line in world.known(world.batch(queries, silent, near=1))]


def _ids(rows: Iterable[int], world: World) -> Ids:
    return frozenset(world.catalogue[row].id for row in rows)
