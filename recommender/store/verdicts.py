"""What advisors and companies say of matches: given many at a time, never changed, folded to what holds now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, bindparam, insert, select

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, InputError, UnknownIdError
from recommender.store.ids import new_id
from recommender.store.nouns import DeclineReason, InterestState, Judgement, UserId, Verdict, VerdictId, VerdictKind
from recommender.store.schema import interests, organisations, runs, verdicts
from recommender.store.writer import Transaction

NEEDS = {
    VerdictKind.DECLINE: "reason",
    VerdictKind.SNOOZE: "until",
    VerdictKind.NOTE: "note",
    VerdictKind.UNDO: "undoes",
}
"""The one field that a kind cannot do without; no other kind may carry it, but for a note."""
PAGE = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds of a pair: the last word that was not undone, and since when."""

    ecosystem_id: EcosystemId
    kind: VerdictKind
    reason: DeclineReason | None
    until: date | None
    at: datetime

    def silences(self, day: date) -> bool:
        """Whether the pair is not to be suggested on a day."""
        snoozed = self.kind is VerdictKind.SNOOZE and self.until is not None and self.until > day
        return self.kind is VerdictKind.DECLINE or snoozed


def give(transaction: Transaction, *, judgements: Sequence[Judgement], author: UserId) -> list[Verdict]:
    """Keep judgements, all or none, in their order.

    Raises
    ------
    InputError
        If one lacks what its kind needs, carries what it cannot, or snoozes until a day that is not to come.
    UnknownIdError
        If a company, a run of it, or the verdict to be undone is not there.
    ConflictError
        If the verdict was undone before, or is an undo itself.
    """
    if not judgements:
        return []
    for place, judgement in enumerate(judgements, start=1):
        _check(judgement, place, transaction.at.date())
    _check_known(transaction.connection, judgements)
    _check_undone(transaction.connection, [j for j in judgements if j.undoes is not None])
    rows: list[dict[str, object]] = [
        {
            "id": new_id("ver"),
            "organisation_id": judgement.organisation_id,
            "ecosystem_id": judgement.ecosystem_id,
            "kind": judgement.kind.value,
            "reason": judgement.reason and judgement.reason.value,
            "note": judgement.note,
            "until": judgement.until,
            "undoes": judgement.undoes,
            "run_id": judgement.run_id,
            "author": author,
            "at": transaction.at,
        }
        for judgement in judgements
    ]
    numbers = _kept(transaction.connection, rows)
    for row in rows:
        transaction.record(
            author, "verdict.give", "verdict", str(row["id"]), company=row["organisation_id"], kind=row["kind"]
        )
    return [
        Verdict(VerdictId(str(row["id"])), number, judgement, author, transaction.at)
        for number, row, judgement in zip(numbers, rows, judgements, strict=True)
    ]


def listed(
    connection: Connection, organisation_id: OrganisationId, *, after: int = 0, limit: int = PAGE
) -> list[Verdict]:
    """Read a company's verdicts as they were given, from the one after number `after` on."""
    asked = _of(organisation_id).where(verdicts.c.number > after).order_by(verdicts.c.number).limit(limit)
    return [_verdict(row) for row in connection.execute(asked).mappings()]


def standings(connection: Connection, organisation_id: OrganisationId) -> dict[EcosystemId, Standing]:
    """Fold a company's verdicts: the last of each pair that was not undone, notes apart; the pair last judged last."""
    folded: dict[EcosystemId, Standing] = {}
    for row in connection.execute(_holding(verdicts.c.organisation_id == organisation_id)).mappings():
        standing = _standing(row)
        folded.pop(standing.ecosystem_id, None)
        folded[standing.ecosystem_id] = standing
    return folded


def silenced(connection: Connection, organisation_id: OrganisationId, *, day: date) -> frozenset[EcosystemId]:
    """Ecosystems that the company shall not be shown on a day: declined by either side, or snoozed past it."""
    mine = (interests.c.organisation_id == organisation_id, interests.c.state == InterestState.DECLINED.value)
    refused = connection.scalars(select(interests.c.ecosystem_id).where(*mine))
    found = standings(connection, organisation_id).values()
    return frozenset(standing.ecosystem_id for standing in found if standing.silences(day)).union(
        EcosystemId(ecosystem_id) for ecosystem_id in refused
    )


def silencing(connection: Connection, ecosystem_id: EcosystemId, *, day: date) -> frozenset[OrganisationId]:
    """Companies that shall not be shown to an ecosystem on a day, as they declined it or snoozed it past the day."""
    last = {
        row["organisation_id"]: row
        for row in connection.execute(_holding(verdicts.c.ecosystem_id == ecosystem_id)).mappings()
    }
    return frozenset(OrganisationId(company) for company, row in last.items() if _standing(row).silences(day))


def shortlist(connection: Connection, organisation_id: OrganisationId) -> list[Standing]:
    """What a company holds on to, shortlisted or accepted, latest first."""
    wanted = {VerdictKind.SHORTLIST, VerdictKind.ACCEPT}
    found = standings(connection, organisation_id).values()
    return [standing for standing in reversed(found) if standing.kind in wanted]


