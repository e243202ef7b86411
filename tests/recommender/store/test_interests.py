"""Interests: two sides that learn of each other only when both will."""

from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import update

from recommender.entities import OrganisationId, SizeClass
from recommender.errors import ConflictError, UnknownIdError
from recommender.store import audit, interests, verdicts
from recommender.store.database import writing
from recommender.store.interests import Contact, Introduction, Line
from recommender.store.nouns import DeclineReason, Interest, InterestState, Role, UserId, VerdictKind
from recommender.store.schema import organisations
from recommender.store.store import Store
from tests.databases import START, Clock
from tests.recommender.store.rows import ADVISOR, FOREST, ORG, OTHER, WATER, account, company, say

FLAG = UserId("usr-flagship")
SECRETS = ("Secret Oy", "https://secret.example", "our secret message", ORG, ADVISOR)


@pytest.fixture
def asking(store: Store) -> Store:
    company(store, name="Secret Oy", website="https://secret.example", region="FI1D")
    company(store, OTHER, consent=False)
    account(store, ADVISOR, Role.ADVISOR)
    account(store, FLAG, Role.FLAGSHIP, ecosystem_id=WATER)
    return store


def express(store: Store, organisation_id: OrganisationId = ORG) -> Interest:
    asked = partial(interests.express, organisation_id=organisation_id, ecosystem_id=WATER)
    return store.write(partial(asked, message="our secret message", author=ADVISOR))


def answer(store: Store, found: Interest, *, agrees: bool) -> Line:
    asked = partial(interests.answer, interest_id=found.id, ecosystem_id=WATER, agrees=agrees)
    return store.write(partial(asked, author=FLAG))


def seen(store: Store) -> list[Line]:
    with store.reading() as connection:
        return interests.lines(connection, WATER)


def test_until_it_agrees_the_asked_side_sees_a_day_a_country_and_a_size(asking: Store) -> None:
    found = express(asking)
    [line] = seen(asking)
    assert line == Line(found.id, START.date(), "FI", SizeClass.SMALL, InterestState.OPEN)
    assert not any(secret in str(asdict(line)) for secret in SECRETS)
    with asking.reading() as connection:
        assert interests.counts(connection, WATER) == {"open": 1, "agreed": 0, "declined": 0}
        assert interests.counts(connection, FOREST) == {"open": 0, "agreed": 0, "declined": 0}
        assert interests.lines(connection, FOREST) == []
        assert interests.contact(connection, found) is None


def test_once_it_agrees_both_see_each_other(asking: Store) -> None:
    line = answer(asking, express(asking), agrees=True)
    who = Contact("Usr-Advisor", "usr-advisor@example.fi")
    assert line.introduction == Introduction("Secret Oy", "https://secret.example", "our secret message", who)
    assert seen(asking) == [line]
    with asking.reading() as connection:
        [mine] = interests.of_company(connection, ORG)
        assert interests.contact(connection, mine) == Contact("Usr-Flagship", "usr-flagship@example.fi")
        assert audit.verify(connection) == 2


def test_a_declined_pair_stays_without_names_and_is_silenced(asking: Store) -> None:
    line = answer(asking, express(asking), agrees=False)
    assert (line.state, line.introduction) == (InterestState.DECLINED, None)
    with asking.reading() as connection:
        [mine] = interests.of_company(connection, ORG)
        assert (mine.state, interests.contact(connection, mine)) == (InterestState.DECLINED, None)
        assert verdicts.silenced(connection, ORG, day=START.date()) == {WATER}
    with pytest.raises(ConflictError, match="asked this ecosystem already; that interest is declined"):
        express(asking)


@pytest.mark.parametrize("agreed", [True, False])
def test_what_is_withdrawn_or_lost_its_consent_is_gone_for_the_other_side(asking: Store, *, agreed: bool) -> None:
    found = express(asking)
    if agreed:
        answer(asking, found, agrees=True)
    with writing(asking.engine) as connection:
        connection.execute(update(organisations).values(contact_consent=False))
    assert seen(asking) == []
    with pytest.raises(UnknownIdError):
        answer(asking, found, agrees=True)
    with writing(asking.engine) as connection:
        connection.execute(update(organisations).values(contact_consent=True))
    assert len(seen(asking)) == 1
    gone = asking.write(partial(interests.withdraw, interest_id=found.id, author=ADVISOR))
    assert gone.state is InterestState.WITHDRAWN
    assert seen(asking) == []
    with pytest.raises(UnknownIdError):
        answer(asking, found, agrees=True)
    with pytest.raises(ConflictError, match="is withdrawn already"):
        asking.write(partial(interests.withdraw, interest_id=found.id, author=ADVISOR))
    assert express(asking).state is InterestState.OPEN


def test_who_does_not_consent_who_asked_and_who_declined_cannot_ask(asking: Store) -> None:
    with pytest.raises(ConflictError, match="does not consent to be contacted"):
        express(asking, OTHER)
    with pytest.raises(UnknownIdError, match="'org-none'"):
        express(asking, OrganisationId("org-none"))
    decline = say(VerdictKind.DECLINE, reason=DeclineReason.OTHER)
    [declined] = asking.write(partial(verdicts.give, judgements=[decline], author=ADVISOR))
    with pytest.raises(ConflictError, match="undo that verdict first"):
        express(asking)
    undo = say(VerdictKind.UNDO, undoes=declined.id)
    asking.write(partial(verdicts.give, judgements=[undo], author=ADVISOR))
    express(asking)
    with pytest.raises(ConflictError, match="that interest is open"):
        express(asking)


def test_another_ecosystem_and_a_second_answer_are_refused(asking: Store) -> None:
    found = express(asking)
    foreign = partial(interests.answer, interest_id=found.id, ecosystem_id=FOREST, agrees=True, author=FLAG)
    for missing in (foreign, partial(interests.withdraw, interest_id="int-none", author=FLAG)):
        with pytest.raises(UnknownIdError, match="No interest has the id"):
            asking.write(missing)
    answer(asking, found, agrees=False)
    with pytest.raises(ConflictError, match="is declined already"):
        answer(asking, found, agrees=True)


def test_pages_follow_days_and_random_ids_never_who_came_first(store: Store, clock: Clock) -> None:
    expected = []
    for number in range(12):
        who = OrganisationId(f"org-{number}")
        company(store, who)
        clock.at += timedelta(hours=6)
        found = express(store, who)
        expected.append((found.at.date(), found.id))
    pages: list[Line] = []
    with store.reading() as connection:
        while page := interests.lines(
            connection, WATER, after=(pages[-1].day, pages[-1].id) if pages else None, limit=5
        ):
            pages += page
    assert [(line.day, line.id) for line in pages] == sorted(expected)
    assert len({line.day for line in pages}) > 2
    assert {replace(line, id="", day=START.date()) for line in pages} == {
        Line("", START.date(), "FI", SizeClass.SMALL, InterestState.OPEN)
    }
