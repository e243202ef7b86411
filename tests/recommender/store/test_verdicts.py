"""Verdicts: given whole or not at all, undone, folded."""

from datetime import timedelta
from functools import partial

import pytest

from recommender.entities import OrganisationId
from recommender.errors import ConflictError, InputError, KumppaniError, UnknownIdError
from recommender.store import audit, verdicts
from recommender.store.nouns import DeclineReason, Judgement, Verdict, VerdictId, VerdictKind
from recommender.store.store import Store
from tests.databases import START
from tests.recommender.store.rows import ADVISOR, FOREST, ORG, OTHER, WATER, company, ranked, say

TODAY = START.date()
DECLINE = say(VerdictKind.DECLINE, reason=DeclineReason.TOO_EARLY)


@pytest.fixture
def companies(store: Store) -> Store:
    company(store)
    company(store, OTHER)
    return store


def give(store: Store, *judgements: Judgement) -> list[Verdict]:
    return store.write(partial(verdicts.give, judgements=judgements, author=ADVISOR))


def silent(store: Store, days: int = 0) -> set[str]:
    with store.reading() as connection:
        return set(verdicts.silenced(connection, ORG, day=TODAY + timedelta(days=days)))


def undo(verdict: Verdict, company: OrganisationId = ORG) -> Judgement:
    return say(VerdictKind.UNDO, verdict.judgement.ecosystem_id, company, undoes=verdict.id)


def test_verdicts_are_kept_as_given_in_their_order_and_read_in_pages(companies: Store) -> None:
    ranked(companies, "run-1")
    judgements = [
        say(VerdictKind.ACCEPT, run_id="run-1"),
        DECLINE,
        say(VerdictKind.SNOOZE, FOREST, until=TODAY + timedelta(days=1)),
        say(VerdictKind.NOTE, note="Ring Pekka on Monday — ÅÄÖ"),
        say(VerdictKind.SHORTLIST, company=OTHER),
    ]
    given = give(companies, *judgements)
    assert [verdict.judgement for verdict in given] == judgements
    with companies.reading() as connection:
        found = verdicts.listed(connection, ORG)
        pages = [*verdicts.listed(connection, ORG, limit=3), *verdicts.listed(connection, ORG, after=found[2].number)]
        assert verdicts.listed(connection, OTHER) == given[4:]
    assert found == pages == given[:4]
    assert [verdict.author for verdict in found] == [ADVISOR] * 4


def test_a_no_thanks_silences_the_pair_at_once_until_it_is_undone(companies: Store) -> None:
    [declined] = give(companies, DECLINE)
    assert silent(companies) == {WATER}
    give(companies, undo(declined))
    assert silent(companies) == set()
    with companies.reading() as connection:
        assert [verdict.undone for verdict in verdicts.listed(connection, ORG)] == [True, False]
        assert audit.verify(connection) == 2


def test_a_snooze_silences_until_its_day(companies: Store) -> None:
    give(companies, say(VerdictKind.SNOOZE, until=TODAY + timedelta(days=7)))
    assert [silent(companies, days) for days in (0, 6, 7)] == [{WATER}, {WATER}, set()]


def test_an_ecosystem_is_silenced_for_the_same_companies(companies: Store) -> None:
    [declined, _] = give(companies, DECLINE, say(VerdictKind.SNOOZE, FOREST, until=TODAY + timedelta(days=7)))
    give(
        companies,
        say(VerdictKind.DECLINE, company=OTHER, reason=DeclineReason.OTHER),
        say(VerdictKind.ACCEPT, company=OTHER),
    )
    give(companies, say(VerdictKind.NOTE, note="hm"))

    def silencing(days: int = 0) -> list[set[OrganisationId]]:
        with companies.reading() as connection:
            return [
                set(verdicts.silencing(connection, which, day=TODAY + timedelta(days=days)))
                for which in (WATER, FOREST)
            ]

    assert silencing() == [{ORG}, {ORG}]
    assert silencing(7) == [{ORG}, set()]
    give(companies, undo(declined))
    assert silencing() == [set(), {ORG}]


