"""Verdicts on single rows of people's own files: why one cannot be used, and from which day one counts as known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from recommender.sheets.reading import Row
from recommender.sheets.values import parse_day
from recommender.tables import frame
from training.sources.quarantine import shortened

ID_LIMIT = 200
"""Longest id, in characters."""


class Unusable(Exception):  # noqa: N818  a verdict on one row that its source catches, not an error that users meet
    """A row cannot be used; the message is the reason that the quarantine table gives."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used."""

    file: Path
    row: Row
    reason: str


def quarantine_frame(source: str, rows: Sequence[Refused]) -> pd.DataFrame:
    """Table ``quarantine`` of one source."""
    return frame("quarantine", [(source, r.file.name, str(r.row.line), r.reason, _record(r.row)) for r in rows])


def _record(row: Row) -> str:
    return shortened(dict[object, object](row.cells.items()))


def day_of(row: Row, column: str, known_on: date, default: date | None = None) -> date:
    """Day that `column` states, `default` where it is empty.

    Raises
    ------
    Unusable
        If it is missing, not a day, or after `known_on`.
    """
    text = row.cells.get(column, "")
    day = parse_day(text) if text else default
    if not text and day is None:
        raise Unusable(f"{column} is empty; write a day such as 2024-05-31")
    if day is None:
        raise Unusable(f"{column} {text[:40]!r} is not a day; write it as 2024-05-31")
    if day > known_on:
        raise Unusable(f"{column} {day} lies after {known_on}")
    return day


def id_of(row: Row, column: str) -> str:
    """Id in `column`.

    Raises
    ------
    Unusable
        If it is missing, too long or holds characters that no id has.
    """
    text = row.cells.get(column, "")
    if not text:
        raise Unusable(f"{column} is empty")
    if len(text) > ID_LIMIT:
        raise Unusable(f"{column} has {len(text)} characters; the limit is {ID_LIMIT}")
    if not text.isprintable():
        raise Unusable(f"{column} holds a control character")
    return text
