"""The data card tells each table and column of the store, how long it is kept, and routes that exist."""

import json
import re
from dataclasses import fields
from functools import partial
from pathlib import Path

import pytest

from api.settings import Settings
from recommender.store.erasure import SECRET, Retention, tidy
from recommender.store.nouns import CompanyProfile
from recommender.store.schema import metadata
from recommender.store.store import Store
from tests.databases import Clock

ROOT = Path(__file__).parent.parent
CARD = (ROOT / "docs" / "data-card.md").read_text("utf-8")
SECTIONS = {part.partition("\n")[0]: part for part in CARD.split("\n## ")[1:]}
PERSONAL = {"no", "of sole traders", "text", "id", "yes"}
LINES = ("For", "Kept", "Seen by", "Leaves by")


def columns(table: str) -> dict[str, tuple[str, str]]:
    found = re.findall(r"^\| `([a-z_.]+)` \| (.+) \| `([a-z ]+)` \|$", SECTIONS[table], flags=re.MULTILINE)
    assert len({name for name, _, _ in found}) == len(found)
    return {name: (holds, personal) for name, holds, personal in found}


def line(table: str, name: str) -> str:
    [found] = re.findall(rf"^- \*\*{name}:\*\* (.+)\.$", SECTIONS[table], flags=re.MULTILINE)
    return str(found)


def test_every_table_has_a_section_and_no_other() -> None:
    assert set(SECTIONS) == set(metadata.tables)


@pytest.mark.parametrize("table", sorted(metadata.tables))
def test_every_column_is_told_with_what_it_holds_and_whether_it_is_personal(table: str) -> None:
    told = columns(table)
    parts = {f"profile.{part.name}" for part in fields(CompanyProfile)} if table == "profiles" else set()
    assert set(told) == {column.name for column in metadata.tables[table].c} | parts
    assert {personal for _, personal in told.values()} <= PERSONAL
    assert all(line(table, name) for name in LINES)
    for name in SECRET & set(told):
        assert "told to nobody" in told[name][0] or table == "audit"


def test_what_is_of_a_company_or_of_an_account_is_called_personal() -> None:
    for name, table in metadata.tables.items():
        told = columns(name)
        for column in table.c:
            if column.name in {"author", "actor", "user_id", "answered_by"}:
                assert told[column.name][1] == "id", (name, column.name)
            if column.name == "organisation_id":
                assert told[column.name][1] != "no", (name, column.name)
        assert ("goes with the company" in line(name, "Kept")) == (
            "organisation_id" in table.c or name == "organisations"
        )


def test_how_long_each_is_kept_is_what_tidying_does(tmp_path: Path, clock: Clock) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", clock)
    tidied = set(store.write(partial(tidy, keep=Retention())))
    store.close()
    assert tidied
    for table in metadata.tables:
        named = set(re.findall(r"KUMPPANI_(\w+)", line(table, "Kept")))
        assert named == ({f"KEEP_{table.upper()}_DAYS"} if table in tidied else set())
        assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_what_leaves_leaves_by_routes_that_exist() -> None:
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))["paths"]
    known = {re.sub(r"\{\w+\}", "{id}", path) for path, told in paths.items() if "get" in told}
    named = set(re.findall(r"`GET (/\S+)`", CARD))
    assert len(named) > 20
    assert named <= known
    held = {table for table in metadata.tables if "/v1/profiles/{id}/data" in line(table, "Leaves by")}
    assert held == set(metadata.tables) - {"imports", "requests"}
