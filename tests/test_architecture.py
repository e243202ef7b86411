"""The rules of the house that neither ruff, mypy nor the import contracts can see."""

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from recommender import errors
from recommender.cli import EXIT_CODES

ROOT = Path(__file__).parent.parent
PACKAGES = ("recommender", "training", "api")
FILES = ("data", "experiments")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
CODE = sorted([*MODULES, *(path for folder in ("tests", "docs", *FILES) for path in (ROOT / folder).rglob("*.py"))])

VAGUE = {"utils", "util", "common", "helpers", "helper", "misc", "shared", "lib"}
PICKLES = {"pickle", "cPickle", "joblib", "cloudpickle", "dill", "shelve", "marshal"}
SYNONYMS = {
    "anchor", "customer", "customers", "embedder", "finder", "item_id", "item_ids", "matcher", "n_items", "num_items",
    "num_k", "recs", "scorer", "top_k", "top_n", "topk", "topn", "vectoriser", "vectorizer", "y_pred", "y_true",
}  # fmt: skip


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


@cache
def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imported(path: Path) -> Iterator[str]:
    """Full names of all that a module imports."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def coined(path: Path) -> Iterator[str]:
    """Names that a module gives: to functions, classes, parameters and variables."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


@pytest.mark.parametrize("path", CODE, ids=short)
def test_a_module_fits_in_300_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 300


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {short(path): {*path.relative_to(ROOT).parent.parts, path.stem} for path in MODULES}
    assert {path: parts & VAGUE for path, parts in names.items() if parts & VAGUE} == {}


def test_nothing_imports_pickle_or_its_kin() -> None:
    offenders = {short(path): name for path in CODE for name in imported(path) if name.split(".")[0] in PICKLES}
    assert offenders == {}


def test_only_the_settings_read_the_environment() -> None:
    def reads(path: Path) -> bool:
        attributes = (node for node in ast.walk(tree(path)) if isinstance(node, ast.Attribute))
        dotted = any(
            node.attr in {"environ", "getenv"} and isinstance(node.value, ast.Name) and node.value.id == "os"
            for node in attributes
        )
        return dotted or not {"os.environ", "os.getenv"}.isdisjoint(imported(path))

    assert [short(path) for path in MODULES if reads(path) and path.name != "settings.py"] == []


def test_the_library_reads_no_clock() -> None:
    clocks = {"now", "today", "utcnow"}
    calls = {
        short(path): node.func.attr
        for path in (ROOT / "recommender").rglob("*.py")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in clocks
    }
    assert calls == {}


def test_one_word_for_one_thing() -> None:
    synonyms = {short(path): found for path in MODULES if (found := SYNONYMS.intersection(coined(path)))}
    assert synonyms == {}


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    assert [short(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("folder", FILES)
def test_files_are_no_package(folder: str) -> None:
    assert list((ROOT / folder).rglob("__init__.py")) == []


@pytest.mark.parametrize("name", [*PACKAGES, *FILES])
def test_no_dependency_ships_a_package_of_our_name(name: str) -> None:
    assert set(importlib.metadata.packages_distributions().get(name, [])) <= {"kumppani"}


def test_the_wheel_holds_the_three_packages_and_one_script() -> None:
    assert project()["tool"]["hatch"]["build"]["targets"]["wheel"] == {"packages": list(PACKAGES)}
    assert project()["project"]["scripts"] == {"kumppani": "recommender.cli:main"}
    assert all((ROOT / package / "py.typed").exists() for package in PACKAGES)


def test_every_dependency_is_pinned_to_one_version() -> None:
    def canonical(name: str) -> str:
        return re.sub(r"[-_.]+", "-", name).lower()

    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    pins = dict(line.split("==") for line in lines)
    needed = [*project()["project"]["dependencies"], *project()["project"]["optional-dependencies"]["dev"]]
    names = {canonical(re.split(r"[<>=!~\[ ;]", requirement, maxsplit=1)[0]) for requirement in needed}
    assert names - {canonical(name) for name in pins} == set()
    assert not any("+" in version for version in pins.values()), "a local version exists on one machine only"
    assert f"torch=={pins['torch']}" in needed


def test_the_exit_code_of_every_error_is_documented() -> None:
    found = [error for error in vars(errors).values() if isinstance(error, type)]
    assert {error.exit_code for error in found if issubclass(error, errors.KumppaniError)} <= set(EXIT_CODES)


def test_every_error_stands_in_the_drawn_tree() -> None:
    drawn = set(re.findall(r"\w+Error", errors.__doc__ or ""))
    assert drawn == {name for name, error in vars(errors).items() if isinstance(error, type)}


def test_the_changelog_keeps_its_form() -> None:
    text = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (.+)$", text, flags=re.MULTILINE)
    kinds = set(re.findall(r"^### (.+)$", text, flags=re.MULTILINE))
    assert text.startswith("# Changelog\n")
    assert versions[0] == "[Unreleased]"
    days = [re.fullmatch(r"\[\d+\.\d+\.\d+\] - (\d{4}-\d{2}-\d{2})", version) for version in versions[1:]]
    assert all(days), "a release is headed `## [1.2.3] - 2026-01-31`"
    assert [day[1] for day in days if day] == sorted((day[1] for day in days if day), reverse=True)
    assert kinds <= {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}


def test_decision_records_are_numbered_without_gaps_and_have_their_three_parts() -> None:
    records = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        parts = re.findall(r"^## (.+)$", record.read_text("utf-8"), flags=re.MULTILINE)
        assert parts == ["Context", "Decision", "Consequences"], record.name


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "docs", "client"])
def test_links_between_documents_lead_somewhere(document: str) -> None:
    start = ROOT / document
    pages = [start] if start.is_file() else sorted(start.rglob("*.md"))
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#:\s]+)[^):]*\)", page.read_text("utf-8"))]
    assert [(short(page), link) for page, link in links if not (page.parent / link).exists()] == []


def test_every_make_target_is_described_in_contributing() -> None:
    targets = re.findall(r"^([a-z]+):.*##", (ROOT / "Makefile").read_text("utf-8"), flags=re.MULTILINE)
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    assert [target for target in targets if f"`make {target}`" not in text] == []


@pytest.mark.slow
def test_the_reference_of_the_command_line_is_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/build.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
