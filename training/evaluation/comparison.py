"""Comparing two evaluations of the product query by query."""

from dataclasses import dataclass

import numpy as np

from recommender.errors import InputError
from training.evaluation.bootstrap import Interval, interval, pooled
from training.evaluation.folder import Result, Row
from training.evaluation.measures import ACCURACY

POOLED = "pooled"
ADVICE = "Evaluate both on the same workspace, with the same --cutoff, --seed and --queries."


@dataclass(frozen=True)
class Difference:
    """A measure of a task, or of all (``task`` is then ``pooled``, ``cutoff`` empty): both means, second less first."""

    cutoff: str
    task: str
    measure: str
    first: float
    second: float
    difference: Interval


def compare(first: Result, second: Result) -> list[Difference]:
    """Compare what both did on the same queries; intervals are from draws with the seed of the first.

    Raises
    ------
    InputError
        If they were not judged on the same periods, tasks and queries.
    """
    _refuse_what_differs(first, second)
    seed = first.findings.seed
    keys = sorted(first.rows)
    pairs = {key: _paired(first.rows[key], second.rows[key]) for key in keys}
    found = [
        Difference(*key, measure, _mean(pairs[key][0], measure), _mean(pairs[key][1], measure),
                   interval(_less(pairs[key], measure), [row.cluster for row in pairs[key][0]], seed=seed))
        for key in keys for measure in ACCURACY
    ]  # fmt: skip
    for measure in ACCURACY:
        parts = [(_less(pairs[key], measure), [f"{key[0]}/{row.cluster}" for row in pairs[key][0]]) for key in keys]
        was, became = (float(np.mean([_mean(pairs[key][side], measure) for key in keys])) for side in (0, 1))
        found.append(Difference("", POOLED, measure, was, became, pooled(parts, seed=seed)))
    return found


Pair = tuple[tuple[Row, ...], tuple[Row, ...]]


def _paired(first: tuple[Row, ...], second: tuple[Row, ...]) -> Pair:
    by_query = {row.query_id: row for row in second}
    return first, tuple(by_query[row.query_id] for row in first)


def _mean(rows: tuple[Row, ...], measure: str) -> float:
    return float(np.mean([row.values[measure] for row in rows]))


def _less(pair: Pair, measure: str) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    return np.array([b.values[measure] - a.values[measure] for a, b in zip(*pair, strict=True)], dtype=np.float64)


def _refuse_what_differs(first: Result, second: Result) -> None:
    ours, theirs = _fingerprints(first), _fingerprints(second)
    for missing, lacking in ((ours.keys() - theirs.keys(), second), (theirs.keys() - ours.keys(), first)):
        if missing:
            told = ", ".join(f"{task} from {cutoff}" for cutoff, task in sorted(missing)[:5])
            raise InputError(f"{lacking.folder} was not judged on {told}. {ADVICE}")
    both = f"{first.folder} and {second.folder}"
    for cutoff, task in sorted(ours):
        if ours[cutoff, task] != theirs[cutoff, task]:
            raise InputError(f"{both} were judged on other queries or truths in {task} from {cutoff}. {ADVICE}")
    for result in (first, second):
        _refuse_what_lacks_queries(result)
    for key, rows in first.rows.items():
        if {row.query_id for row in rows} != {row.query_id for row in second.rows[key]}:
            raise InputError(
                f"{both} hold other queries of {key[1]} from {key[0]}; one per_query.csv was changed. Evaluate again."
            )


def _fingerprints(result: Result) -> dict[tuple[str, str], str]:
    return {
        (period.cutoff.isoformat(), name): task.fingerprint
        for period in result.findings.periods
        for name, task in period.tasks.items()
    }


def _refuse_what_lacks_queries(result: Result) -> None:
    told = {
        (period.cutoff.isoformat(), name): task.queries
        for period in result.findings.periods
        for name, task in period.tasks.items()
    }
    if {key: len({row.query_id for row in rows}) for key, rows in result.rows.items()} != told:
        raise InputError(
            f"per_query.csv in {result.folder} does not hold the queries that its result.json tells of; evaluate again."
        )
