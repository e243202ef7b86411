"""How far matches came: stages on days, none changed, and the funnel of those not undone, with intervals."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import sqrt
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, func, insert, or_, select

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, InputError, UnknownIdError
from recommender.store.ids import new_id
from recommender.store.nouns import Outcome, Reached, Stage, UserId
from recommender.store.schema import assignments, organisations, outcomes, profiles
from recommender.store.writer import Transaction

PAGE = 100
Z = 1.959963984540054
"""The normal quantile of .975, for intervals of 95 %."""
LEAST = 5
"""Fewer than these are not told to whoever may see no personal data."""


@dataclass(frozen=True, slots=True)
class Cohort:
    """Which matches count: what is ``None`` admits all. A match belongs to the day of its first stage."""

    since: date | None = None
    until: date | None = None
    ecosystem_id: EcosystemId | None = None
    country: str | None = None
    region: str | None = None
    advisor: UserId | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A stage of the funnel: how many matches reached it, and their share of those that reached the stage before.

    Numbers are ``None`` where too few are behind them to be told, shares also where nothing is behind them.
    """

    stage: Stage
    count: int | None
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Funnel:
    """All stages in order, the RDI spending that was told, and the most of it that a single company made up."""

    steps: tuple[Step, ...]
    euros: int | None
    largest: int = 0


def record(transaction: Transaction, *, reached: Reached, author: UserId) -> Outcome:
    """Keep that a match reached a stage; earlier stages need not be told, and a stage may be told again.

    Raises
    ------
    InputError
        If the day is still to come, or euros are missing from ``rdi`` or told of another stage.
    UnknownIdError
        If there is no such company.
    """
    if reached.day > transaction.at.date():
        raise InputError(f"The day {reached.day} is still to come; tell an outcome when it is there.")
    if (reached.stage is Stage.RDI) != (reached.euros is not None):
        raise InputError("Euros belong to the stage 'rdi', and to no other.")
    known = select(organisations.c.id).where(organisations.c.id == reached.organisation_id)
    if transaction.connection.scalar(known) is None:
        raise UnknownIdError(f"No company has the id {reached.organisation_id!r}.")
    return _keep(transaction, "outcome.record", reached, author)


def undo(transaction: Transaction, *, outcome_id: str, author: UserId) -> Outcome:
    """Take an outcome back: one of the same stage is kept, of today, which says so.

    Raises
    ------
    UnknownIdError
        If there is no such outcome.
    ConflictError
        If it was undone before, or is an undo itself.
    """
    found = find(transaction.connection, outcome_id)
    if found.undoes is not None:
        raise ConflictError(f"Outcome {outcome_id!r} is an undo; tell the outcome anew instead.")
    if found.undone:
        raise ConflictError(f"Outcome {outcome_id!r} was undone already.")
    taken_back = replace(found.reached, day=transaction.at.date(), euros=None)
    return _keep(transaction, "outcome.undo", taken_back, author, undoes=outcome_id)


def find(connection: Connection, outcome_id: str) -> Outcome:
    """Read one.

    Raises
    ------
    UnknownIdError
        If there is none.
    """
    row = connection.execute(_told.where(outcomes.c.id == outcome_id)).mappings().first()
    if row is None:
        raise unknown(outcome_id)
    return _outcome(row)


def unknown(outcome_id: str) -> UnknownIdError:
    """What is said of an outcome that is not there, and of one that is another's."""
    return UnknownIdError(f"No outcome has the id {outcome_id!r}.")


def listed(
    connection: Connection, organisation_id: OrganisationId, *, after: int = 0, limit: int = PAGE
) -> list[Outcome]:
    """Read a company's outcomes as they were told, from the one after number `after` on."""
    mine = (outcomes.c.organisation_id == organisation_id, outcomes.c.number > after)
    asked = _told.where(*mine).order_by(outcomes.c.number).limit(limit)
    return [_outcome(row) for row in connection.execute(asked).mappings()]


def funnel(connection: Connection, among: Cohort, *, before: datetime | None = None) -> Funnel:
    """Count the matches of a cohort that reached each stage; whoever reached one has reached those before it.

    What was undone counts as if it had never been told. What was told or undone since `before` is left out, if given.
    """
    stages = list(Stage)
    asked = (
        select(
            outcomes.c.organisation_id,
            outcomes.c.ecosystem_id,
            outcomes.c.stage,
            func.min(outcomes.c.day).label("day"),
            func.sum(outcomes.c.euros).label("euros"),
        )
        .select_from(_joined)
        .where(outcomes.c.undoes.is_(None), *_stood(before), *_admitted(among))
        .group_by(outcomes.c.organisation_id, outcomes.c.ecosystem_id, outcomes.c.stage)
    )
    pairs: dict[tuple[str, str], list[Any]] = {}
    for row in connection.execute(asked).mappings():
        found = pairs.setdefault((row["organisation_id"], row["ecosystem_id"]), [row["day"], 0, 0])
        found[0] = min(found[0], row["day"])
        found[1] = max(found[1], stages.index(Stage(row["stage"])))
        found[2] += int(row["euros"] or 0)
    cohort = [
        (company, deepest, euros)
        for (company, _), (day, deepest, euros) in pairs.items()
        if (among.since is None or day >= among.since) and (among.until is None or day <= among.until)
    ]
    counts = [sum(deepest >= place for _, deepest, _ in cohort) for place in range(len(stages))]
    spent = Counter[str]()
    for company, _, euros in cohort:
        spent[company] += euros
    return Funnel(_steps(counts), spent.total(), max(spent.values(), default=0))


