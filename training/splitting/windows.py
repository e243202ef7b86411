"""Rolling windows: the past up to a day trains, the year that follows judges (global temporal split)."""

from calendar import isleap
from dataclasses import dataclass
from datetime import date
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` (included) to ``end`` (excluded); what is known is known before ``start``."""

    start: date
    end: date


def years_before(until: date, count: int) -> list[Window]:
    """The `count` whole years that end at `until`, earliest first."""
    edges = [_years_earlier(until, back) for back in range(count, -1, -1)]
    return [Window(start, end) for start, end in pairwise(edges)]


def year_after(day: date) -> Window:
    """The year that begins on a day."""
    return Window(day, _years_earlier(day, -1))


def _years_earlier(day: date, years: int) -> date:
    year = day.year - years
    leap_day = day.month == 2 and day.day == 29  # noqa: PLR2004 - 29 February
    return day.replace(year=year, day=28 if leap_day and not isleap(year) else day.day)
