"""The first day of a region: a catalogue, perhaps profiles, no past. All is answered, and the doubt is told."""

import json
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.labels import ROUGH
from api.settings import Settings
from recommender.bundle import load, read_manifest
from recommender.publishing import Shelf
from recommender.workspace import Workspace
from tests.tiny import SUBJECTS, Tiny, content, run

NOTE = "the odds are rough: too little past cooperation is known here to calibrate them on"


def begun(folder: Path, *sources: str) -> tuple[Path, str]:
    """Ingest some sources and train; return the workspace and what the training said."""
    workspace = folder / "workspace"
    steps = [["ingest", *source] for source in Tiny().write(folder / "files") if source[0] in sources]
    for step in [*steps, ["train", "--config", str(folder / "files" / "config.toml")]]:
        result = run(*step, "--workspace", workspace)
        assert result.exit_code == 0, result.output
    return workspace, " ".join(result.stderr.split()) + result.stdout


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Return a workspace of a catalogue alone, and what its training said."""
    return begun(tmp_path_factory.mktemp("bare"), "catalogue")


def asked(workspace: Path, *arguments: str) -> dict[str, object]:
    result = run("recommend", "--workspace", workspace, "--json", *arguments)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def names(told: dict[str, object]) -> list[str]:
    found = told["recommendations"]
    assert isinstance(found, list)
    return [item["ecosystem_id"] for item in found]


def test_a_catalogue_alone_is_enough(bare: tuple[Path, str]) -> None:
    workspace, said = bare
    assert "too little history to learn from: weights are borrowed, odds are rough" in said
    assert "ranker: prior" in said
    assert read_manifest(Shelf(Workspace(workspace).bundles_folder).current()).ranker == "prior"


@pytest.mark.parametrize("subject", SUBJECTS[:3])
def test_a_text_finds_what_it_speaks_of(bare: tuple[Path, str], subject: str) -> None:
    told = asked(bare[0], "--text", f"We build every kind of {subject}.", "--country", "FI", "--k", "3")
    assert names(told)[0] == f"{subject}-circle"
    assert len(names(told)) == 3
    assert told["notes"] == [NOTE]
    found = told["recommendations"]
    assert isinstance(found, list)
    odds = [item["odds"] for item in found]
    assert odds == sorted(odds, reverse=True)
    assert 0 < sum(odds) <= 1


def test_words_that_nobody_knows_get_an_answer_too(bare: tuple[Path, str]) -> None:
    assert len(names(asked(bare[0], "--text", "Xyzzy!", "--k", "2"))) == 2


def test_it_is_told_in_the_terminal_and_with_a_file(bare: tuple[Path, str], tmp_path: Path) -> None:
    shown = run("recommend", "--workspace", bare[0], "--text", "pumps")
    assert (shown.exit_code, shown.stderr) == (0, f"note: {NOTE}\n")
    assert "because: " in shown.stdout
    queries = tmp_path / "queries.csv"
    queries.write_text("query_id,sme_id,country,text\na,,FI,pumps\nb,,,\n", "utf-8")
    result = run("recommend", "--workspace", bare[0], "--queries", queries, "--output", tmp_path / "run.csv", "--json")
    assert json.loads(result.stdout)["notes"][-1] == NOTE


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_service_and_its_page_tell_it(bare: tuple[Path, str], language: str, tmp_path: Path) -> None:
    bundle = Shelf(Workspace(bare[0]).bundles_folder).current()
    with TestClient(create_app(lambda: load(bundle, tmp_path), Settings(workspace=tmp_path))) as client:
        answer = client.post("/v1/recommendations", json={"text": "A pump.", "language": language, "k": 2}).json()
        page = client.post("/", params={"lang": language}, data={"text": "A pump."}).text
        demand = client.post("/v1/recommendations", json={"country": "FI", "k": 2}).json()
    note = next(note for name, note in ROUGH.items() if name == language)
    assert answer["notes"][-1] == note
    assert note in page
    assert len(demand["items"]) == 2


def test_the_same_catalogue_gives_the_same_bundle(bare: tuple[Path, str], tmp_path: Path) -> None:
    again, _ = begun(tmp_path, "catalogue")
    assert content(again / "bundles") == content(bare[0] / "bundles")


def test_with_profiles_a_company_may_ask_by_its_id(tmp_path: Path) -> None:
    workspace, _ = begun(tmp_path, "catalogue", "profiles")
    for number, subject in enumerate(SUBJECTS[:3]):
        told = asked(workspace, "--sme", f"s{number}", "--k", "3")
        assert names(told)[0] == f"{subject}-circle"
        assert told["notes"] == [NOTE]


def test_where_there_is_history_nothing_is_rough(trained: Path) -> None:
    assert asked(trained, "--text", "pumps")["notes"] == []
