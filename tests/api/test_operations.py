"""What operators are told: every setting, and files for containers that refer to what is there."""

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from api import commands
from api.settings import Settings

NAMES = {f"KUMPPANI_{name.upper()}" for name in Settings.model_fields}


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    return found


def instructions(root: Path) -> list[tuple[str, str]]:
    """Read the lines of the Dockerfile, continued ones joined, as instruction and what follows it."""
    text = (root / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def test_every_setting_is_documented_and_every_documented_setting_exists(root: Path) -> None:
    page = (root / "docs" / "operations.md").read_text("utf-8")
    table = "\n".join(line for line in page.splitlines() if line.startswith("| `KUMPPANI_"))
    assert set(re.findall(r"`(KUMPPANI_\w+)`", table)) == NAMES
    assert set(re.findall(r"KUMPPANI_\w+", page)) - NAMES == {"KUMPPANI_DATABASE_PASSWORD"}


def test_the_image_is_made_of_what_is_there(root: Path) -> None:
    copied = [shlex.split(rest)[:-1] for name, rest in instructions(root) if name == "COPY" and "--from" not in rest]
    files = {file for files in copied for file in files}
    assert {"recommender", "training", "api", "constraints.txt", "pyproject.toml"} <= files
    assert [file for file in files if not (root / file).exists()] == []
    kept = {line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line.startswith("!")}
    assert kept == files


def test_the_image_runs_the_service_as_nobody_in_particular(root: Path) -> None:
    told = instructions(root)
    assert [rest for name, rest in told if name == "USER"] == ["kumppani"]
    assert dict(told)["ENTRYPOINT"] == '["kumppani"]'
    assert "/health/ready" in dict(told)["HEALTHCHECK"]
    named = set(re.findall(r"(KUMPPANI_\w+)=", " ".join(rest for name, rest in told if name == "ENV")))
    assert named <= NAMES


def test_compose_starts_the_service_with_settings_that_exist(compose: dict[str, Any], root: Path) -> None:
    service = compose["services"]["kumppani"]
    assert (root / service["build"] / "Dockerfile").exists()
    assert set(service["environment"]) <= NAMES
    assert set(service["depends_on"]) <= set(compose["services"])
    command, *options = service["command"]
    assert command == "serve"
    helped = CliRunner().invoke(commands.app, ["serve", "--help"], env={"COLUMNS": "200"}).output
    assert all(option in helped for option in options if option.startswith("--"))
    volumes = [volume.split(":")[0] for other in compose["services"].values() for volume in other["volumes"]]
    assert set(volumes) == set(compose["volumes"])


def test_each_setting_can_be_set_for_compose(compose: dict[str, Any]) -> None:
    service = compose["services"]["kumppani"]
    assert service["env_file"] == [{"path": ".env", "required": False}]
    assert service["command"] == ["serve"], "an option would go before the file"
    fixed = {
        name for name, value in service["environment"].items() if not value.startswith((f"${{{name}-", f"${{{name}:-"))
    }
    assert fixed == {"KUMPPANI_DATABASE"}


def test_compose_holds_no_secret(compose: dict[str, Any]) -> None:
    database = compose["services"]["database"]
    assert database["environment"]["POSTGRES_PASSWORD"].startswith("${KUMPPANI_DATABASE_PASSWORD:?")
    assert "${KUMPPANI_DATABASE_PASSWORD:?" in compose["services"]["kumppani"]["environment"]["KUMPPANI_DATABASE"]
