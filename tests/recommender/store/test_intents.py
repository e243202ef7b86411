"""What is offered and sought: until its last day, or until it is closed."""

from datetime import timedelta
from functools import partial

import pytest

from recommender.entities import OrganisationId
from recommender.errors import InputError, UnknownIdError
from recommender.store import intents
from recommender.store.audit import entries
from recommender.store.intents import IntentSaid
from recommender.store.nouns import IntentKind
from recommender.store.store import Store
from tests.databases import START
from tests.recommender.store.rows import ADVISOR, ORG, OTHER, company

TODAY = START.date()
TOMORROW = TODAY + timedelta(days=1)


def add(store: Store, text: str, **more: object) -> str:
    said = IntentSaid(**{"organisation_id": ORG, "kind": IntentKind.SEEK, "text": text, **more})  # type: ignore[arg-type]
    return store.write(partial(intents.add, said=said, author=ADVISOR)).id


def current(store: Store, days: int = 0) -> list[str]:
    with store.reading() as connection:
        return [found.text for _, found in intents.page(connection, ORG, day=TODAY + timedelta(days=days))]


def test_an_intent_holds_until_its_last_day(store: Store) -> None:
    company(store)
    add(store, "for good")
    add(store, "today", until=TODAY)
    add(store, "tomorrow", until=TOMORROW, kind=IntentKind.OFFER)
    assert [current(store, days) for days in (0, 1, 2)] == [
        ["for good", "today", "tomorrow"], ["for good", "tomorrow"], ["for good"],
    ]  # fmt: skip


def test_a_closed_one_is_gone_and_stays_closed(store: Store) -> None:
    company(store)
    closed, _ = add(store, "pumps"), add(store, "valves")
    first, again = (
        store.write(partial(intents.close, organisation_id=ORG, intent_id=closed, author=ADVISOR)) for _ in range(2)
    )
    assert first.closed_at == again.closed_at is not None
    assert current(store) == ["valves"]
    with store.reading() as connection:
        told = entries(connection)
    assert [entry.action for entry in told] == ["intent.add", "intent.add", "intent.close"]
    assert not any(word in str(told) for word in ("pumps", "valves"))


def test_what_cannot_be(store: Store) -> None:
    company(store)
    company(store, OTHER)
    with pytest.raises(InputError, match="which is over"):
        add(store, "late", until=TODAY - timedelta(days=1))
    with pytest.raises(UnknownIdError):
        add(store, "nobody", organisation_id=OrganisationId("org-nobody"))
    mine = add(store, "pumps")
    for organisation_id, intent_id in ((OTHER, mine), (ORG, "int-none")):
        with pytest.raises(UnknownIdError, match="no intent of this id"):
            store.write(partial(intents.close, organisation_id=organisation_id, intent_id=intent_id, author=ADVISOR))


def test_pages_follow_each_other(store: Store) -> None:
    company(store)
    for text in "abc":
        add(store, text)
    with store.reading() as connection:
        [(_, _), (number, second)] = intents.page(connection, ORG, day=TODAY, limit=2)
        [(_, third)] = intents.page(connection, ORG, day=TODAY, after=number, limit=2)
    assert (second.text, third.text) == ("b", "c")
