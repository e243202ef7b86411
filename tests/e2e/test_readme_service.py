"""What README says of the service, run as it stands there: a shell, a PostgreSQL, a real server."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from tests.databases import fresh_postgresql

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("curl"), reason="curl is not on this machine"),
]


def commands(root: Path, port: int, database: str) -> str:
    """The block of README, with a port that is free and a database of the test."""
    block: str
    [block] = re.findall(r"## As a service.*?```bash\n(.*?)```", (root / "README.md").read_text("utf-8"), re.DOTALL)
    assert "postgresql://kumppani:SECRET@localhost/kumppani" in block
    told = block.replace("postgresql://kumppani:SECRET@localhost/kumppani", f"'{database}'")
    told = told.replace("serve --workspace workspace", f"serve --workspace workspace --port {port}")
    told = told.replace("kill -INT %1", 'echo; echo "$ranking"; echo "$company $ecosystem"; kill -INT %1; wait #')
    return told.replace(":8000", f":{port}")


def test_from_an_empty_database_to_an_export(root: Path, trained: Path, tmp_path: Path, postgresql: str) -> None:
    shutil.copytree(trained, tmp_path / "workspace")
    (tmp_path / "data").symlink_to(root / "data")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # noqa: TID251 - the shell needs it
    told = subprocess.run(
        ["bash", "-m", "-c", commands(root, port, fresh_postgresql(postgresql))],
        cwd=tmp_path, env={**os.environ, "PATH": path}, capture_output=True, text=True, timeout=180, check=False,  # noqa: TID251 - as above
    )  # fmt: skip
    assert told.returncode == 0, told.stderr
    said = told.stdout
    assert '"state":"done"' in said, said
    assert '"created":50' in said, said
    assert '"kind":"decline"' in said
    assert '"name":"Oma Oy"' in said
    *_, ranking, ids = said.strip().splitlines()
    company, ecosystem = ids.split()
    assert [item["rank"] for item in json.loads(ranking)["items"]] == [1, 2, 3, 4, 5]
    assert json.loads(ranking)["items"][0]["ecosystem"]["id"] == ecosystem
    sheet = openpyxl.load_workbook(tmp_path / "verdicts.xlsx").worksheets[0]
    rows = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) == 2
    assert {company, ecosystem, "decline", "too_early"} <= set(rows[1])
