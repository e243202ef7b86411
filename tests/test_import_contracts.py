"""Each import contract can fail: a violation planted in a copy of the code breaks exactly that contract."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
CONTRACTS: dict[str, str] = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
}
PLANTS: list[tuple[str, dict[str, str]]] = [
    ("packages", {"api/schemas/__init__.py": "import training.sources"}),
    ("recommender", {"recommender/stray.py": ""}),
    ("recommender", {"recommender/history.py": "import recommender.catalogue"}),
    ("training", {"training/stray.py": ""}),
    ("api", {"api/stray.py": ""}),
    ("library", {"recommender/errors.py": "import pydantic_settings"}),
    ("torch", {"recommender/errors.py": "import sentence_transformers"}),
    ("torch", {"training/sources/__init__.py": "from torch import nn"}),
    ("lingua", {"recommender/errors.py": "import lingua"}),
    ("faiss", {"recommender/errors.py": "import faiss"}),
    ("bm25s", {"recommender/errors.py": "import bm25s"}),
    ("lightgbm", {"recommender/errors.py": "def late():\n    import lightgbm"}),
    ("sklearn", {"recommender/errors.py": "from sklearn.svm import SVC"}),
    ("mlflow", {"training/sources/__init__.py": "import mlflow"}),
    ("pwdlib", {"api/errors.py": "import pwdlib"}),
    ("sqlalchemy", {"api/__init__.py": "import sqlalchemy"}),
    ("sqlalchemy", {"recommender/indexing/exact.py": "import pgvector"}),
    ("fastapi", {"training/sources/__init__.py": "import starlette"}),
    ("structlog", {"api/schemas/__init__.py": "import structlog"}),
    ("joserfc", {"api/schemas/__init__.py": "import joserfc"}),
    ("opentelemetry", {"api/schemas/__init__.py": "import opentelemetry.trace"}),
    ("prometheus", {"api/schemas/__init__.py": "import prometheus_client"}),
    ("limits", {"api/schemas/__init__.py": "import limits"}),
    ("mcp", {"api/schemas/__init__.py": "import mcp"}),
    ("pandas", {"recommender/errors.py": "import pandas"}),
    (
        "cycles",
        {
            "recommender/taxonomy/one.py": "import recommender.taxonomy.two",
            "recommender/taxonomy/two.py": "import recommender.taxonomy.one",
        },
    ),
]  # fmt: skip


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for package in ("recommender", "training", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def broken(folder: Path) -> set[str]:
    """Ids of the contracts that are broken in `folder`."""
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        ["env", "COLUMNS=400", str(lint), "--no-logo", "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    names = dict(re.findall(r"^(.+?) (KEPT|BROKEN)", done.stdout, flags=re.MULTILINE))
    assert set(names) == set(CONTRACTS.values()), done.stdout + done.stderr
    found = {contract for contract, name in CONTRACTS.items() if names[name] == "BROKEN"}
    assert bool(found) == bool(done.returncode)
    return found


def test_the_code_keeps_every_contract(copy: Path) -> None:
    assert broken(copy) == set()


@pytest.mark.parametrize(("contract", "plant"), PLANTS, ids=[f"{name}-{n}" for n, (name, _) in enumerate(PLANTS)])
def test_a_violation_breaks_exactly_its_contract(contract: str, plant: dict[str, str], copy: Path) -> None:
    for path, line in plant.items():
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    assert broken(copy) == {contract}


def test_every_contract_has_its_violation() -> None:
    assert {contract for contract, _ in PLANTS} == set(CONTRACTS)
