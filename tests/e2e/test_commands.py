"""The console script as people start it: its own process, its own exit codes, and the demo."""

import json
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.tiny import SCRIPT, started


def test_a_bundle_of_one_process_answers_in_another(trained: Path) -> None:
    process = started(["recommend", "--workspace", str(trained), "--text", "pumps", "--json"])
    assert process.returncode == 0, process.stderr
    assert process.stderr == ""
    assert json.loads(process.stdout)["recommendations"]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--version"], 0), (["recommend", "--help"], 0), (["nonsense"], 2), (["recommend"], 2),
        (["recommend", "--workspace", "nowhere", "--text", "a"], 5), (["train", "--workspace", "nowhere"], 3),
        (["ingest", "profiles", "nowhere.csv", "--workspace", "nowhere"], 2),
    ],
)  # fmt: skip
def test_exit_codes(arguments: list[str], code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    process = started(arguments)
    assert process.returncode == code, process.stderr
    assert "Traceback" not in process.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_demo_says_what_data_it_lacks(tmp_path: Path) -> None:
    process = started(["demo", "--data", str(tmp_path), "--workspace", str(tmp_path / "w")])
    assert process.returncode == 2
    assert process.stderr.startswith(f"error: {tmp_path / 'catalogue'} is not there; run the demo in a checkout")


@pytest.mark.slow
@pytest.mark.neural
@pytest.mark.usefixtures("e5_folder")
def test_the_demo_goes_from_files_to_a_service(root: Path, tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    told_where: list[str | Path] = ["--data", root / "data", "--workspace", tmp_path / "workspace", "--port", "0"]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            [sys.executable, "-u", SCRIPT, "demo", *told_where], stdout=output, stderr=subprocess.STDOUT
        )
        try:
            end = time.monotonic() + 600
            while process.poll() is None and time.monotonic() < end:
                if re.search(r"http://\S+:\d+", log.read_text("utf-8")):
                    break
                time.sleep(0.5)
            process.send_signal(signal.SIGINT)
            code = process.wait(timeout=60)
        finally:
            process.kill()
            process.wait()
    told = log.read_text("utf-8")
    steps = re.findall(r"^\$ kumppani (\w+)(?: (catalogue|profiles|partnerships))?", told, re.MULTILINE)
    assert [" ".join(step).strip() for step in steps] == [
        "ingest catalogue", "ingest profiles", "ingest partnerships", "train", "serve",
    ], told  # fmt: skip
    assert re.search(r"http://\S+:[1-9]\d*", told), told
    assert "Traceback" not in told
    assert code in {0, 130}, told
