"""Set bad rows aside, each with the reason and the line it came from, so that they do not spoil the rest."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from recommender.tables import COLUMNS, frame

PLACE = ("source", "file", "line")
"""Columns that say where a row came from: archive, file within it, line where the record starts (from 1)."""

LONGEST_VALUE = 200
"""Characters of each value that are kept in the quarantine."""


def set_aside(rows: pd.DataFrame, reasons: Mapping[str, "pd.Series[bool]"]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Part rows into those to use and the quarantine; the first reason that holds for a row is given.

    Parameters
    ----------
    rows
        With the columns of `PLACE`.
    reasons
        Reason → for which rows it holds, on the index of `rows`.

    Returns
    -------
    kept, quarantine
        The rest of `rows`, and a table ``quarantine``.
    """
    free = pd.Series(data=True, index=rows.index)
    parts = [frame("quarantine")]
    for reason, holds in reasons.items():
        bad = rows[holds & free]
        free &= ~holds
        if len(bad):
            values = bad.drop(columns=list(PLACE)).to_dict("records")
            parts.append(
                frame(
                    "quarantine",
                    [
                        (source, file, str(line), reason, shortened(record))
                        for source, file, line, record in zip(
                            bad["source"], bad["file"], bad["line"], values, strict=True
                        )
                    ],
                )
            )
    return rows[free], pd.concat(parts, ignore_index=True)


def shortened(record: Mapping[Any, Any] | Sequence[str]) -> str:
    """Write a record as JSON, each value cut at `LONGEST_VALUE` characters."""
    cut = (
        {str(column): str(value)[:LONGEST_VALUE] for column, value in record.items()}
        if isinstance(record, Mapping)
        else [value[:LONGEST_VALUE] for value in record]
    )
    return json.dumps(cut, ensure_ascii=False)


def counted(quarantine: pd.DataFrame) -> dict[str, int]:
    """Rows by reason, most frequent first."""
    counts = quarantine[COLUMNS["quarantine"][3]].value_counts()
    return {str(reason): int(n) for reason, n in sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))}
