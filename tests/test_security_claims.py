"""What is claimed of security is tested: each row of ``docs/asvs.toml`` names tests that exist."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROWS = tomllib.loads((ROOT / "docs" / "asvs.toml").read_text("utf-8"))["row"]
TESTS = {
    node.name
    for path in (ROOT / "tests").rglob("test_*.py")
    for node in ast.walk(ast.parse(path.read_text("utf-8")))
    if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
}


def test_rows_stand_in_order_once_each() -> None:
    ids = [tuple(int(part) for part in row["id"].split(".")) for row in ROWS]
    assert len(ids) > 20
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{1,2}", row["id"]) for row in ROWS)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_a_claim_names_what_it_means_and_tests_that_exist(row: dict[str, object]) -> None:
    assert set(row) == {"id", "says", "tests"}
    assert row["says"]
    assert isinstance(row["tests"], list)
    assert row["tests"]
    assert set(row["tests"]) <= TESTS
