"""What SMEs asked for in a window and found: queries with their truths, as they would have been asked at its start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from recommender.describing import in_parts
from recommender.encoding.base import Encoder
from recommender.entities import Kind, OrganisationId, Project, Query, SizeClass
from recommender.history import History
from recommender.ranking.base import Matrix
from recommender.retrieval.knowledge import project_text
from recommender.retrieval.world import World
from training.fitting.facts import Facts
from training.splitting.windows import Window


@dataclass(frozen=True)
class Example:
    """A query, the rows of the ecosystems it led to, the project it comes from (for clustering), known ones or not."""

    query: Query
    truths: frozenset[int]
    project: str
    exclude_known: bool


@dataclass(frozen=True)
class Examples:
    """Features of all allowed rows of many queries, one after the other.

    ``features`` float32 (n, n_features), ``hits`` bool (n,), ``rows`` int64 (n,) rows of the catalogue, ``sizes`` int64
    (n_queries,) rows of each query.
    """

    features: Matrix
    hits: NDArray[np.bool_]
    rows: NDArray[np.int64]
    sizes: NDArray[np.int64]
    asked: tuple[Example, ...]


def examples_in(window: Window, facts: Facts, world: World) -> list[Example]:
    """Four ways to ask: with the title of the call, with the idea, as a newcomer, and with nothing but one's past.

    A newcomer is an SME that had described itself, asking with that text as if nobody knew it. One's past alone looks
    for new partners only. Askers are companies that are not large by what was said of them up to the window's end: who
    asks knows its own size.
    """
    hosts = _rows_by_participant(world)
    with_text: list[Example] = []
    found: dict[OrganisationId, set[int]] = {}
    for project, members in _joint(facts.history, window):
        for sme in sorted(member for member in members if _asks(facts, member, window.end)):
            truths = {row for member in members if member != sme for row in hosts.get(member, ())}
            if not truths:
                continue
            found.setdefault(sme, set()).update(truths)
            for kind, text in _texts(project):
                query = Query(f"{sme}/{project.id}/{kind}", sme, "", text)
                with_text.append(Example(query, frozenset(truths), project.id, exclude_known=False))
    said = {profile.organisation_id: profile.text for profile in facts.profiles_at(window.start)}
    alone: list[Example] = []
    for sme, rows in sorted(found.items()):
        known = _known(world, sme)
        if said.get(sme):
            query = Query(f"{sme}/newcomer", None, _country(facts, sme, window.start), said[sme])
            with_text.append(Example(query, frozenset(rows), sme, exclude_known=False))
        if world.history.row(sme) is not None and rows - known:
            alone.append(Example(Query(f"{sme}/alone", sme), frozenset(rows - known), sme, exclude_known=True))
    return with_text + alone


def computed(examples: Sequence[Example], world: World, encoder: Encoder, near: int) -> Examples:
    """Compute features for every allowed ecosystem of every example."""
    texts = encoder.encode([example.query.text for example in examples], role="query")
    tables, hits, rows = [], [], []
    for start in range(0, len(examples), 128):
        part = examples[start : start + 128]
        batch = world.batch([example.query for example in part], texts[start : start + 128], near)
        told = (table for _, _, few in in_parts(world, batch) for table in few)
        for example, known, table in zip(part, world.known(batch), told, strict=True):
            allowed = np.flatnonzero(~known) if example.exclude_known else np.arange(len(world.catalogue))
            tables.append(table[allowed])
            hits.append(np.isin(allowed, sorted(example.truths)))
            rows.append(allowed.astype(np.int64))
    sizes = np.array([len(line) for line in rows], dtype=np.int64)
    return Examples(np.concatenate(tables), np.concatenate(hits), np.concatenate(rows), sizes, tuple(examples))


def _joint(history: History, window: Window) -> Iterator[tuple[Project, list[OrganisationId]]]:
    first, last = np.searchsorted(history.started, [np.datetime64(window.start), np.datetime64(window.end)])
    for row in range(int(first), int(last)):
        indptr = history.incidence.indptr
        members = [history.participants[place] for place in history.incidence.indices[indptr[row] : indptr[row + 1]]]
        if len(members) > 1:
            yield history.projects[row], members


def _rows_by_participant(world: World) -> dict[OrganisationId, list[int]]:
    hosts: dict[OrganisationId, list[int]] = {}
    for row, ecosystem in enumerate(world.catalogue):
        hosts.setdefault(ecosystem.participant_id, []).append(row)
    return hosts


def _asks(facts: Facts, member: OrganisationId, day: date) -> bool:
    organisation = facts.organisation(member, day)
    return (
        organisation is not None
        and organisation.kind is Kind.COMPANY
        and organisation.size_on(day) is not SizeClass.LARGE
    )


def _country(facts: Facts, member: OrganisationId, day: date) -> str:
    organisation = facts.organisation(member, day)
    return organisation.country if organisation else ""


def _texts(project: Project) -> Iterator[tuple[str, str]]:
    if project.call_title:
        yield "call", project.call_title
    if project.title and project.objective:
        yield "idea", project_text(project)


def _known(world: World, sme: OrganisationId) -> set[int]:
    row = world.history.row(sme)
    return set() if row is None else set(world.met[[row]].tocsr().indices.tolist())
