"""Rows of exports: whole for those who may see them, without names, texts and ids for others."""

from datetime import date, timedelta
from functools import partial

import pytest

from recommender.entities import OrganisationId
from recommender.store import exports, verdicts
from recommender.store.companies import Mark
from recommender.store.companies import mark as mark_company
from recommender.store.nouns import DeclineReason, Judgement, Verdict, VerdictKind
from recommender.store.store import Store
from tests.databases import START, Clock
from tests.recommender.store.rows import ADVISOR, FOREST, ORG, OTHER, WATER, company, say


@pytest.fixture
def judged(store: Store, clock: Clock) -> Store:
    """Verdicts of a month that is over."""
    clock.at = START - timedelta(days=10)
    company(store, name="Secret Oy", business_id="1234567-8", website="https://secret.example", sectors=("26", "62"))
    company(store, OTHER, country="SE")
    give(
        store,
        say(VerdictKind.DECLINE, reason=DeclineReason.TOO_SMALL, note="a secret"),
        say(VerdictKind.ACCEPT, FOREST),
    )
    [noted] = give(store, say(VerdictKind.NOTE, company=OTHER, note="another secret"))
    give(store, say(VerdictKind.UNDO, company=OTHER, undoes=noted.id), say(VerdictKind.SHORTLIST, company=OTHER))
    clock.at = START
    return store


def give(store: Store, *judgements: Judgement) -> list[Verdict]:
    return store.write(partial(verdicts.give, judgements=judgements, author=ADVISOR))


def test_verdicts_are_told_with_names_and_notes_page_by_page(judged: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(exports.verdict_lines(judged, None))
    assert [(line["company"], line["kind"], line["note"], line["undone"]) for line in whole] == [
        ("Secret Oy", "decline", "a secret", False), ("Secret Oy", "accept", "", False),
        ("A Oy", "note", "another secret", True), ("A Oy", "undo", "", False), ("A Oy", "shortlist", "", False),
    ]  # fmt: skip
    assert [line["company_id"] for line in exports.verdict_lines(judged, frozenset({OTHER}))] == [OTHER] * 3
    assert list(exports.verdict_lines(judged, frozenset())) == []
    monkeypatch.setattr(exports, "PAGE", 2)
    assert list(exports.verdict_lines(judged, None)) == whole


def test_pseudonymous_verdicts_tell_no_name_no_text_no_id_and_other_numbers_each_time(judged: Store) -> None:
    lines = list(exports.pseudonymous_verdict_lines(judged))
    assert [(line["ecosystem_id"], line["kind"], line["reason"]) for line in lines] == [
        (WATER, "decline", "too_small"), (FOREST, "accept", None), (WATER, "shortlist", None),
    ]  # fmt: skip
    first, second, third = (line["company_number"] for line in lines)
    assert first == second != third
    told = str(lines)
    assert not [secret for secret in ("secret", "Secret", ORG, OTHER, ADVISOR, "A Oy", "ver-") if secret in told]
    again = [line["company_number"] for line in exports.pseudonymous_verdict_lines(judged)]
    assert not {first, third} & set(again)


def test_pseudonymous_verdicts_tell_months_that_are_over_and_no_days(judged: Store, clock: Clock) -> None:
    until = START.date() + timedelta(days=100)
    give(judged, say(VerdictKind.SNOOZE, until=until))
    lines = list(exports.pseudonymous_verdict_lines(judged))
    assert {line["month"] for line in lines} == {"2026-02"}
    clock.at = START + timedelta(days=31)
    later = list(exports.pseudonymous_verdict_lines(judged))
    assert [(line["month"], line["until"]) for line in later[len(lines) :]] == [("2026-03", until.isoformat()[:7])]
    assert not [value for line in later for value in line.values() if isinstance(value, date)]


def test_an_undo_is_told_when_its_month_is_over(judged: Store, clock: Clock) -> None:
    with judged.reading() as connection:
        accepted = verdicts.listed(connection, ORG)[1]
    give(judged, say(VerdictKind.UNDO, FOREST, undoes=accepted.id))
    for moment, undone in ((START, False), (START + timedelta(days=31), True)):
        clock.at = moment
        assert [line["undone"] for line in exports.pseudonymous_verdict_lines(judged)] == [False, undone, False]


def test_country_and_size_are_told_of_those_that_share_them_with_enough_others(judged: Store) -> None:
    for number in range(4):
        company(judged, OrganisationId(f"org-{number}"))
    lines = list(exports.pseudonymous_verdict_lines(judged))
    assert [(line["country"], line["size"]) for line in lines] == [("FI", "small"), ("FI", "small"), (None, None)]
    judged.write(
        partial(mark_company, organisation_id=OrganisationId("org-0"), as_=Mark.SOLE_TRADER, holds=True, actor=ADVISOR)
    )
    assert {line["country"] for line in exports.pseudonymous_verdict_lines(judged)} == {None}


@pytest.mark.parametrize("mark", [Mark.OBJECTED, Mark.SOLE_TRADER])
def test_who_objected_and_sole_traders_are_in_no_pseudonymous_export(judged: Store, mark: Mark) -> None:
    judged.write(partial(mark_company, organisation_id=ORG, as_=mark, holds=True, actor=ADVISOR))
    assert [line["kind"] for line in exports.pseudonymous_verdict_lines(judged)] == ["shortlist"]


def test_companies_are_told_with_what_they_say_now(judged: Store) -> None:
    [one, two] = exports.company_lines(judged, None)
    assert (one["id"], one["name"], one["sectors"], one["country"]) == (ORG, "Secret Oy", "26 | 62", "FI")
    assert (two["id"], two["contact_consent"]) == (OTHER, True)
    assert [line["id"] for line in exports.company_lines(judged, frozenset({OTHER}))] == [OTHER]