def in_fives(told: Funnel) -> Funnel:
    """Round all numbers down to fives, so that none tells of a single match.

    Fewer than five are not told, nor shares of them; spending is told in two digits, where five led to it and no
    company made up more than half of it.
    """
    counts = [None if step.count is None or step.count < LEAST else step.count // LEAST * LEAST for step in told.steps]
    untold = told.euros is None or counts[-1] is None or 2 * told.largest > told.euros
    return Funnel(_steps(counts), None if untold else int(float(f"{told.euros:.1e}")))


def wilson(successes: int, trials: int, z: float = Z) -> tuple[float, float]:
    """Interval of a share: the score interval.

    ``(p + z²/2n ± z √(p(1−p)/n + z²/4n²)) / (1 + z²/n)``. Source: E. B. Wilson, "Probable Inference, the Law of
    Succession, and Statistical Inference", Journal of the American Statistical Association 22 (1927), 209–212.
    """
    share, square = successes / trials, z * z / trials
    centre = share + square / 2
    half = z * sqrt(share * (1 - share) / trials + square / (4 * trials))
    low = (centre - half) / (1 + square) if successes else 0.0
    high = (centre + half) / (1 + square) if successes < trials else 1.0
    return low, high


def _steps(counts: Sequence[int | None]) -> tuple[Step, ...]:
    steps = [Step(Stage.SUGGESTED, counts[0])]
    for stage, before, count in zip(list(Stage)[1:], counts, counts[1:], strict=False):
        if before and count is not None:
            low, high = wilson(count, before)
            steps.append(Step(stage, count, count / before, low, high))
        else:
            steps.append(Step(stage, count))
    return tuple(steps)


_undo = outcomes.alias("undo")
_with_undo = outcomes.outerjoin(_undo, _undo.c.undoes == outcomes.c.id)
_told = select(*outcomes.c, _undo.c.id.label("undone_by")).select_from(_with_undo)
_joined = _with_undo.join(organisations, organisations.c.id == outcomes.c.organisation_id).join(
    profiles,
    and_(profiles.c.organisation_id == organisations.c.id, profiles.c.version == organisations.c.version),
)


def _keep(
    transaction: Transaction, action: str, reached: Reached, author: UserId, undoes: str | None = None
) -> Outcome:
    row = {
        "id": new_id("out"),
        "organisation_id": reached.organisation_id,
        "ecosystem_id": reached.ecosystem_id,
        "stage": reached.stage.value,
        "day": reached.day,
        "euros": reached.euros,
        "undoes": undoes,
        "author": author,
        "at": transaction.at,
    }
    number = transaction.connection.execute(insert(outcomes).values(row).returning(outcomes.c.number)).scalar_one()
    told = {"company": reached.organisation_id, "stage": reached.stage.value}
    transaction.record(author, action, "outcome", str(row["id"]), **told)
    return Outcome(str(row["id"]), number, reached, author, transaction.at, undoes)


def _stood(before: datetime | None) -> list[ColumnElement[bool]]:
    """What was told, and not undone, at a moment; now, if none is given."""
    if before is None:
        return [_undo.c.id.is_(None)]
    return [outcomes.c.at < before, or_(_undo.c.id.is_(None), _undo.c.at >= before)]


def _admitted(among: Cohort) -> list[ColumnElement[bool]]:
    said = profiles.c.profile
    wanted: list[ColumnElement[bool]] = []
    if among.ecosystem_id is not None:
        wanted.append(outcomes.c.ecosystem_id == among.ecosystem_id)
    if among.country is not None:
        wanted.append(said["country"].as_string() == among.country)
    if among.region is not None:
        wanted.append(said["region"].as_string().startswith(among.region, autoescape=True))
    if among.advisor is not None:
        theirs = select(assignments.c.organisation_id).where(assignments.c.user_id == among.advisor)
        wanted.append(outcomes.c.organisation_id.in_(theirs))
    return wanted


def _outcome(row: RowMapping) -> Outcome:
    reached = Reached(
        OrganisationId(row["organisation_id"]),
        EcosystemId(row["ecosystem_id"]),
        Stage(row["stage"]),
        row["day"],
        row["euros"],
    )
    undone = row["undone_by"] is not None
    return Outcome(row["id"], row["number"], reached, UserId(row["author"]), row["at"], row["undoes"], undone)
