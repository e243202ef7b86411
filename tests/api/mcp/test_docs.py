"""What the page for assistants says of settings, tools and configuration; and settings that cannot be used."""

import json
import re
from pathlib import Path

import pytest

from api.mcp.server import READS, TOOLS
from api.settings import AssistantSettings
from tests.tiny import run

NAMES = {f"KUMPPANI_{name.upper()}" for name in AssistantSettings.model_fields}


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "mcp.md").read_text("utf-8")


def rows(page: str, first: str) -> list[list[str]]:
    """Read the table whose first column is headed so."""
    lines = page[page.index(f"| {first} |") :].partition("\n\n")[0].splitlines()
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_every_setting_is_documented_with_its_default(page: str) -> None:
    told = {name.strip("`"): default.strip("`") for name, _, default in rows(page, "environment variable")}
    assert set(told) == NAMES == set(re.findall(r"KUMPPANI_\w+", page))
    fields = AssistantSettings.model_fields
    for name, default in told.items():
        kept = fields[name.removeprefix("KUMPPANI_").lower()].default
        assert default == ("" if kept is None else str(kept))


def test_every_tool_is_documented_with_what_it_changes(page: str) -> None:
    told = {name: changes for names, _, changes in rows(page, "tool") for name in re.findall(r"`(\w+)`", names)}
    assert set(told) == {tool.__name__ for tool, _ in TOOLS}
    for tool, annotations in TOOLS:
        assert (told[tool.__name__] == "no") is (annotations is READS), tool


def test_the_configuration_names_what_there_is(page: str) -> None:
    [block] = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    told = json.loads(block)["mcpServers"]["kumppani"]
    assert Path(told["command"]).name == "kumppani"
    assert run(*told["args"], "--help").exit_code == 0
    assert set(told["env"]) <= NAMES


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KUMPPANI_URL", "kumppani.example.org"),
        ("KUMPPANI_URL", "http://kumppani.example.org"),
        ("KUMPPANI_URL", "https://aino:secret@kumppani.example.org"),
        ("KUMPPANI_URL", "https://kumppani.example.org/elsewhere"),
        ("KUMPPANI_CONFIRM_SECONDS", "soon"),
        ("KUMPPANI_API_KEY", "kumppani_abc\n"),
        ("KUMPPANI_API_KEY", "kumppani_…"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_by_name(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    told = run("mcp")
    assert told.exit_code == 2
    assert name in told.output
    assert value not in told.output
