"""Pages by cursor: an opaque word that says what a page comes after, and stays good when rows come and go."""

import base64
import binascii
from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeVar

from fastapi import Query

from recommender.errors import QueryError

MAX_LIMIT = 100
"""Most rows of one page."""

T = TypeVar("T")

Limit = Annotated[int, Query(ge=1, le=MAX_LIMIT, description="Rows of one page.")]
Cursor = Annotated[
    str | None, Query(max_length=1000, description="`next_cursor` of the page before; absent for the first page.")
]


def write_cursor(after: str) -> str:
    """Pack what a page comes after."""
    return base64.urlsafe_b64encode(f"after:{after}".encode()).decode().rstrip("=")


def read_cursor(cursor: str) -> str:
    """Unpack what a page comes after.

    Raises
    ------
    QueryError
        If it is not a cursor that `write_cursor` gave.
    """
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        kind, colon, after = base64.b64decode(padded, altchars=b"-_", validate=True).decode().partition(":")
    except (UnicodeError, binascii.Error):
        kind, colon, after = "", "", ""
    if kind != "after" or not colon:
        raise QueryError("The cursor is not one that this service gave; start again without it.")
    return after


def read_number(cursor: str | None) -> int:
    """Unpack the number of the row that a page comes after; 0 for the first page.

    Raises
    ------
    QueryError
        If it is not a cursor that this service gave for such rows.
    """
    if cursor is None:
        return 0
    after = read_cursor(cursor)
    if not (after.isascii() and after.isdigit() and len(after) <= len(str(2**63))):
        raise QueryError("The cursor is not one that this service gave; start again without it.")
    return min(int(after), 2**63 - 1)


def cut(found: Sequence[tuple[int, T]], limit: int) -> tuple[list[T], str | None]:
    """Make a page of numbered rows, of which one more than `limit` was read: the rows, and the next cursor."""
    shown = found[:limit]
    return [row for _, row in shown], write_cursor(str(shown[-1][0])) if len(found) > limit else None


def write_day(day: date, last: str) -> str:
    """Pack the day and the id that a page comes after."""
    return write_cursor(f"{day.isoformat()}:{last}")


def read_day(cursor: str | None) -> tuple[date, str] | None:
    """Unpack the day and the id that a page comes after; None for the first page.

    Raises
    ------
    QueryError
        If it is not a cursor that this service gave for such rows.
    """
    if cursor is None:
        return None
    day, _, last = read_cursor(cursor).partition(":")
    try:
        return date.fromisoformat(day), last.replace("\0", "")
    except ValueError as error:
        raise QueryError("The cursor is not one that this service gave; start again without it.") from error
