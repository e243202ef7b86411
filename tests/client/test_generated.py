"""The client is generated, from the description that stands in the docs, and by nothing else."""

import hashlib
import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

STALE = "run `make client`: the client was generated from something else"


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "client"


def test_the_client_is_what_was_generated_from_the_description(folder: Path) -> None:
    lines = (line.split() for line in (folder / "SHA256SUMS").read_text("utf-8").splitlines())
    told = {file: digest for digest, file in lines}
    generated = {str(path.relative_to(folder)) for path in (folder / "kumppani_client").rglob("*.py")}
    assert {*generated, "../docs/openapi.json", "generator.txt", "generator.yaml"} == set(told), STALE
    found = {file: hashlib.sha256((folder / file).read_bytes()).hexdigest() for file in told}
    assert [file for file in told if found[file] != told[file]] == [], STALE


def test_every_operation_is_a_function(root: Path) -> None:
    document = json.loads((root / "docs" / "openapi.json").read_text("utf-8"))
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len(operations) > 50
    for operation in operations:
        module = importlib.import_module(f"kumppani_client.api.{operation['tags'][0]}.{operation['operationId']}")
        assert callable(module.sync_detailed), operation["operationId"]
        assert callable(module.asyncio_detailed), operation["operationId"]


def test_the_client_installs_beside_the_service(root: Path, folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
    ours = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)$", (root / "constraints.txt").read_text("utf-8"), flags=re.MULTILINE))
    needed = [Requirement(line) for line in project["dependencies"]]
    assert {one.name for one in needed} == {"attrs", "httpx"}
    assert [one for one in needed if pins[one.name] not in one.specifier] == []
    assert [project[key] for key in ("version", "requires-python")] == [ours["version"], ours["requires-python"]]
