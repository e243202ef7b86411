"""Erasure: canaries in every text of a company, and none of them left; retention."""

import json
from dataclasses import asdict, replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, func, insert, select

from recommender.entities import OrganisationId
from recommender.errors import UnknownIdError
from recommender.store import accounts, audit, companies, erasure, interests, notices, outcomes, verdicts
from recommender.store.accounts import NewUser
from recommender.store.companies import Mark
from recommender.store.database import writing
from recommender.store.imports import start as start_import
from recommender.store.intents import IntentSaid
from recommender.store.intents import add as add_intent
from recommender.store.notices import Channel, Told
from recommender.store.nouns import IntentKind, Reached, Role, Stage, TokenKind, UserId, VerdictId, VerdictKind
from recommender.store.requests import Answered, Keyed, once
from recommender.store.schema import imports, intents, metadata, organisations, requests, tokens
from recommender.store.store import Store
from recommender.store.tokens import issue, revoke
from recommender.store.writer import Transaction
from tests.databases import START, Clock
from tests.recommender.store.rows import ADVISOR, ORG, OTHER, WATER, account, assigned, company, ranked, say

OWNER = UserId("usr-owner")
EMPTY = {"audit", "imports"}
"""Tables of which rows stay."""


def canary(name: str) -> str:
    return f"CANARY-{name}"


def planted(store: Store) -> None:
    """Put a company with something in every table into the store, and another one beside it."""
    for who, mark in ((ORG, "a"), (OTHER, "b")):
        company(store, who, name=canary(f"name-{mark}"), text=canary(f"text-{mark}"), website=canary(f"web-{mark}"))
        ranked(store, f"run-{mark}", who, canary(f"run-{mark}"))
    account(store, ADVISOR, Role.ADVISOR)
    account(store, OWNER, Role.SME, login=canary("login-a"), name=canary("person-a"), organisation_id=ORG)
    assigned(store, ORG, ADVISOR)
    assigned(store, OTHER, ADVISOR)
    with writing(store.engine) as connection:
        token = {"id": "tok-a", "user_id": OWNER, "kind": "session", "label": canary("label-a"), "hash": "a" * 64}
        connection.execute(insert(tokens).values({**token, "created_at": START}))
        wish = {"id": "itt-a", "organisation_id": ORG, "kind": "seek", "text": canary("wish-a"), "created_at": START}
        connection.execute(insert(intents).values(wish))
        job = {"author": ADVISOR, "state": "done", "total": 1, "done": 1, "at": START, "ended_at": START}
        for mark, who in (("a", ORG), ("b", OTHER)):
            fault = {"line": 2, "column": "id", "message": f'The id is "{who}", "{canary(f"import-{mark}")}"'}
            report = {"counts": {"created": 1}, "faults": [fault], "ignored": [], "moved_at": START.isoformat()}
            connection.execute(insert(imports).values({**job, "id": f"imp-{mark}", "report": report}))

    def answered(transaction: Transaction, who: OrganisationId) -> Answered:
        note = say(VerdictKind.NOTE, company=who, note=canary(f"note-{who[-1]}"), run_id=f"run-{who[-1]}")
        [given] = verdicts.give(transaction, judgements=[note], author=ADVISOR)
        told = {"organisation_id": who, "note": note.note, "id": given.id}
        return Answered(201, {"items": [told]})

    for who in (ORG, OTHER):
        keyed = Keyed(ADVISOR, f"key-{who}", "f" * 64)
        told = store.write(partial(once, asked=keyed, work=partial(answered, who=who))).answer
        undone = VerdictId(json.loads(json.dumps(told))["items"][0]["id"])
        undo = say(VerdictKind.UNDO, company=who, undoes=undone)
        store.write(partial(verdicts.give, judgements=[undo], author=ADVISOR))
        ask = partial(interests.express, organisation_id=who, ecosystem_id=WATER, message=canary(f"message-{who[-1]}"))
        store.write(partial(ask, author=ADVISOR))
        store.write(partial(companies.mark, organisation_id=who, as_=Mark.SOLE_TRADER, holds=True, actor=ADVISOR))
        notice = Told(who, Channel.EMAIL, "2026-01", START.date())
        store.write(partial(notices.give, told=notice, author=ADVISOR))
        reached = Reached(who, WATER, Stage.MET, START.date())
        store.write(partial(outcomes.record, reached=reached, author=ADVISOR))


def everything(connection: Connection) -> str:
    return "\n".join(str(row) for table in metadata.sorted_tables for row in connection.execute(select(table)))


def canaries(text: str) -> set[str]:
    return {word.split('"')[0].split("'")[0] for word in text.split("CANARY-")[1:]}


def files(store: Store) -> bytes:
    path = Path(str(store.engine.url.database))
    return b"".join(part.read_bytes() for part in path.parent.glob(f"{path.name}*"))


def erase(store: Store) -> dict[str, int]:
    lost = store.write(partial(erasure.erase, organisation_id=ORG, author=OWNER))
    erasure.scrub(store.engine)
    return lost


def test_of_an_erased_company_nothing_is_left_and_others_lose_nothing(store: Store) -> None:
    planted(store)
    with store.reading() as connection:
        before = canaries(everything(connection))
    mine = {word for word in before if word.endswith("-a")}
    assert {word.rpartition("-")[0] for word in mine} == {
        "name", "text", "web", "run", "login", "person", "label", "wish", "note", "message", "import",
    }  # fmt: skip
    lost = erase(store)
    assert set(lost) | {"audit"} == set(metadata.tables)
    with store.reading() as connection:
        left = everything(connection)
        assert audit.verify(connection) == len(audit.entries(connection))
        assert not any(OWNER in str(row) for table in metadata.sorted_tables if table.name not in EMPTY
                       for row in connection.execute(select(table)))  # fmt: skip
    assert canaries(left) == before - mine
    if store.engine.dialect.name == "sqlite":
        kept = files(store)
        assert not [word for word in mine if f"CANARY-{word}".encode() in kept]
        assert b"CANARY-name-b" in kept


