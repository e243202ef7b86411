from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recommender.entities import SizeClass
from recommender.sheets.values import parse_day, parse_flag, parse_list, parse_size, stable_id


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-31", date(2024, 5, 31)),
        ("2024-05-31T10:00:00", date(2024, 5, 31)),
        ("31.5.2024", date(2024, 5, 31)),
        ("31.05.2024", date(2024, 5, 31)),
        ("05/31/2024", None),
        ("2023-02-29", None),
        ("1899-12-31", None),
        ("", None),
    ],
)
def test_days(text: str, day: date | None) -> None:
    assert parse_day(text) == day


@given(st.dates(min_value=date(1900, 1, 1)))
def test_every_day_is_read_back(day: date) -> None:
    assert parse_day(day.isoformat()) == parse_day(f"{day.day}.{day.month}.{day.year:04d}") == day


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("0", SizeClass.MICRO),
        ("9", SizeClass.MICRO),
        ("10", SizeClass.SMALL),
        ("49", SizeClass.SMALL),
        ("50", SizeClass.MEDIUM),
        ("249", SizeClass.MEDIUM),
        ("250", SizeClass.LARGE),
        ("10-49", SizeClass.SMALL),
        ("5 – 20", SizeClass.SME),
        ("200-300", SizeClass.UNKNOWN),
        ("Micro", SizeClass.MICRO),
        ("PK-yritys", SizeClass.SME),
        ("keskisuuri", SizeClass.MEDIUM),
        ("litet", SizeClass.SMALL),
        ("okänd", SizeClass.UNKNOWN),
        ("many", None),
        ("-1", None),
        ("", None),
    ],
)
def test_sizes(text: str, size: SizeClass | None) -> None:
    assert parse_size(text) is size


@pytest.mark.parametrize(("text", "flag"), [("Kyllä", True), ("ja", True), ("nej", False), ("0", False), ("?", None)])
def test_flags(text: str, flag: bool | None) -> None:  # noqa: FBT001  what is tested is a flag
    assert parse_flag(text) is flag


def test_lists() -> None:
    assert parse_list(" a ; b|c\n a;;") == ("a", "b", "c")
    assert parse_list("") == ()


@given(st.text(), st.text())
def test_ids_are_short_and_plain(name: str, place: str) -> None:
    made = stable_id(name, place)
    assert made == stable_id(name, place)
    assert len(made) <= 57
    assert set(made) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
