"""Accounts, tokens and assignments, on both databases."""

from base64 import urlsafe_b64decode
from datetime import timedelta
from functools import partial

import pytest

from recommender.entities import EcosystemId, OrganisationId
from recommender.errors import ConflictError, QueryError, UnknownIdError
from recommender.store import accounts, assignments, audit, tokens
from recommender.store.accounts import SYSTEM, NewUser
from recommender.store.nouns import Role, Token, TokenKind, User, UserId
from recommender.store.schema import tokens as tokens_table
from recommender.store.store import Store
from tests.databases import Clock
from tests.recommender.store.rows import ORG, OTHER, company


def make(store: Store, login: str = "aino@example.org", role: Role = Role.ADVISOR, **more: str) -> User:
    new = NewUser(login, role, **more)  # type: ignore[arg-type]
    return store.write(partial(accounts.create, new=new, actor=SYSTEM))


def issue(store: Store, user: User, kind: TokenKind = TokenKind.KEY, hours: float | None = None) -> tuple[Token, str]:
    expires = None if hours is None else store.clock() + timedelta(hours=hours)
    return store.write(partial(tokens.issue, user_id=user.id, kind=kind, expires_at=expires))


def whose(store: Store, secret: str) -> User | None:
    with store.reading() as connection:
        found = accounts.bearer(connection, secret, at=store.clock())
    return found[0] if found else None


def test_a_login_is_one_whatever_its_capitals(store: Store) -> None:
    user = make(store, " Aino@Example.org ")
    assert user.login == "aino@example.org"
    with pytest.raises(ConflictError, match="login already"):
        make(store, "AINO@example.org", Role.ADMIN)
    with store.reading() as connection:
        assert accounts.by_login(connection, "aino@EXAMPLE.org ") == (user, None)
        assert accounts.by_login(connection, "nobody") is None


def test_logins_that_differ_by_more_than_capitals_are_two(store: Store) -> None:
    one, other = make(store, "Straße@example.org"), make(store, "strasse@example.org")
    with store.reading() as connection:
        assert accounts.by_login(connection, "straße@example.org") == (one, None)
        assert accounts.by_login(connection, "STRASSE@example.org") == (other, None)


@pytest.mark.parametrize(
    ("role", "more"),
    [
        (Role.FLAGSHIP, {}),
        (Role.ADMIN, {"ecosystem_id": EcosystemId("e")}),
        (Role.ADVISOR, {"organisation_id": OrganisationId("o")}),
    ],
)
def test_a_role_and_what_it_belongs_to_fit(store: Store, role: Role, more: dict[str, str]) -> None:
    with pytest.raises(QueryError):
        make(store, role=role, **more)
    with pytest.raises(UnknownIdError, match="no company"):
        make(store, role=Role.SME, organisation_id="org-none")


def test_a_token_opens_its_account_until_it_is_over(store: Store, clock: Clock) -> None:
    user = make(store)
    _, lasting = issue(store, user)
    _, short = issue(store, user, TokenKind.SESSION, hours=1)
    assert whose(store, lasting) == whose(store, short) == user
    clock.at += timedelta(hours=1)
    assert whose(store, lasting) == user
    assert whose(store, short) is None
    assert whose(store, "kumppani_guessed") is None


def test_the_database_holds_no_token(store: Store) -> None:
    _, secret = issue(store, make(store))
    with store.reading() as connection:
        kept = str(connection.execute(tokens_table.select()).all())
        log = str(audit.entries(connection))
    assert secret.removeprefix("kumppani_") not in kept + log


def test_a_token_is_256_random_bits(store: Store) -> None:
    user = make(store)
    told = [issue(store, user)[1].removeprefix("kumppani_") for _ in range(2)]
    first, second = (urlsafe_b64decode(secret + "=") for secret in told)
    assert len(first) == len(second) == 32
    alike = sum(one == other for one, other in zip(first, second, strict=True))
    assert alike < 8  # by chance one byte in 256 is


def test_a_revoked_token_is_over_and_only_its_owner_revokes_it(store: Store) -> None:
    user, other = make(store), make(store, "other")
    token, secret = issue(store, user)
    with pytest.raises(UnknownIdError):
        store.write(partial(tokens.revoke, token_id=token.id, user_id=other.id))
    assert whose(store, secret) == user
    for _ in range(2):
        store.write(partial(tokens.revoke, token_id=token.id, user_id=user.id))
    assert whose(store, secret) is None
    with store.reading() as connection:
        [kept] = tokens.keys(connection, user.id)
    assert kept.revoked_at is not None


