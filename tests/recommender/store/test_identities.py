"""Accounts of people whom an identity provider names."""

from functools import partial

import pytest

from recommender.errors import UnknownIdError
from recommender.store import accounts, audit, erasure, identities, tokens
from recommender.store.nouns import Identity, Role, TokenKind, User, UserId
from recommender.store.store import Store
from tests.databases import Clock
from tests.recommender.store.rows import ORG, company

AINO = Identity("https://id.example.org", "p-1", "  Aino@Example.org")


@pytest.fixture
def account(store: Store) -> User:
    return made(store)


def made(store: Store, password_hash: str | None = None) -> User:
    new = accounts.NewUser("aino@example.org", Role.SME, password_hash=password_hash)
    return store.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))


def linked(store: Store, identity: Identity = AINO) -> User | None:
    return store.write(partial(identities.link, identity=identity))


def test_a_person_is_known_by_issuer_and_subject_once_linked(store: Store, account: User) -> None:
    found = linked(store)
    assert found is not None
    assert (found.id, account.linked, found.linked) == (account.id, False, True)
    assert linked(store) == found
    with store.reading() as connection:
        assert identities.known(connection, Identity(AINO.issuer, "p-1")) == found
        for other in (Identity(AINO.issuer, "P-1"), Identity("https://other.example.org", "p-1")):
            assert identities.known(connection, other) is None
        acts = [line.action for line in audit.entries(connection, after=0, limit=10)]
    assert acts == ["account.create", "account.link"]


def test_an_account_is_linked_once(store: Store, account: User) -> None:
    assert linked(store, Identity(AINO.issuer, "p-2")) is None
    assert linked(store, Identity(AINO.issuer, "p-1")) is None, "without a login there is nothing to find it by"
    assert linked(store) is not None
    assert linked(store, Identity(AINO.issuer, "p-2", AINO.login)) is None
    assert linked(store, Identity("https://other.example.org", "p-1", AINO.login)) is None
    forgotten = store.write(partial(identities.unlink, user_id=account.id, actor="usr-admin"))
    assert not forgotten.linked
    assert linked(store, Identity(AINO.issuer, "p-2", AINO.login)) is not None
    with pytest.raises(UnknownIdError):
        store.write(partial(identities.unlink, user_id=UserId("usr-none"), actor="usr-admin"))


def test_an_account_with_a_password_or_a_key_awaits_nobody(store: Store) -> None:
    user = made(store, "a hash")
    assert linked(store) is None
    store.write(partial(accounts.set_disabled, user_id=user.id, disabled=True, actor="usr-admin"))
    robot = store.write(partial(accounts.create, new=accounts.NewUser("robot", Role.SCIENTIST), actor=accounts.SYSTEM))
    key, _ = store.write(partial(tokens.issue, user_id=robot.id, kind=TokenKind.KEY, label="nightly"))
    assert linked(store, Identity(AINO.issuer, "p-9", "robot")) is None
    store.write(partial(tokens.revoke, token_id=key.id, user_id=robot.id))
    assert linked(store, Identity(AINO.issuer, "p-9", "robot")) is not None


def test_an_account_that_is_opened_again_without_its_keys_awaits_its_login(store: Store) -> None:
    user = made(store)
    store.write(partial(tokens.issue, user_id=user.id, kind=TokenKind.KEY, label="nightly"))
    for closed in (True, False):
        assert linked(store) is None
        store.write(partial(accounts.set_disabled, user_id=user.id, disabled=closed, actor="usr-admin"))
    assert linked(store) is not None


@pytest.mark.usefixtures("account")
def test_a_sign_in_gives_a_token_until_the_account_is_closed(store: Store, clock: Clock) -> None:
    sign_in = partial(identities.sign_in, identity=AINO, expires_at=clock.at.replace(year=2027))
    given = store.write(sign_in)
    assert given is not None
    token, secret = given
    with store.reading() as connection:
        assert accounts.bearer(connection, secret, at=clock()) is not None
    store.write(partial(accounts.set_disabled, user_id=token.user_id, disabled=True, actor="usr-admin"))
    assert store.write(sign_in) is None
    with store.reading() as connection:
        assert identities.known(connection, AINO) is None
        assert accounts.bearer(connection, secret, at=clock()) is None


def test_a_new_account_is_for_who_had_a_closed_one_once_that_is_unlinked(store: Store, account: User) -> None:
    assert linked(store) is not None
    store.write(partial(accounts.set_disabled, user_id=account.id, disabled=True, actor="usr-admin"))
    moved = Identity(AINO.issuer, AINO.subject, "aino@new.example.org")
    new = accounts.NewUser("aino@new.example.org", Role.ADVISOR)
    second = store.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))
    assert linked(store, moved) is None
    store.write(partial(identities.unlink, user_id=account.id, actor="usr-admin"))
    found = linked(store, moved)
    assert found is not None
    assert found.id == second.id


def test_whom_an_account_belongs_to_is_told_and_erased_with_its_company(store: Store) -> None:
    company(store)
    new = accounts.NewUser("aino@example.org", Role.SME, organisation_id=ORG)
    user = store.write(partial(accounts.create, new=new, actor=accounts.SYSTEM))
    linked(store)
    with store.reading() as connection:
        (told,) = erasure.held(connection, ORG)["users"]
    assert (told["issuer"], told["subject"]) == (AINO.issuer, AINO.subject)
    store.write(partial(erasure.erase, organisation_id=ORG, author=user.id))
    assert linked(store) is None