def test_the_last_word_that_stands_holds_and_notes_change_nothing(companies: Store) -> None:
    give(companies, DECLINE, say(VerdictKind.SHORTLIST), say(VerdictKind.SHORTLIST, FOREST))
    [accepted, _] = give(companies, say(VerdictKind.ACCEPT, FOREST), say(VerdictKind.NOTE, note="hm"))
    with companies.reading() as connection:
        found = [(s.ecosystem_id, s.kind) for s in verdicts.shortlist(connection, ORG)]
        assert found == [(FOREST, VerdictKind.ACCEPT), (WATER, VerdictKind.SHORTLIST)]
    give(companies, undo(accepted), DECLINE)
    with companies.reading() as connection:
        [kept] = verdicts.shortlist(connection, ORG)
        assert (kept.ecosystem_id, kept.kind) == (FOREST, VerdictKind.SHORTLIST)
        assert verdicts.standings(connection, ORG)[WATER].reason is DeclineReason.TOO_EARLY
        assert verdicts.standings(connection, OTHER) == {}


@pytest.mark.parametrize(
    ("judgement", "fault", "message"),
    [
        (say(VerdictKind.DECLINE), InputError, "Verdict 2 of the batch: decline needs 'reason'"),
        (say(VerdictKind.SNOOZE), InputError, "snooze needs 'until'"),
        (say(VerdictKind.SNOOZE, until=TODAY), InputError, "'until' is 2026-03-01; name a day after 2026-03-01"),
        (say(VerdictKind.NOTE), InputError, "note needs 'note'"),
        (say(VerdictKind.UNDO), InputError, "undo needs 'undoes'"),
        (say(VerdictKind.ACCEPT, reason=DeclineReason.OTHER), InputError, "accept takes no 'reason'"),
        (say(VerdictKind.NOTE, note="x", undoes=VerdictId("v")), InputError, "note takes no 'undoes'"),
        (say(VerdictKind.ACCEPT, company=OrganisationId("org-x")), UnknownIdError, "No company has the id 'org-x'"),
        (say(VerdictKind.ACCEPT, run_id="run-b"), UnknownIdError, "no run with the id 'run-b'"),
        (say(VerdictKind.UNDO, undoes=VerdictId("ver-none")), UnknownIdError, "no verdict with the id 'ver-none'"),
    ],
)  # fmt: skip
def test_one_that_is_wrong_keeps_the_whole_batch_out(
    companies: Store, judgement: Judgement, fault: type[KumppaniError], message: str
) -> None:
    ranked(companies, "run-b", OTHER)
    with pytest.raises(fault, match=message):
        give(companies, say(VerdictKind.ACCEPT), judgement)
    with companies.reading() as connection:
        assert verdicts.listed(connection, ORG) == []
        assert audit.entries(connection) == []


def test_nothing_is_undone_twice_nor_by_another_match(companies: Store) -> None:
    [declined] = give(companies, DECLINE)
    for judgement in (undo(declined, company=OTHER), say(VerdictKind.UNDO, FOREST, undoes=declined.id)):
        with pytest.raises(UnknownIdError, match="This match has no verdict"):
            give(companies, judgement)
    with pytest.raises(ConflictError, match="undoes one verdict twice"):
        give(companies, undo(declined), undo(declined))
    [undone] = give(companies, undo(declined))
    with pytest.raises(ConflictError, match="was undone already"):
        give(companies, undo(declined))
    with pytest.raises(ConflictError, match="is an undo"):
        give(companies, undo(undone))


def test_nothing_to_say_is_nothing_said(companies: Store) -> None:
    assert give(companies) == []


def test_the_audit_log_holds_no_texts(companies: Store) -> None:
    [noted] = give(companies, say(VerdictKind.NOTE, note="a secret"))
    with companies.reading() as connection:
        [line] = audit.entries(connection)
    assert (line.actor, line.action, line.object_id) == (ADVISOR, "verdict.give", noted.id)
    assert line.detail == {"company": ORG, "kind": "note"}
