"""Windows: whole years that end at a day, one after the other."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.splitting.windows import Window, year_after, years_before


def test_windows_are_whole_years_earliest_first() -> None:
    assert years_before(date(2024, 1, 1), 2) == [
        Window(date(2022, 1, 1), date(2023, 1, 1)),
        Window(date(2023, 1, 1), date(2024, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("until", "start"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2024, 3, 1), date(2023, 3, 1)),
        (date(2025, 2, 28), date(2024, 2, 28)),
    ],
)
def test_a_year_that_ends_at_a_leap_day_began_on_the_28th(until: date, start: date) -> None:
    assert years_before(until, 1) == [Window(start, until)]


def test_four_years_before_a_leap_day_is_a_leap_day() -> None:
    assert years_before(date(2024, 2, 29), 4)[0].start == date(2020, 2, 29)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 12))
def test_windows_follow_one_another_without_gap_or_overlap(until: date, count: int) -> None:
    windows = years_before(until, count)
    assert len(windows) == count
    assert all(one.end == two.start for one, two in pairwise(windows))
    assert all(365 <= (window.end - window.start).days <= 366 for window in windows)
    assert windows[-1].end == until


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2023, 5, 1), date(2024, 5, 1)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 12, 31), date(2024, 12, 31)),
    ],
)
def test_the_year_after_ends_on_the_same_day(day: date, end: date) -> None:
    assert year_after(day) == Window(day, end)
