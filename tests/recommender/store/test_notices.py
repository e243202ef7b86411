"""When sole traders were told that their data are kept, and who has to be told yet."""

from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest

from recommender.entities import OrganisationId
from recommender.errors import ConflictError, InputError, UnknownIdError
from recommender.store import audit, companies, erasure, exports, notices
from recommender.store.companies import Mark
from recommender.store.notices import Channel, Told
from recommender.store.nouns import Role, User, UserId
from recommender.store.store import Store
from tests.databases import START, Clock
from tests.recommender.store.rows import ADVISOR, ORG, OTHER, account, assigned, company

ADMIN = User(UserId("usr-admin"), "admin", Role.ADMIN)
LOOKING = User(ADVISOR, "advisor", Role.ADVISOR)
TODAY = START.date()


def sole(store: Store, *which: OrganisationId) -> None:
    for one in which or (ORG,):
        company(store, one, name=f"Tmi {one}")
        mark = partial(companies.mark, organisation_id=one, as_=Mark.SOLE_TRADER, holds=True, actor=ADVISOR)
        store.write(mark)


def give(store: Store, which: OrganisationId = ORG, day: date = TODAY) -> notices.Notice:
    told = Told(which, Channel.EMAIL, "2026-01", day)
    return store.write(partial(notices.give, told=told, author=ADVISOR))


def untold(store: Store, user: User = ADMIN) -> list[str]:
    with store.reading() as connection:
        return [found.organisation_id for _, found in notices.untold(connection, user)]


def test_who_was_told_is_waited_for_no_more(store: Store, clock: Clock) -> None:
    clock.at += timedelta(days=3)
    sole(store, ORG, OTHER)
    company(store, OrganisationId("org-ltd"))
    assert untold(store) == [ORG, OTHER]
    first = give(store)
    again = give(store, day=TODAY + timedelta(days=3))
    assert untold(store) == [OTHER]
    with store.reading() as connection:
        assert notices.page(connection, ORG) == [(first.number, first), (again.number, again)]
        assert notices.page(connection, ORG, after=first.number, limit=1) == [(again.number, again)]
        acts = [line for line in audit.entries(connection) if line.object_type == "notice"]
    assert [(line.action, line.object_id, line.detail) for line in acts[:1]] == [
        ("notice.give", first.id, {"company": ORG, "channel": "email"})
    ]


def test_each_sees_who_is_to_be_told_of_what_it_sees(store: Store) -> None:
    sole(store, ORG, OTHER)
    account(store, ADVISOR, Role.ADVISOR)
    assigned(store, OTHER, ADVISOR)
    assert untold(store, LOOKING) == [OTHER]
    assert untold(store, User(UserId("usr-a"), "a", Role.SME, organisation_id=ORG)) == [ORG]
    assert untold(store, User(UserId("usr-b"), "b", Role.SCIENTIST)) == []
    with store.reading() as connection:
        [(number, found)] = notices.untold(connection, ADMIN, limit=1)
        assert (found.name, found.since, found.due) == (f"Tmi {ORG}", TODAY, date(2026, 4, 1))
        assert [one.organisation_id for _, one in notices.untold(connection, ADMIN, after=number)] == [OTHER]


def test_who_has_entered_the_own_data_is_not_waited_for(store: Store) -> None:
    sole(store, ORG, OTHER)
    account(store, ADVISOR, Role.SME, organisation_id=ORG)
    assert untold(store) == [OTHER]
    assert [line["company_id"] for line in exports.notice_lines(store, None)] == [OTHER]
    give(store)
    assert [line["company_id"] for line in exports.notice_lines(store, None)] == [OTHER, ORG]