def test_a_closed_account_loses_its_tokens_for_good(store: Store) -> None:
    user = make(store)
    _, secret = issue(store, user)
    assert store.write(partial(accounts.set_disabled, user_id=user.id, disabled=True, actor=SYSTEM)).disabled_at
    assert whose(store, secret) is None
    again = store.write(partial(accounts.set_disabled, user_id=user.id, disabled=False, actor=SYSTEM))
    assert again.disabled_at is None
    assert whose(store, secret) is None


def test_a_new_password_ends_sign_ins_but_not_keys(store: Store) -> None:
    user = make(store)
    (_, key), (_, session) = issue(store, user), issue(store, user, TokenKind.SESSION, hours=1)
    store.write(partial(accounts.set_password, user_id=user.id, password_hash="x", actor=user.id))
    assert whose(store, session) is None
    assert whose(store, key) == user


def test_an_sme_gets_one_company(store: Store) -> None:
    user = make(store, role=Role.SME)
    companies = (ORG, OTHER)
    for one in companies:
        company(store, one)
    store.write(partial(accounts.tie, user_id=user.id, organisation_id=companies[0]))
    with pytest.raises(ConflictError, match="has a company already"):
        store.write(partial(accounts.tie, user_id=user.id, organisation_id=companies[1]))
    with store.reading() as connection:
        assert accounts.find(connection, user.id).organisation_id == companies[0]


def test_advisors_are_assigned_and_let_go(store: Store) -> None:
    advisor, admin = make(store), make(store, "admin", Role.ADMIN)
    company(store)
    for _ in range(2):
        store.write(partial(assignments.assign, organisation_id=ORG, user_id=advisor.id, actor=admin.id))
    with store.reading() as connection:
        assert assignments.assigned(connection, advisor.id) == {ORG}
        assert assignments.advisors(connection, ORG) == [advisor.id]
        assert [entry.action for entry in audit.entries(connection)].count("assignment.create") == 1
    with pytest.raises(QueryError, match="advisors"):
        store.write(partial(assignments.assign, organisation_id=ORG, user_id=admin.id, actor=admin.id))
    for wrong in (OrganisationId("org-none"), ORG):
        user = advisor.id if wrong != ORG else UserId("usr-none")
        with pytest.raises(UnknownIdError):
            store.write(partial(assignments.assign, organisation_id=wrong, user_id=user, actor=admin.id))
    for _ in range(2):
        store.write(partial(assignments.unassign, organisation_id=ORG, user_id=advisor.id, actor=admin.id))
    with store.reading() as connection:
        assert assignments.assigned(connection, advisor.id) == frozenset()


def test_accounts_come_in_pages(store: Store) -> None:
    users = [make(store, f"login{i}") for i in range(5)]
    with store.reading() as connection:
        first = accounts.page(connection, after=0, limit=3)
        rest = accounts.page(connection, after=first[-1][0], limit=3)
    assert [user for _, user in (*first, *rest)] == users


def test_a_sign_in_that_was_checked_before_a_change_makes_no_token(store: Store) -> None:
    new = NewUser("aino@example.org", Role.ADVISOR, password_hash="old")
    user = store.write(partial(accounts.create, new=new, actor=SYSTEM))
    sign_in = partial(accounts.sign_in, user_id=user.id, password_hash="old", expires_at=store.clock())
    assert store.write(sign_in) is not None
    store.write(partial(accounts.set_password, user_id=user.id, password_hash="new", actor=user.id))
    assert store.write(sign_in) is None
    late = partial(accounts.sign_in, user_id=user.id, password_hash="new", expires_at=store.clock())
    store.write(partial(accounts.set_disabled, user_id=user.id, disabled=True, actor=SYSTEM))
    assert store.write(late) is None


def test_nobody_closes_the_own_account(store: Store) -> None:
    admin, other = make(store, role=Role.ADMIN), make(store, "b", Role.ADMIN)
    with pytest.raises(ConflictError, match="your own account"):
        store.write(partial(accounts.set_disabled, user_id=admin.id, disabled=True, actor=admin.id))
    closed = store.write(partial(accounts.set_disabled, user_id=admin.id, disabled=True, actor=other.id))
    assert closed.disabled_at is not None
    opened = store.write(partial(accounts.set_disabled, user_id=other.id, disabled=False, actor=other.id))
    assert opened.disabled_at is None


def test_an_account_is_tied_to_one_company_and_the_log_tells(store: Store) -> None:
    company(store)
    user = make(store, role=Role.SME)
    store.write(partial(accounts.tie, user_id=user.id, organisation_id=ORG))
    with store.reading() as connection:
        assert accounts.find(connection, user.id).organisation_id == ORG
        last = audit.entries(connection)[-1]
    assert (last.actor, last.action, last.object_id, last.detail) == (user.id, "account.tie", user.id, {"company": ORG})
    with pytest.raises(ConflictError, match="has a company already"):
        store.write(partial(accounts.tie, user_id=user.id, organisation_id=ORG))
