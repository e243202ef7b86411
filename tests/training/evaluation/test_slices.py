"""Slices: groups by what is known of asker and text."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from recommender.entities import OrganisationId, Query
from tests.training.evaluation.settings import setting
from tests.worlds import Fitted
from training.evaluation.runs import Setting
from training.evaluation.slices import asker, country, groups, members
from training.evaluation.tasks import Task


@pytest.fixture(scope="module")
def year(small: Fitted) -> Setting:
    return setting(small)


def asked(year: Setting, query: Query) -> tuple[Setting, Task]:
    task = year.tasks[0]
    truths = task.qrels[task.queries[0].id]
    one = replace(
        task, queries=(query,), qrels={query.id: truths}, excluded={query.id: frozenset()}, clusters={query.id: "p"}
    )
    return year, one


def test_history_counts_joint_projects_before_the_period(year: Setting) -> None:
    history = year.world.history
    lengths = dict.fromkeys(("0", "1", "2–4", "5+"), 0)
    for task in year.tasks:
        for query in task.queries:
            row = history.row(query.sme_id)
            count = 0 if row is None else int(np.sum(history.participant_rows == row))
            expected = "0" if count == 0 else "1" if count == 1 else "2–4" if count < 5 else "5+"
            found = groups(year, task)[query.id]
            assert found["history"] == (expected,)
            assert found["warmth"] == ("warm" if count else "cold",)
            lengths[expected] += 1
    assert lengths["2–4"]


@pytest.mark.parametrize(
    ("code", "group"),
    [("FI", "home"), ("SE", "other EU"), ("EL", "other EU"), ("NO", "outside the EU"), ("", "unknown")],
)
def test_countries_are_grouped(code: str, group: str, year: Setting) -> None:
    assert groups(*asked(year, Query("q", None, code)))["q"]["country"] == (group,)


def test_a_country_that_the_query_does_not_tell_is_the_askers(year: Setting) -> None:
    query = next(query for task in year.tasks for query in task.queries if query.sme_id)
    who = asker(query, year)
    assert who
    assert country(replace(query, country=""), year) == who.country != ""
    assert country(replace(query, country="NO"), year) == "NO"
    assert country(Query("q", OrganisationId("stranger")), year) == ""
    assert asker(Query("q"), year) is None


def test_projects_of_one_alone_make_nobody_warm(year: Setting) -> None:
    query = next(query for task in year.tasks for query in task.queries if year.world.history.row(query.sme_id))
    assert groups(*asked(year, query))[query.id]["warmth"] == ("warm",)
    history = year.world.history
    row = history.row(query.sme_id)
    kept = history.participant_rows == row
    lonely = replace(
        history, project_rows=history.project_rows[kept], participant_rows=history.participant_rows[kept],
        coordinates=history.coordinates[kept],
    )  # fmt: skip
    bare = replace(year, world=replace(year.world, history=lonely))
    assert groups(*asked(bare, query))[query.id]["warmth"] == ("cold",)


def test_language_and_theme_are_told_where_known(year: Setting) -> None:
    found = groups(*asked(year, Query("q", language="fi")))["q"]
    assert found["language"] == ("fi",)
    assert "language" not in groups(*asked(year, Query("q")))["q"]
    task = year.tasks[0]
    catalogue = year.world.catalogue
    for query in task.queries:
        themes = {theme for truth in task.qrels[query.id] for theme in catalogue[catalogue.row(truth)].themes}
        assert set(groups(year, task)[query.id].get("theme", ())) == themes


def test_members_hold_each_group_in_order() -> None:
    grouped: dict[str, dict[str, tuple[str, ...]]] = {"a": {"theme": ("x", "y")}, "b": {"theme": ("y",)}, "c": {}}
    found = members(grouped, "theme")
    assert {name: kept.tolist() for name, kept in found.items()} == {
        "x": [True, False, False],
        "y": [True, True, False],
    }
    assert members(grouped, "language") == {}


def test_the_period_is_after_what_is_known(year: Setting) -> None:
    assert year.world.history.started.max() < np.datetime64(date(2023, 1, 1))
