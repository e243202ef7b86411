"""The audit log: who did what to which object, each line chained to the one before by SHA-256.

It holds ids and codes, never names or texts, so that a company can be erased and the chain still holds.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping, func, insert, select

from recommender.errors import StoreError
from recommender.store.nouns import AuditEntry
from recommender.store.schema import audit

FIRST = ""
"""What the first line follows."""
TABLE = audit.name
"""Name of its table."""
PAGE = 1000
"""Lines read at once."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something that was done, before it has its place in the log."""

    actor: str
    action: str
    object_type: str
    object_id: str
    detail: dict[str, object] = field(default_factory=dict)


def digest(entry: AuditEntry) -> str:
    """Hash a line with the hash of the one before it, over JSON with sorted keys."""
    told = {
        "number": entry.number,
        "at": entry.at.astimezone(UTC).isoformat(),
        "actor": entry.actor,
        "action": entry.action,
        "object_type": entry.object_type,
        "object_id": entry.object_id,
        "detail": entry.detail,
        "previous": entry.previous,
    }
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def append(connection: Connection, at: datetime, acts: Sequence[Act]) -> None:
    """Add lines to the log; nobody else may write meanwhile."""
    if not acts:
        return
    head = connection.execute(select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)).first()
    number, previous = (0, FIRST) if head is None else (head.number, head.hash)
    lines = []
    for act in acts:
        number += 1
        entry = AuditEntry(
            number, at, act.actor, act.action, act.object_type, act.object_id, dict(act.detail), previous
        )
        previous = digest(entry)
        lines.append({**{name: getattr(entry, name) for name in _FIELDS}, "hash": previous})
    connection.execute(insert(audit), lines)


def entries(connection: Connection, *, after: int = 0, limit: int = PAGE) -> list[AuditEntry]:
    """Read lines in order, from the one after number `after` on."""
    asked = select(audit).where(audit.c.number > after).order_by(audit.c.number).limit(limit)
    return [_entry(row) for row in connection.execute(asked).mappings()]


def last(connection: Connection) -> int:
    """Number of the last line; 0 where there is none."""
    return connection.scalar(select(func.max(audit.c.number))) or 0


def objects(connection: Connection, object_type: str, *, after: int) -> tuple[frozenset[str], int]:
    """Ids of the objects of a type that lines after number `after` are about, and the number of the last line."""
    about = select(audit.c.object_id).where(audit.c.number > after, audit.c.object_type == object_type).distinct()
    return frozenset(connection.scalars(about)), last(connection)


def verify(connection: Connection) -> int:
    """Walk the whole chain; return how many lines there are.

    What it cannot see is that lines were cut off at the end: keep the last hash elsewhere to see that too.

    Raises
    ------
    StoreError
        If a line was changed, removed or put in; the message names the first.
    """
    number, previous = 0, FIRST
    for entry in _all(connection):
        number += 1
        sound = entry.number == number and entry.previous == previous and entry.hash == digest(replace(entry, hash=""))
        if not sound:
            raise StoreError(
                f"The audit log is not what was written: line {number} does not follow from the one before; "
                "compare the database with a backup."
            )
        previous = entry.hash
    return number


def _all(connection: Connection) -> Iterator[AuditEntry]:
    after = 0
    while page := entries(connection, after=after):
        yield from page
        after = page[-1].number


def _entry(row: RowMapping) -> AuditEntry:
    return AuditEntry(**{name: row[name] for name in (*_FIELDS, "hash")})


_FIELDS = ("number", "at", "actor", "action", "object_type", "object_id", "detail", "previous")
