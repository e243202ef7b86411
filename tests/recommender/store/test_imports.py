"""Imports as jobs: their figures hold after a crash."""

from datetime import timedelta
from functools import partial

import pytest

from recommender.errors import UnknownIdError
from recommender.store import imports
from recommender.store.imports import SILENCE, Fault, ImportState, Job, RowResult
from recommender.store.nouns import UserId
from recommender.store.store import Store
from tests.databases import Clock
from tests.recommender.store.rows import ADVISOR


def started(store: Store, total: int = 3) -> Job:
    return store.write(partial(imports.start, total=total, ignored=("colour",), author=ADVISOR))


def advance(store: Store, job: Job, result: RowResult, *faults: Fault) -> None:
    store.write(partial(imports.advance, job_id=job.id, result=result, faults=faults))


def found(store: Store, job: Job, clock: Clock) -> Job:
    with store.reading() as connection:
        return imports.read(connection, job.id, author=ADVISOR, now=clock())


def test_a_job_counts_its_rows_and_tells_its_faults(store: Store, clock: Clock) -> None:
    job = started(store)
    assert found(store, job, clock) == job
    fault = Fault(3, "size", "size is 'huge'; write small.")
    for result in (RowResult.CREATED, RowResult.UNCHANGED):
        advance(store, job, result)
    advance(store, job, RowResult.REFUSED, fault)
    store.write(partial(imports.end, job_id=job.id, state=ImportState.DONE))
    ended = found(store, job, clock)
    assert (ended.state, ended.done, ended.total, ended.faults) == (ImportState.DONE, 3, 3, (fault,))
    assert ended.counts == {RowResult.CREATED: 1, RowResult.UNCHANGED: 1, RowResult.REFUSED: 1}
    assert ended.ended_at is not None


def test_one_that_has_stopped_to_move_was_interrupted(store: Store, clock: Clock) -> None:
    job = started(store)
    clock.at += SILENCE - timedelta(seconds=1)
    assert found(store, job, clock).state is ImportState.RUNNING
    advance(store, job, RowResult.CREATED)
    clock.at += SILENCE - timedelta(seconds=1)
    assert found(store, job, clock).state is ImportState.RUNNING
    clock.at += timedelta(seconds=2)
    stopped = found(store, job, clock)
    assert (stopped.state, stopped.done) == (ImportState.INTERRUPTED, 1)


def test_faults_that_are_told_have_a_bound(store: Store, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "MOST_FAULTS", 2)
    job = started(store)
    for line in range(3):
        advance(store, job, RowResult.REFUSED, Fault(line, "name", "x"))
    told = found(store, job, clock)
    assert ([fault.line for fault in told.faults], told.done) == ([0, 1], 3)


def test_a_job_is_shown_to_who_began_it(store: Store, clock: Clock) -> None:
    job = started(store)
    for job_id, author in ((job.id, UserId("usr-other")), ("imp-none", ADVISOR)):
        with store.reading() as connection, pytest.raises(UnknownIdError, match="no import"):
            imports.read(connection, job_id, author=author, now=clock())
