"""Slices: groups of queries that are told apart, by what is known of the asker and of the text."""

from collections.abc import Iterator, Mapping

import numpy as np

from recommender.entities import Organisation, OrganisationId, Query
from training.evaluation.runs import Setting
from training.evaluation.tasks import Task

HOME = "FI"
EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "EL", "ES", "FI", "FR", "HR", "HU", "IE", "IT", "LT", "LU", "LV",
    "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip
LENGTHS = ((1, "0"), (2, "1"), (5, "2–4"))
"""History lengths: below the first, joint projects are told as the second."""

Groups = Mapping[str, tuple[str, ...]]


def groups(setting: Setting, task: Task) -> dict[str, Groups]:
    """Groups of each query by dimension; a dimension of which nothing is known is left out.

    ``warmth`` and ``history`` count projects with two participants or more before the period; ``theme`` are those of
    the ecosystems that were found.
    """
    return {query.id: dict(_of(query, setting, task)) for query in task.queries}


def asker(query: Query, setting: Setting) -> Organisation | None:
    """Who asks, as known up to the end of the period; ``None`` where that is not told."""
    return setting.facts.organisation(query.sme_id, setting.window.end) if query.sme_id else None


def country(query: Query, setting: Setting) -> str:
    """Country of the asker, ``""`` where unknown."""
    who = asker(query, setting)
    return query.country or (who.country if who else "")


def _of(query: Query, setting: Setting, task: Task) -> Iterator[tuple[str, tuple[str, ...]]]:
    projects = _joint(query.sme_id, setting)
    yield "warmth", ("warm" if projects else "cold",)
    yield "country", (_country_group(country(query, setting)),)
    yield "history", (next((name for bound, name in LENGTHS if projects < bound), "5+"),)
    if query.language:
        yield "language", (query.language,)
    catalogue = setting.world.catalogue
    themes = {theme for truth in task.qrels[query.id] for theme in catalogue[catalogue.row(truth)].themes}
    if themes:
        yield "theme", tuple(sorted(themes))


def _joint(sme_id: OrganisationId | None, setting: Setting) -> int:
    history = setting.world.history
    row = history.row(sme_id)
    return 0 if row is None else int(history.joint[history.project_rows[history.participant_rows == row]].sum())


def _country_group(code: str) -> str:
    if not code:
        return "unknown"
    return "home" if code == HOME else "other EU" if code in EU else "outside the EU"


def members(grouped: Mapping[str, Groups], dimension: str) -> dict[str, np.ndarray[tuple[int], np.dtype[np.bool_]]]:
    """Which queries, in their order, each group of a dimension holds."""
    lines = [query_groups.get(dimension, ()) for query_groups in grouped.values()]
    names = sorted({name for line in lines for name in line})
    return {name: np.array([name in line for line in lines], dtype=np.bool_) for name in names}
