"""Companies and their profiles: nothing is lost, and what is stale changes nothing."""

from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recommender.entities import OrganisationId, SizeClass
from recommender.errors import ConflictError, StaleError, UnknownIdError
from recommender.store import companies
from recommender.store.audit import entries
from recommender.store.companies import Mark
from recommender.store.nouns import Company, CompanyProfile, Role, User, UserId
from recommender.store.store import Store
from tests.databases import Clock
from tests.recommender.store.rows import ADVISOR, account, assigned

PROFILE = CompanyProfile(
    "Sahakone Oy", "FI", "FI1D", SizeClass.SMALL, ("28.49",), business_id="1234567-1", text="We saw.",
    offers=("saws",), needs=("steel",), languages=("fi",),
)  # fmt: skip
ADMIN = User(UserId("usr-admin"), "admin@example.fi", Role.ADMIN)


def created(store: Store, profile: CompanyProfile = PROFILE) -> Company:
    return store.write(partial(companies.create, profile=profile, author=ADVISOR))


def revised(store: Store, company: Company, profile: CompanyProfile, expected: int) -> Company:
    return store.write(partial(companies.revise, organisation_id=company.id, profile=profile, expected=expected,
                               author=ADVISOR))  # fmt: skip


def names(store: Store, user: User) -> list[str]:
    with store.reading() as connection:
        return [company.profile.name for _, company in companies.page(connection, user)]


def test_what_is_created_is_read(store: Store) -> None:
    company = created(store)
    with store.reading() as connection:
        assert companies.read(connection, company.id) == company
        assert companies.by_business_id(connection, "1234567-1") == company
        assert companies.by_business_id(connection, "") is None
    assert (company.version, company.profile) == (1, PROFILE)
    assert not any(getattr(company, mark) for mark in Mark)


def test_a_business_id_belongs_to_one_company(store: Store) -> None:
    created(store)
    other = created(store, replace(PROFILE, business_id="7654321-2"))
    created(store, replace(PROFILE, business_id=""))
    created(store, replace(PROFILE, business_id=""))
    with pytest.raises(ConflictError, match="has this business id"):
        created(store)
    with pytest.raises(ConflictError, match="has this business id"):
        revised(store, other, PROFILE, 1)
    assert len(names(store, ADMIN)) == 4


def test_a_revision_that_says_the_same_changes_nothing(store: Store) -> None:
    company = created(store)
    assert revised(store, company, PROFILE, 1) == company
    with store.reading() as connection:
        assert [entry.action for entry in entries(connection)] == ["company.create"]


def test_what_is_not_there(store: Store) -> None:
    nobody = OrganisationId("org-nobody")
    with store.reading() as connection, pytest.raises(UnknownIdError):
        companies.read(connection, nobody)
    with pytest.raises(UnknownIdError):
        store.write(partial(companies.revise, organisation_id=nobody, profile=PROFILE, expected=1, author=ADVISOR))
    with pytest.raises(UnknownIdError):
        store.write(partial(companies.mark, organisation_id=nobody, as_=Mark.OBJECTED, holds=True, actor=ADVISOR))


def test_marks_stay_when_the_profile_changes_and_each_change_is_recorded_once(store: Store) -> None:
    company = created(store)
    for _ in range(2):
        store.write(partial(companies.mark, organisation_id=company.id, as_=Mark.OBJECTED, holds=True, actor=ADVISOR))
    store.write(partial(companies.mark, organisation_id=company.id, as_=Mark.CONTACT_CONSENT, holds=True,
                        actor=ADVISOR))  # fmt: skip
    found = revised(store, company, replace(PROFILE, text="We plane."), 1)
    assert (found.objected, found.contact_consent, found.version) == (True, True, 2)
    with store.reading() as connection:
        told = [entry.action for entry in entries(connection)]
    assert told == ["company.create", "company.objected", "company.contact_consent", "company.revise"]


def test_an_objection_takes_a_company_out_of_what_is_searched_and_back(store: Store) -> None:
    company = created(store)
    for objects in (True, False):
        store.write(partial(companies.mark, organisation_id=company.id, as_=Mark.OBJECTED, holds=objects,
                            actor=ADVISOR))  # fmt: skip
        with store.reading() as connection:
            assert len(list(companies.open_to(connection, ADMIN))) == (not objects)
            assert not list(companies.open_to(connection, None))
            assert len(list(companies.unobjecting(connection))) == companies.count(connection) == (not objects)
            assert not list(companies.unobjecting(connection, among=["org-none"]))
            assert companies.count(connection, without=[company.id, "org-none"]) == 0
        assert len(names(store, ADMIN)) == 1


def test_who_sees_what(store: Store) -> None:
    account(store, ADVISOR, Role.ADVISOR)
    shown = {name: created(store, CompanyProfile(name)).id for name in ("A", "B", "C")}
    for name in "AC":
        assigned(store, shown[name], ADVISOR)
    whose = {
        "ABC": ADMIN,
        "AC": User(ADVISOR, "", Role.ADVISOR),
        "B": User(UserId("usr-b"), "", Role.SME, organisation_id=shown["B"]),
    }
    for expected, user in whose.items():
        assert "".join(names(store, user)) == expected
    for role in (Role.SME, Role.FLAGSHIP, Role.SCIENTIST):
        assert names(store, User(UserId("usr-x"), "", role)) == []


def test_pages_follow_each_other(store: Store) -> None:
    for name in "ABCDE":
        created(store, CompanyProfile(name))
    found, after = "", 0
    with store.reading() as connection:
        while page := companies.page(connection, ADMIN, after=after, limit=2):
            found += "".join(company.profile.name for _, company in page)
            after = page[-1][0]
    assert found == "ABCDE"


def test_the_log_holds_no_word_of_a_company(store: Store) -> None:
    revised(store, created(store), replace(PROFILE, text="We plane."), 1)
    with store.reading() as connection:
        told = str(entries(connection))
    assert not any(word in told for word in ("Sahakone", "1234567", "saw", "plane", "steel"))


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(-1, 2), st.sampled_from(["We saw.", "We plane.", "We sand."])), max_size=12))
def test_versions_count_up_and_none_is_lost_whatever_is_stale(steps: list[tuple[int, str]]) -> None:
    with TemporaryDirectory() as folder:
        store = Store.open(f"sqlite:///{Path(folder) / 'store.sqlite'}", Clock())
        try:
            company, told = created(store), [PROFILE]
            for away, text in steps:
                profile = replace(PROFILE, text=text)
                if away:
                    with pytest.raises(StaleError, match=f"has version {len(told)}, not {len(told) + away}"):
                        revised(store, company, profile, len(told) + away)
                else:
                    revised(store, company, profile, len(told))
                    told += [profile] if profile != told[-1] else []
            with store.reading() as connection:
                kept = companies.versions(connection, company.id)
                assert [(found.version, found.profile) for found in kept] == list(enumerate(told, start=1))
                assert companies.read(connection, company.id).profile == told[-1]
                assert companies.versions(connection, company.id, after=1, limit=1) == kept[1:2]
                assert companies.version(connection, company.id, len(told)) == told[-1]
                with pytest.raises(UnknownIdError, match="no such version"):
                    companies.version(connection, company.id, len(told) + 1)
        finally:
            store.close()