@pytest.mark.parametrize(
    ("since", "last"),
    [("2026-01-05", "2026-02-05"), ("2026-01-31", "2026-02-28"), ("2028-01-30", "2028-02-29"),
     ("2026-12-31", "2027-01-31"), ("2026-11-30", "2026-12-30")],
)  # fmt: skip
def test_a_month_ends_on_the_same_day_of_the_next_or_on_its_last(since: str, last: str) -> None:
    moment = datetime.combine(date.fromisoformat(since), datetime.max.time(), UTC)
    assert notices.due(moment) == date.fromisoformat(last)


def test_only_a_sole_trader_is_told_and_on_no_day_that_cannot_be(store: Store, clock: Clock) -> None:
    company(store)
    with pytest.raises(ConflictError, match="no sole trader"):
        give(store)
    sole(store, OTHER)
    with pytest.raises(InputError, match="to come"):
        give(store, OTHER, TODAY + timedelta(days=1))
    with pytest.raises(InputError, match=f"not kept yet; name {TODAY}"):
        give(store, OTHER, TODAY - timedelta(days=1))
    assert untold(store) == [OTHER]
    clock.at += timedelta(days=1)
    assert give(store, OTHER, TODAY + timedelta(days=1)).told.day == TODAY + timedelta(days=1)
    with pytest.raises(UnknownIdError):
        give(store, OrganisationId("org-none"))


def test_who_is_no_sole_trader_any_more_keeps_its_notices_and_is_not_waited_for(store: Store) -> None:
    sole(store, ORG, OTHER)
    kept = give(store)
    for one in (ORG, OTHER):
        mark = partial(companies.mark, organisation_id=one, as_=Mark.SOLE_TRADER, holds=False, actor=ADVISOR)
        store.write(mark)
    assert untold(store) == []
    with store.reading() as connection:
        assert [found for _, found in notices.page(connection, ORG)] == [kept]


def test_what_was_kept_by_mistake_is_taken_away_and_the_log_tells_so(store: Store) -> None:
    sole(store, ORG, OTHER)
    kept = give(store)
    for which, notice in ((OTHER, kept.id), (ORG, "ntc-none")):
        with pytest.raises(UnknownIdError):
            store.write(partial(notices.withdraw, organisation_id=which, notice_id=notice, author=ADVISOR))
    store.write(partial(notices.withdraw, organisation_id=ORG, notice_id=kept.id, author=ADVISOR))
    assert untold(store) == [ORG, OTHER]
    with store.reading() as connection:
        last = list(audit.entries(connection))[-1]
    assert (last.action, last.object_id, last.detail) == ("notice.withdraw", kept.id, {"company": ORG})


def test_notices_are_told_and_erased_with_the_company(store: Store) -> None:
    sole(store, ORG, OTHER)
    kept = give(store)
    give(store, OTHER)
    with store.reading() as connection:
        [told] = erasure.held(connection, ORG)["notices"]
    assert (told["id"], told["channel"], told["version"], told["day"]) == (kept.id, "email", "2026-01", "2026-03-01")
    assert store.write(partial(erasure.erase, organisation_id=ORG, author=ADVISOR))["notices"] == 1
    with store.reading() as connection:
        assert notices.page(connection, ORG) == []
        assert len(notices.page(connection, OTHER)) == 1


def test_the_export_names_who_waits_and_then_all_notices(store: Store) -> None:
    sole(store, ORG, OTHER)
    company(store, OrganisationId("org-ltd"))
    give(store)
    give(store)
    lines = list(exports.notice_lines(store, None))
    assert [(line["company_id"], line["told"], line["channel"], line["author"]) for line in lines] == [
        (OTHER, None, None, None), (ORG, TODAY, "email", ADVISOR), (ORG, TODAY, "email", ADVISOR),
    ]  # fmt: skip
    assert {line["due"] for line in lines} == {date(2026, 4, 1)}
    assert all(set(line) == set(exports.NOTICES) for line in lines)
    assert [line["version"] for line in lines] == [None, "2026-01", "2026-01"]
    assert list(exports.notice_lines(store, frozenset({OTHER}))) == lines[:1]