def test_all_that_is_held_of_a_company_is_told_and_no_secret(store: Store) -> None:
    planted(store)
    with store.reading() as connection:
        found = erasure.held(connection, ORG)
        told = json.dumps(found)
        mine = {word for word in canaries(everything(connection)) if word.endswith("-a")}
    assert canaries(told) == mine - {"import-a"}
    assert set(found) == set(metadata.tables) - {"imports", "requests"}
    assert OTHER not in told
    assert "a" * 64 not in told
    assert {line["action"] for line in found["audit"]} == {
        "company.sole_trader", "interest.express", "notice.give", "outcome.record", "verdict.give",
    }  # fmt: skip


def test_what_was_done_to_and_by_its_accounts_is_held_and_told(store: Store) -> None:
    for who in (ORG, OTHER):
        company(store, who)
        user = store.write(
            partial(accounts.create, new=NewUser(f"{who}@x.fi", Role.SME, organisation_id=who), actor="a")
        )
        key, _ = store.write(partial(issue, user_id=user.id, kind=TokenKind.KEY))
        store.write(partial(revoke, token_id=key.id, user_id=user.id))
        ask = partial(interests.express, organisation_id=who, ecosystem_id=WATER, message="Hello.", author=user.id)
        asked = store.write(ask)
        answer = partial(interests.answer, interest_id=asked.id, ecosystem_id=WATER, agrees=True, author=ADVISOR)
        store.write(answer)
        store.write(partial(accounts.set_disabled, user_id=user.id, disabled=True, actor="a"))
    with store.reading() as connection:
        for who in (ORG, OTHER):
            assert [line["action"] for line in erasure.held(connection, who)["audit"]] == [
                "account.create", "key.issue", "token.revoke", "interest.express", "interest.answer", "account.disable",
            ]  # fmt: skip
        assert len(audit.entries(connection)) == 12


def test_what_is_held_is_told_in_the_order_in_which_it_came(store: Store) -> None:
    for who in (OTHER, ORG):
        company(store, who)
    account(store, ADVISOR, Role.ADVISOR)
    kinds = (VerdictKind.ACCEPT, VerdictKind.NOTE, VerdictKind.SHORTLIST)
    for who, kind in zip((OTHER, ORG, ORG), kinds, strict=True):
        store.write(partial(verdicts.give, judgements=[say(kind, company=who, note="x")], author=ADVISOR))
        if who == OTHER:
            store.write(partial(verdicts.give, judgements=[say(kind, company=ORG)], author=ADVISOR))
            store.write(partial(erasure.erase, organisation_id=OTHER, author=OWNER))
            erasure.scrub(store.engine)  # from now on there is room before the first verdict, and PostgreSQL uses it
    with store.reading() as connection:
        found = erasure.held(connection, ORG)["verdicts"]
    assert [row["kind"] for row in found] == ["accept", "note", "shortlist"]


def test_who_is_not_there_cannot_be_erased(store: Store) -> None:
    with pytest.raises(UnknownIdError):
        erase(store)
    with store.reading() as connection, pytest.raises(UnknownIdError):
        erasure.held(connection, ORG)
    planted(store)
    erase(store)
    with pytest.raises(UnknownIdError):
        erase(store)


def test_what_was_never_ended_is_thrown_away_too(store: Store, clock: Clock) -> None:
    company(store)
    keep = erasure.Retention(intents=timedelta(days=10), imports=timedelta(days=10))
    said = IntentSaid(ORG, IntentKind.SEEK, "A site.")
    for until in (None, START.date(), START.date() + timedelta(days=1)):
        store.write(partial(add_intent, said=replace(said, until=until), author=ADVISOR))
    store.write(partial(start_import, total=1, ignored=(), author=ADVISOR))
    for days, gone in ((9, (0, 0)), (10, (0, 1)), (11, (1, 0)), (12, (1, 0)), (400, (0, 0))):
        clock.at = START + timedelta(days=days, hours=1)
        lost = store.write(partial(erasure.tidy, keep=keep))
        assert (lost["intents"], lost["imports"]) == gone, days


def test_an_import_under_way_is_not_thrown_away(store: Store, clock: Clock) -> None:
    store.write(partial(start_import, total=1, ignored=(), author=ADVISOR))
    keep = erasure.Retention(imports=timedelta(0))
    for hours, gone in ((1, 0), (25, 1)):
        clock.at = START + timedelta(hours=hours)
        assert store.write(partial(erasure.tidy, keep=keep))["imports"] == gone


def test_what_has_outlived_its_use_is_thrown_away(store: Store) -> None:
    planted(store)
    ranked(store, "run-unjudged")
    no_days = erasure.Retention(*[timedelta(0)] * 5)
    with writing(store.engine) as connection:
        connection.execute(intents.update().values(closed_at=START))
        connection.execute(tokens.update().values(revoked_at=START))
    assert set(store.write(partial(erasure.tidy, keep=erasure.Retention())).values()) == {0}
    lost = store.write(partial(erasure.tidy, keep=no_days))
    assert lost == {"intents": 1, "runs": 1, "tokens": 1, "requests": 2, "imports": 2}
    assert asdict(no_days).keys() == lost.keys()
    with store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(requests)) == 0
        assert connection.scalar(select(func.count()).select_from(organisations)) == 2