_undo = verdicts.alias("undo")
# Made once, not anew with each write. For one row SQLAlchemy has half the work that it has for many.
_KEEP = insert(verdicts).returning(verdicts.c.number, sort_by_parameter_order=True)
_KEEP_ONE = insert(verdicts).returning(verdicts.c.number)
_KNOWN = select(organisations.c.id).where(organisations.c.id.in_(bindparam("companies", expanding=True)))
_KNOWN_ONE = select(organisations.c.id).where(organisations.c.id == bindparam("company"))


def _kept(connection: Connection, rows: list[dict[str, object]]) -> Sequence[int]:
    """Insert rows; return their numbers in that order."""
    if len(rows) == 1:
        return [connection.execute(_KEEP_ONE, rows[0]).scalar_one()]
    return connection.scalars(_KEEP, rows).all()


def _known(connection: Connection, companies: set[OrganisationId]) -> set[str]:
    """Those of the companies that there are."""
    if len(companies) == 1:
        return set(connection.scalars(_KNOWN_ONE, {"company": next(iter(companies))}))
    return set(connection.scalars(_KNOWN, {"companies": list(companies)}))


def _of(organisation_id: OrganisationId) -> Select[tuple[object, ...]]:
    return _told(verdicts.c.organisation_id == organisation_id)


def _told(whose: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    joined = verdicts.outerjoin(_undo, _undo.c.undoes == verdicts.c.id)
    columns = (*verdicts.c, _undo.c.id.label("undone_by"))
    return select(*columns).select_from(joined).where(whose)


def _holding(whose: ColumnElement[bool]) -> Select[tuple[object, ...]]:
    """Verdicts that hold, notes apart, as they were given."""
    notes = (VerdictKind.NOTE.value, VerdictKind.UNDO.value)
    return _told(whose).where(verdicts.c.kind.not_in(notes), _undo.c.id.is_(None)).order_by(verdicts.c.number)


def _standing(row: RowMapping) -> Standing:
    reason = row["reason"] and DeclineReason(row["reason"])
    return Standing(EcosystemId(row["ecosystem_id"]), VerdictKind(row["kind"]), reason, row["until"], row["at"])


def _verdict(row: RowMapping) -> Verdict:
    judgement = Judgement(
        OrganisationId(row["organisation_id"]),
        EcosystemId(row["ecosystem_id"]),
        VerdictKind(row["kind"]),
        row["reason"] and DeclineReason(row["reason"]),
        row["note"],
        row["until"],
        row["undoes"],
        row["run_id"],
    )
    return Verdict(
        VerdictId(row["id"]), row["number"], judgement, UserId(row["author"]), row["at"], row["undone_by"] is not None
    )


def _check(judgement: Judgement, place: int, day: date) -> None:
    for fault in _faults(judgement, day):
        raise InputError(f"Verdict {place} of the batch: {fault}.")


def _faults(judgement: Judgement, day: date) -> Iterator[str]:
    kind, needed = judgement.kind, NEEDS.get(judgement.kind)
    if needed is not None and not getattr(judgement, needed):
        yield f"{kind} needs {needed!r}"
    for name in ("reason", "until", "undoes"):
        if name != needed and getattr(judgement, name) is not None:
            yield f"{kind} takes no {name!r}"
    if judgement.until is not None and judgement.until <= day:
        yield f"'until' is {judgement.until}; name a day after {day}"


def _check_known(connection: Connection, judgements: Sequence[Judgement]) -> None:
    companies = {judgement.organisation_id for judgement in judgements}
    if unknown := companies - _known(connection, companies):
        raise UnknownIdError(f"No company has the id {min(unknown)!r}.")
    wanted = {(j.run_id, j.organisation_id) for j in judgements if j.run_id is not None}
    if not wanted:
        return
    asked = select(runs.c.id, runs.c.organisation_id).where(runs.c.id.in_({run for run, _ in wanted}))
    if missing := wanted - {(row.id, row.organisation_id) for row in connection.execute(asked)}:
        raise UnknownIdError(f"The company has no run with the id {min(missing)[0]!r}.")


def _check_undone(connection: Connection, undoing: Sequence[Judgement]) -> None:
    wanted = [judgement.undoes for judgement in undoing]
    if not wanted:
        return
    if len(set(wanted)) < len(wanted):
        raise ConflictError("The batch undoes one verdict twice; name each once.")
    joined = verdicts.outerjoin(_undo, _undo.c.undoes == verdicts.c.id)
    asked = select(*verdicts.c, _undo.c.id.label("undone_by")).select_from(joined).where(verdicts.c.id.in_(wanted))
    found = {row["id"]: row for row in connection.execute(asked).mappings()}
    for judgement in undoing:
        row = found.get(judgement.undoes)
        pair = (judgement.organisation_id, judgement.ecosystem_id)
        if row is None or (row["organisation_id"], row["ecosystem_id"]) != pair:
            raise UnknownIdError(f"This match has no verdict with the id {judgement.undoes!r}.")
        if row["kind"] == VerdictKind.UNDO:
            raise ConflictError(f"Verdict {judgement.undoes!r} is an undo; give the verdict anew instead.")
        if row["undone_by"] is not None:
            raise ConflictError(f"Verdict {judgement.undoes!r} was undone already.")
